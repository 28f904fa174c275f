import { unlinkSync } from "node:fs";
import { link, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { UsageError } from "../usage-error";

/** Locks of this process: a process number in a lock file cannot tell two emulators of one process apart. */
const held = new Set<string>();

/**
 * Makes sure that one emulator alone uses a file. The lock is a file that holds the number of the process; one whose process is gone,
 * after a kill, is taken over.
 *
 * @param subject the file that is locked, for messages
 * @returns gives the lock back
 * @throws UsageError if another emulator has it, or if it cannot be written
 */
export async function lockFile(lock: string, subject: string): Promise<() => Promise<void>> {
  if (held.has(lock))
    throw new UsageError(`The data file ${subject} is in use by another emulator of this process.`);
  held.add(lock);
  try {
    await claim(lock, subject);
  } catch (error) {
    held.delete(lock);
    throw error;
  }
  // A process that ends without closing its emulator, by process.exit say, leaves no lock behind.
  if (!process.listeners("exit").includes(unlockAll)) process.on("exit", unlockAll);
  return async () => {
    held.delete(lock);
    await unlink(lock).catch(() => {});
  };
}

async function claim(lock: string, subject: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(lock, subject)) return;
    const holder = await readFile(lock, "utf8").catch(() => "");
    if (await isAlive(Number(holder))) {
      throw new UsageError(
        `The data file ${subject} is in use by another emulator (process ${holder}). Stop it, or delete ${lock} if that process is something else.`,
      );
    }
    await removeStale(lock, holder);
  }
  throw new UsageError(`The data file ${subject} is being opened by another emulator.`);
}

/** The lock appears with its content at once, so that nobody can read an empty one and take it for stale. */
async function create(lock: string, subject: string): Promise<boolean> {
  const beside = `${lock}.${process.pid}`;
  try {
    await writeFile(beside, String(process.pid), { mode: 0o600 });
    await link(beside, lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new UsageError(`No file can be made in the folder of the data file ${subject} (${code}).`);
  } finally {
    await unlink(beside).catch(() => {});
  }
}

/** Another emulator may have taken the stale lock over in the meantime; then what stands in its place goes back there. */
async function removeStale(lock: string, holder: string): Promise<void> {
  const removed = `${lock}.${process.pid}.stale`;
  try {
    await rename(lock, removed);
    if ((await readFile(removed, "utf8")) !== holder) await link(removed, lock);
  } catch {
    // It is gone, or there is a newer one: the next attempt sees which.
  }
  await unlink(removed).catch(() => {});
}

async function isAlive(pid: number): Promise<boolean> {
  // In a restarted container the emulator has the number it had before.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    // A process that has ended keeps its number until its parent notices; only Linux tells it in a file.
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return !/^State:\s+[ZX]/m.test(status);
  } catch (error) {
    // EPERM: a living process of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unlockAll(): void {
  for (const lock of held) {
    try {
      unlinkSync(lock);
    } catch {
      // It is gone already.
    }
  }
}
