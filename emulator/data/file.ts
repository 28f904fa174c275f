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
   * Resolves when all changes before the call are written. Calls during a write share the next write.
   *
   * @throws the file system's error. All unsaved changes are then reverted, even those of waiting calls.
   */
  save(): Promise<void>;
  /** Waits for pending writes and releases the file. */
  close(): Promise<void>;
}

/** A journal is merged into the data file when it is as large as that file and at least this many bytes. */
const minCompactionBytes = 1024 * 1024;

/**
 * Stores the rooms in a file, for this emulator only, and reads the rooms in it.
 *
 * The data file contains all rooms. Changes are appended to a journal next to it, so a change costs the same
 * with any number of rooms. The journal is merged into the data file occasionally and at the end. A kill at
 * any time loses nothing that was saved: the data file is replaced atomically, and an incomplete last line of
 * the journal is ignored.
 *
 * @throws UsageError if the file is not the emulator's, is in use, or cannot be read or written; it is left
 *   unchanged
 */
export async function openDataFile(path: string, rooms: RoomStore): Promise<DataFile> {
  const file = await resolveLinks(path);
  const unlock = await lockFile(`${file}.lock`, path);
  try {
    const hasJournal = await load(file, rooms);
    return writer(file, rooms, hasJournal, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Without a data file: every change counts as saved. */
export function noDataFile(rooms: RoomStore): DataFile {
  return { save: async () => rooms.commit(rooms.takeChanges()), close: async () => {} };
}

/** Maximum number of symbolic links to follow, as on Linux. */
const maxLinks = 40;

/**
 * Resolves symbolic links: the lock needs a unique name for a file, and writing to the link itself would
 * replace it. The file need not exist yet.
 */
async function resolveLinks(path: string): Promise<string> {
  let name = path;
  for (let links = 0; links <= maxLinks; links++) {
    const folder = await realpath(dirname(name)).catch(() => resolve(dirname(name)));
    name = join(folder, basename(name));
    const target = await readlink(name).catch(() => undefined);
    if (target === undefined) return name;
    name = resolve(folder, target);
  }
  throw new UsageError(
    `The data file ${path} is a symbolic link that never ends at a file (ELOOP). Name another file with --data.`,
  );
}

/** @returns whether there is a journal that continues the data file */
async function load(file: string, rooms: RoomStore): Promise<boolean> {
  for (const part of [file, journalPath(file)]) await requireWritable(part);
  const text = await read(file);
  const continued = await read(journalPath(file));
  const data = text === undefined ? undefined : readData(file, text);
  // Check the journal even without a data file, because it will be overwritten.
  const changes = readJournal(journalPath(file), continued ?? "", data?.journal ?? "");
  if (data) rooms.restore(data.snapshot, changes);
  return data !== undefined && continued !== undefined;
}

/** Checks permissions explicitly: they do not prevent replacing the file, and root may write to any file. */
async function requireWritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return;
  const problem = await access(file, constants.W_OK).then(
    () => (found.mode & 0o222) === 0 && "its mode allows no writing",
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (!problem) return;
  throw new UsageError(
    `The data file ${file} is read-only (${problem}). Make it writable, or name another file with --data.`,
  );
}

/**
 * Writes changes. The data file and its journal always contain exactly the saved rooms: a failed write is
 * reverted.
 *
 * @param hasJournal whether a killed emulator left a journal
 */
function writer(file: string, rooms: RoomStore, hasJournal: boolean, unlock: () => Promise<void>): DataFile {
  let journal: Journal | undefined;
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  let closed = false;

  function save(): Promise<void> {
    if (closed) return Promise.reject(new Error("the emulator is closed"));
    // The current write may not include this change. If that write fails, this change is reverted too.
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
      if (journal && journal.size <= journal.compactAt) await append(journal);
      else await compact();
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
      // Part of the lines may have been written. If truncating fails, the next write starts a new journal.
      await to.handle.truncate(to.size).catch(closeJournal);
      throw error;
    }
    to.size += lines.length;
    rooms.commit(changes);
  }

  /** Writes all rooms to the data file and starts an empty journal. */
  async function compact(): Promise<void> {
    const name = randomUUID();
    const size = await writeAll(name);
    await closeJournal();
    // The changes are saved even if this fails; without a journal, the next write writes all rooms again.
    journal = await beginJournal(name, size).catch(() => undefined);
  }

  async function writeAll(name: string): Promise<number> {
    const changes = rooms.takeChanges();
    const text = Buffer.from(writeData(rooms.snapshot(), name));
    await replaceFile(file, text);
    rooms.commit(changes);
    return text.length;
  }

  async function beginJournal(name: string, dataSize: number): Promise<Journal> {
    const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;
    const handle = await open(journalPath(file), O_APPEND | O_CREAT | O_TRUNC | O_WRONLY, 0o600);
    hasJournal = true;
    const begin = Buffer.from(writeJournal.begin(name));
    try {
      await handle.appendFile(begin);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { handle, size: begin.length, compactAt: Math.max(minCompactionBytes, dataSize) };
  }

  async function closeJournal(): Promise<void> {
    const left = journal;
    journal = undefined;
    await left?.handle.close().catch(() => {});
  }

  async function close(): Promise<void> {
    if (closed) return;
    const last = save();
    closed = true;
    await last.catch(() => {});
    await closeJournal();
    // If this fails, the journal stays and is read at the next start.
    if (hasJournal) {
      await writeAll(randomUUID())
        .then(() => unlink(journalPath(file)))
        .catch(() => {});
    }
    await unlock();
  }

  return { save, close };
}

interface Journal {
  handle: FileHandle;
  /** Bytes of complete lines. */
  size: number;
  /** The size at which it is merged into the data file. */
  compactAt: number;
}

function journalPath(file: string): string {
  return `${file}.journal`;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new UsageError(`The data file ${file} cannot be read (${code}). Name another file with --data.`);
  }
}

async function replaceFile(file: string, text: Buffer): Promise<void> {
  const temporary = `${file}.new`;
  try {
    // The data of rooms may be private: only the owner may read the file.
    await withHandle(temporary, "w", async (handle) => {
      await handle.writeFile(text);
      await handle.sync();
    });
    await rename(temporary, file);
  } catch (error) {
    // Delete the incomplete file to free its space.
    await unlink(temporary).catch(() => {});
    throw error;
  }
  // Makes the rename survive a power failure. Not every system can open a folder.
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
