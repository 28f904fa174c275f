import { unlinkSync } from "node:fs";
import { link, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { UsageError } from "../usage-error";

/** Locks of this process: the process id in a lock file does not distinguish two emulators of one process. */
const heldLocks = new Set<string>();

/**
 * Ensures that only one emulator uses a file. The lock is a file with the process id. The lock of a dead
 * process is taken over.
 *
 * @param subject the locked file, for messages
 * @returns a function that releases the lock
 * @throws UsageError if another emulator holds the lock, or if it cannot be written
 */
export async function lockFile(lock: string, subject: string): Promise<() => Promise<void>> {
  if (heldLocks.has(lock))
    throw new UsageError(
      `The data file ${subject} is in use by another emulator of this process. Close it, or use another file.`,
    );
  heldLocks.add(lock);
  try {
    await acquire(lock, subject);
  } catch (error) {
    heldLocks.delete(lock);
    throw error;
  }
  // Release the locks even if the process exits without closing its emulator.
  if (!process.listeners("exit").includes(unlockAll)) process.on("exit", unlockAll);
  return async () => {
    heldLocks.delete(lock);
    await unlink(lock).catch(() => {});
  };
}

async function acquire(lock: string, subject: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createLock(lock, subject)) return;
    const holder = await readFile(lock, "utf8").catch(() => "");
    if (await isAlive(Number(holder))) {
      throw new UsageError(
        `The data file ${subject} is in use by another emulator (process ${holder}). Stop it, or delete ${lock} if that process is not an emulator.`,
      );
    }
    await removeStale(lock, holder);
  }
  throw new UsageError(
    `The data file ${subject} is being opened by another emulator. Try again, or use another file.`,
  );
}

/** Creates the lock atomically with its content: an empty lock would look stale. */
async function createLock(lock: string, subject: string): Promise<boolean> {
  const temporary = `${lock}.${process.pid}`;
  try {
    await writeFile(temporary, String(process.pid), { mode: 0o600 });
    await link(temporary, lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new UsageError(
      `Cannot create files in the folder of the data file ${subject} (${code}). Name another file with --data.`,
    );
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** If another emulator has taken over the stale lock in the meantime, restores the new lock. */
async function removeStale(lock: string, holder: string): Promise<void> {
  const removed = `${lock}.${process.pid}.stale`;
  try {
    await rename(lock, removed);
    if ((await readFile(removed, "utf8")) !== holder) await link(removed, lock);
  } catch {
    // The lock is gone or there is a newer one: the next attempt finds out.
  }
  await unlink(removed).catch(() => {});
}

async function isAlive(pid: number): Promise<boolean> {
  // In a restarted container the emulator can have the same process id as before.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    // A zombie process still has its id. Only Linux exposes the state in a file.
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return !/^State:\s+[ZX]/m.test(status);
  } catch (error) {
    // EPERM: a running process of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unlockAll(): void {
  for (const lock of heldLocks) {
    try {
      unlinkSync(lock);
    } catch {
      // It no longer exists.
    }
  }
}
