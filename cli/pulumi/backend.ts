import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { Pulumi } from "./command";

/** Who is logged in, and where the states are. */
export async function readBackend(run: Pulumi): Promise<{ user: string; url: string }> {
  const { user, url = "" } = JSON.parse(await run(["whoami", "--json"]));
  return { user, url };
}

/**
 * The folder of a backend in files, `undefined` of any other backend. Pulumi writes it as `file://~` after
 * `pulumi login --local`, or as `file://./state`, which are no URLs.
 */
export function folderOf(backend: string): string | undefined {
  if (!backend.startsWith("file://")) return undefined;
  const path = backend.replace(/^file:\/\//, "").replace(/\?.*$/, "");
  // file:///C:/state
  const onWindows = path.replace(/^\/(?=[A-Za-z]:)/, "");
  // Pulumi takes the home from the system's users, whatever HOME says.
  return resolve(onWindows.replace(/^~(?=$|[\\/])/, () => userInfo().homedir));
}

/**
 * The names of a project's stacks, as `--stack` takes them in its folder.
 *
 * @param of `all` for the stacks of every project of the backend. @default the folder's own project
 */
export async function stacksOf(run: Pulumi, of?: "all"): Promise<string[]> {
  const listed = await run(["stack", "ls", ...(of ? ["--all"] : []), "--json"]);
  return (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
}
