import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { Pulumi } from "./command";

export async function readBackend(run: Pulumi): Promise<{ user: string; url: string }> {
  const { user, url = "" } = JSON.parse(await run(["whoami", "--json"]));
  return { user, url };
}

/**
 * The folder of a file backend; `undefined` for other backends. Pulumi writes `file://~` or `file://./state`, which
 * are not valid URLs.
 */
export function folderOf(backend: string): string | undefined {
  if (!backend.startsWith("file://")) return undefined;
  const path = backend.replace(/^file:\/\//, "").replace(/\?.*$/, "");
  // file:///C:/state
  const onWindows = path.replace(/^\/(?=[A-Za-z]:)/, "");
  // Pulumi ignores HOME.
  return resolve(onWindows.replace(/^~(?=$|[\\/])/, () => userInfo().homedir));
}

/**
 * Names of the project's stacks, as `--stack` accepts them.
 *
 * @param of `all` for the stacks of all projects. @default the folder's project
 */
export async function stacksOf(run: Pulumi, of?: "all"): Promise<string[]> {
  const listed = await run(["stack", "ls", ...(of ? ["--all"] : []), "--json"]);
  return (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
}
