import { randomUUID } from "node:crypto";
import { type FileHandle, open, readFile, realpath, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readData, readJournal, writeData, writeJournal } from "./data-format";
import { lockFile } from "./lock-file";
import type { RoomBook } from "./room-book";
import { UsageError } from "./usage-error";

export interface DataFile {
  /** Resolves once all that was true at the call is written. Calls during a write share the next one. */
  save(): Promise<void>;
  /** Waits for the writes under way and gives the file back. */
  close(): Promise<void>;
}

/** A journal is folded into the data file when it is as large, but not below this many bytes. */
const smallestFold = 1024 * 1024;

/**
 * Keeps the rooms in a file, for this emulator alone, and reads those that are in it.
 *
 * The data file holds all rooms. Changes go to the end of a journal beside it, so that a change costs the same however many rooms there are, and are
 * folded into the data file now and then and at the end. A kill at any moment loses nothing that was saved: the data file is replaced as a whole, and a
 * journal whose last line is cut off is read up to there.
 *
 * @throws UsageError if the file is not one of the emulator's, cannot be read, or is in use; it is then left as it is
 */
export async function openDataFile(path: string, rooms: RoomBook): Promise<DataFile> {
  const file = await realName(path);
  const unlock = await lockFile(`${file}.lock`, path);
  try {
    const unfolded = await load(file, rooms);
    return writer(file, rooms, unfolded, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Keeps nothing. */
export function noDataFile(): DataFile {
  return { save: async () => {}, close: async () => {} };
}

/** One name for one file: the lock goes by it, and replacing a symbolic link would leave the file that it points to behind. */
async function realName(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}

/** @returns whether a journal was left that is not folded into the data file */
async function load(file: string, rooms: RoomBook): Promise<boolean> {
  const text = await read(file);
  const continued = await read(journalOf(file));
  const data = text === undefined ? undefined : readData(file, text);
  // Checked even where there is no data file that it could continue, because it will be written over.
  const changes = readJournal(journalOf(file), continued ?? "", data?.journal ?? "");
  if (data) rooms.restore(data.snapshot, changes);
  return data !== undefined && continued !== undefined;
}

function writer(file: string, rooms: RoomBook, unfolded: boolean, unlock: () => Promise<void>): DataFile {
  let journal: Journal | undefined;
  /** The data file and the journal of this run do not hold everything: one is left from a killed emulator, or a write failed. */
  let behind = unfolded;
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  let closed = false;

  function save(): Promise<void> {
    if (closed) return Promise.reject(new Error("the emulator is closed"));
    // The write under way may have been cut from the rooms before this change.
    next ??= current
      .catch(() => {})
      .then(() => {
        next = undefined;
        return write();
      });
    current = next;
    return current;
  }

  async function write(): Promise<void> {
    if (!rooms.hasChanges && !behind) return;
    const fold = !journal || behind || journal.size > journal.largest;
    // What is left of a failed write is no good place to go on from: the next one folds.
    behind = true;
    if (fold) await begin();
    else await append();
    behind = false;
  }

  async function append(): Promise<void> {
    const text = writeJournal.append(rooms.takeChanges());
    journal!.size += text.length;
    await journal!.handle.writeFile(text);
  }

  /** Writes all rooms to the data file, and an empty journal beside it. */
  async function begin(): Promise<void> {
    await journal?.handle.close();
    journal = undefined;
    const name = randomUUID();
    const size = await writeAll(name);
    const handle = await open(journalOf(file), "w", 0o600);
    journal = { handle, size: 0, largest: Math.max(smallestFold, size) };
    await handle.writeFile(writeJournal.begin(name));
  }

  async function writeAll(name: string): Promise<number> {
    rooms.takeChanges();
    const text = writeData(rooms.snapshot(), name);
    await replace(file, text);
    return text.length;
  }

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await current.catch(() => {});
    await journal?.handle.close();
    // Failing that, the journal stays and counts the next time.
    if (journal || behind) {
      await writeAll(randomUUID())
        .then(() => unlink(journalOf(file)))
        .catch(() => {});
    }
    await unlock();
  }

  return { save, close };
}

interface Journal {
  handle: FileHandle;
  /** Bytes, roughly. */
  size: number;
  /** The size at which it is folded. */
  largest: number;
}

function journalOf(file: string): string {
  return `${file}.journal`;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new UsageError(`The data file ${file} cannot be read (${code}).`);
  }
}

async function replace(file: string, text: string): Promise<void> {
  const beside = `${file}.new`;
  // The rooms' data may be private: only the owner reads it.
  await withHandle(beside, "w", async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(beside, file);
  // Makes the rename itself last through a power cut; not every system lets a folder be opened.
  await withHandle(dirname(file), "r", (folder) => folder.sync()).catch(() => {});
}

async function withHandle(
  path: string,
  flags: string,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
