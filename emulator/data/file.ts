import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  access,
  type FileHandle,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { RoomStore } from "../rooms/store";
import { UsageError } from "../usage-error";
import { readData, readJournal, writeData, writeJournal } from "./format";
import { lockFile } from "./lock";

export interface DataFile {
  /**
   * Resolves once all that was true at the call is written. Calls during a write share the next one.
   *
   * @throws what the file system says. All changes that are not saved are then undone, also those of calls that wait.
   */
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
 * @throws UsageError if the file is not one of the emulator's, cannot be read or written, or is in use; it is then left as it is
 */
export async function openDataFile(path: string, rooms: RoomStore): Promise<DataFile> {
  const file = await realName(path);
  const unlock = await lockFile(`${file}.lock`, path);
  try {
    const hasJournal = await load(file, rooms);
    return writer(file, rooms, hasJournal, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Keeps nothing: what is true is saved. */
export function noDataFile(rooms: RoomStore): DataFile {
  return { save: async () => rooms.commit(rooms.takeChanges()), close: async () => {} };
}

/** How many symbolic links may lead to a file, as on Linux. */
const maxLinks = 40;

/**
 * One name for one file: the lock goes by it, and replacing a symbolic link would leave the file that it points to behind.
 * The file need not exist, and the link may have been made before it.
 */
async function realName(path: string): Promise<string> {
  let name = path;
  for (let links = 0; links <= maxLinks; links++) {
    const folder = await realpath(dirname(name)).catch(() => resolve(dirname(name)));
    name = join(folder, basename(name));
    const target = await readlink(name).catch(() => undefined);
    if (target === undefined) return name;
    name = resolve(folder, target);
  }
  throw new UsageError(`The data file ${path} is a symbolic link that leads nowhere (ELOOP).`);
}

/** @returns whether there is a journal that continues the data file */
async function load(file: string, rooms: RoomStore): Promise<boolean> {
  for (const part of [file, journalOf(file)]) await refuseReadOnly(part);
  const text = await read(file);
  const continued = await read(journalOf(file));
  const data = text === undefined ? undefined : readData(file, text);
  // Checked even where there is no data file that it could continue, because it will be written over.
  const changes = readJournal(journalOf(file), continued ?? "", data?.journal ?? "");
  if (data) rooms.restore(data.snapshot, changes);
  return data !== undefined && continued !== undefined;
}

/** The data file is replaced as a whole, which its own permissions would not prevent. The administrator may write what nobody may. */
async function refuseReadOnly(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return;
  const refused = await access(file, constants.W_OK).then(
    () => (found.mode & 0o222) === 0 && "its mode allows nobody to write",
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (!refused) return;
  throw new UsageError(
    `The data file ${file} is read-only (${refused}). Make it writable, or name another with --data.`,
  );
}

/**
 * The data file and its journal on disk always hold what the rooms call saved, and nothing more: a write that failed is taken back.
 *
 * @param hasJournal whether a journal is left from an emulator that was killed
 */
function writer(file: string, rooms: RoomStore, hasJournal: boolean, unlock: () => Promise<void>): DataFile {
  let journal: Journal | undefined;
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  let closed = false;

  function save(): Promise<void> {
    if (closed) return Promise.reject(new Error("the emulator is closed"));
    // The write under way may have been cut from the rooms before this change. If it fails, this change goes with it.
    next ??= current.then(() => {
      next = undefined;
      return write();
    });
    current = next;
    return current;
  }

  async function write(): Promise<void> {
    if (!rooms.hasChanges) return;
    try {
      if (journal && journal.size <= journal.largest) await append(journal);
      else await fold();
    } catch (error) {
      rooms.rollBack();
      next = undefined;
      current = Promise.resolve();
      throw error;
    }
  }

  async function append(to: Journal): Promise<void> {
    const changes = rooms.takeChanges();
    const lines = Buffer.from(writeJournal.append(changes));
    try {
      await to.handle.appendFile(lines);
    } catch (error) {
      // A part of it may have been written. If it stays, the next write folds, which leaves this journal without effect.
      await to.handle.truncate(to.size).catch(leaveJournal);
      throw error;
    }
    to.size += lines.length;
    rooms.commit(changes);
  }

  /** Writes all rooms to the data file, and an empty journal beside it. */
  async function fold(): Promise<void> {
    const name = randomUUID();
    const size = await writeAll(name);
    await leaveJournal();
    // The changes are saved, whatever comes of the journal; without one, the next write folds again.
    journal = await beginJournal(name, size).catch(() => undefined);
  }

  async function writeAll(name: string): Promise<number> {
    const changes = rooms.takeChanges();
    const text = Buffer.from(writeData(rooms.snapshot(), name));
    await replace(file, text);
    rooms.commit(changes);
    return text.length;
  }

  async function beginJournal(name: string, dataSize: number): Promise<Journal> {
    const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;
    const handle = await open(journalOf(file), O_APPEND | O_CREAT | O_TRUNC | O_WRONLY, 0o600);
    hasJournal = true;
    const begin = Buffer.from(writeJournal.begin(name));
    try {
      await handle.appendFile(begin);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { handle, size: begin.length, largest: Math.max(smallestFold, dataSize) };
  }

  async function leaveJournal(): Promise<void> {
    const left = journal;
    journal = undefined;
    await left?.handle.close().catch(() => {});
  }

  async function close(): Promise<void> {
    if (closed) return;
    const last = save();
    closed = true;
    await last.catch(() => {});
    await leaveJournal();
    // If that fails, the journal stays and counts the next time.
    if (hasJournal) {
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
  /** Bytes of whole lines. */
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

async function replace(file: string, text: Buffer): Promise<void> {
  const beside = `${file}.new`;
  try {
    // The rooms' data may be private: only the owner reads it.
    await withHandle(beside, "w", async (handle) => {
      await handle.writeFile(text);
      await handle.sync();
    });
    await rename(beside, file);
  } catch (error) {
    // A part of it would only take the room that is missing.
    await unlink(beside).catch(() => {});
    throw error;
  }
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
