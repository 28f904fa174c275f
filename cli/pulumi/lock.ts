import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { folderOf, readBackend } from "./backend";
import type { Pulumi } from "./command";

/** The lock of a stack. That of a killed run stays until `pulumi cancel`. */
export interface Lock {
  /** Such as `alice@build-7`, if known. */
  holder?: string;
  hostname?: string;
  /** Process id on that host. */
  pid?: number;
  /** RFC 3339. */
  since?: string;
}

/**
 * Reads the lock of a stack in a backend folder or Pulumi Cloud; other backends do not show it.
 *
 * @returns `undefined` if it cannot be read
 */
export async function lockOf(
  run: Pulumi,
  project: string,
  stack: string,
): Promise<Lock | "none" | undefined> {
  const { url } = await readBackend(run);
  const folder = folderOf(url);
  if (folder !== undefined) return lockInFolder(folder, project, stack);
  if (!/^https?:/.test(url)) return undefined;
  const stacks: { name: string; updateInProgress?: boolean }[] = JSON.parse(
    await run(["stack", "ls", "--project", project, "--json"]),
  );
  // Several organizations may have a stack of this name, and the organization is not always known.
  const found = stacks.filter(({ name }) => name.split("/").at(-1) === stack);
  if (found.some(({ updateInProgress }) => updateInProgress)) return {};
  return found.length > 0 ? "none" : undefined;
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
    return isMissing && existsSync(states) ? "none" : undefined;
  }
}

/** An unreadable lock is still a lock. */
async function readLock(file: string): Promise<Lock> {
  try {
    const { pid, username, hostname, timestamp } = JSON.parse(await readFile(file, "utf8"));
    return { holder: `${username}@${hostname}`, hostname, pid, since: timestamp };
  } catch {
    return {};
  }
}

/** Whether a process of this machine is running. */
export function isRunning(pid: number): boolean {
  try {
    // Signal 0 only checks.
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
