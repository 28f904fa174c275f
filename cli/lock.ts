import { access, readdir, readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";

/** The run that holds a stack, or held it until it was killed: its lock stays then, until `pulumi cancel`. */
export interface Lock {
  /** Such as `alice@build-7`, where the backend tells. */
  holder?: string;
  hostname?: string;
  /** Id of the process on that host. */
  pid?: number;
  /** RFC 3339. */
  since?: string;
}

/**
 * Looks for a run that holds a stack, in a folder of states or at Pulumi Cloud; the other backends do not show it.
 *
 * @param pulumi runs the `pulumi` command
 * @returns `undefined` where that cannot be seen
 */
export async function lockOf(
  pulumi: (args: string[]) => Promise<string>,
  project: string,
  stack: string,
): Promise<Lock | "none" | undefined> {
  const backend: string = JSON.parse(await pulumi(["whoami", "--json"])).url ?? "";
  if (backend.startsWith("file://")) return lockInFolder(folderOf(backend), project, stack);
  if (!/^https?:/.test(backend)) return undefined;
  const stacks: { name: string; updateInProgress?: boolean }[] = JSON.parse(
    await pulumi(["stack", "ls", "--project", project, "--json"]),
  );
  // Stacks of several organisations may have the same name, and which one is meant is not always said.
  const found = stacks.filter(({ name }) => name.split("/").at(-1) === stack);
  if (found.some(({ updateInProgress }) => updateInProgress)) return {};
  return found.length > 0 ? "none" : undefined;
}

/** The folder of a backend as Pulumi writes it, which is no URL: `file://~` after `pulumi login --local`, `file://./state`. */
export function folderOf(backend: string): string {
  const path = backend.replace(/^file:\/\//, "").replace(/\?.*$/, "");
  // file:///C:/state
  const onWindows = path.replace(/^\/(?=[A-Za-z]:)/, "");
  // Pulumi takes the home from the system's users, whatever HOME says.
  return resolve(onWindows.replace(/^~(?=$|[\\/])/, () => userInfo().homedir));
}

async function lockInFolder(
  folder: string,
  project: string,
  stack: string,
): Promise<Lock | "none" | undefined> {
  const states = join(folder, ".pulumi");
  const locks = join(states, "locks", "organization", project, stack);
  try {
    const [file] = await readdir(locks);
    return file === undefined ? "none" : readLock(join(locks, file));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const hasStates = await access(states).then(
      () => true,
      () => false,
    );
    return isMissing && hasStates ? "none" : undefined;
  }
}

/** The lock counts, whatever can be read of it. */
async function readLock(file: string): Promise<Lock> {
  try {
    const { pid, username, hostname, timestamp } = JSON.parse(await readFile(file, "utf8"));
    return { holder: `${username}@${hostname}`, hostname, pid, since: timestamp };
  } catch {
    return {};
  }
}
