import { type FileHandle, open, readFile, realpath, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { lockFile } from "./lock-file";
import type { StoredRoom } from "./room";
import { UsageError } from "./usage-error";

/** All that outlives the process. */
export interface Snapshot {
  /** How many rooms were ever made, so that no id comes twice. */
  made: number;
  /** App ID → its rooms. */
  projects: Record<string, StoredRoom[]>;
}

export interface DataFile {
  /** What stood in the file when it was opened; nothing for a new one. */
  readonly loaded: Snapshot | undefined;
  /** Resolves once all that was true at the call is on disk. Calls during a write share the next one. */
  save(): Promise<void>;
  /** Waits for the writes under way and gives the file back. */
  close(): Promise<void>;
}

const format = "pulumi-enablex emulator rooms";
const version = 1;

/**
 * Reads the data file, if there is one, and keeps it for this emulator alone. It is written as a whole into a file beside it that then takes
 * its place, so that a kill at any moment leaves either the old or the new text.
 *
 * @param snapshot what to write
 * @throws UsageError if the file is not one of the emulator's, cannot be read, or is in use; it is then left as it is
 */
export async function openDataFile(path: string, snapshot: () => Snapshot): Promise<DataFile> {
  // Replacing a symbolic link would leave the file that it points to behind.
  const file = await realpath(path).catch(() => path);
  const unlock = await lockFile(`${file}.lock`, path);
  try {
    const loaded = await load(file);
    return { loaded, ...writer(file, snapshot, unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Keeps nothing. */
export function noDataFile(): DataFile {
  return { loaded: undefined, save: async () => {}, close: async () => {} };
}

function writer(file: string, snapshot: () => Snapshot, unlock: () => Promise<void>) {
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
        return replace(file, `${JSON.stringify({ format, version, ...snapshot() })}\n`);
      });
    const saved = next;
    current = saved;
    return saved;
  }

  async function close(): Promise<void> {
    closed = true;
    await current.catch(() => {});
    await unlock();
  }

  return { save, close };
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

async function load(file: string): Promise<Snapshot | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`The data file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return parse(file, text);
}

function parse(file: string, text: string): Snapshot {
  const remedy = "It was left as it is; move it away or name another file with --data.";
  let content: Partial<Snapshot> & { format?: unknown; version?: unknown };
  try {
    content = JSON.parse(text) ?? {};
  } catch {
    throw new UsageError(`${file} is not a data file of the emulator: it is not JSON. ${remedy}`);
  }
  if (content.format !== format) {
    throw new UsageError(`${file} is not a data file of the emulator. ${remedy}`);
  }
  if (content.version !== version) {
    throw new UsageError(`${file} was written by another version of the emulator. ${remedy}`);
  }
  if (!isSnapshot(content)) {
    throw new UsageError(`The data file ${file} is damaged: its rooms cannot be read. ${remedy}`);
  }
  return { made: content.made, projects: content.projects };
}

function isSnapshot(content: Partial<Snapshot>): content is Snapshot {
  const { made, projects } = content;
  return Number.isSafeInteger(made) && isObject(projects) && Object.values(projects).every(isRooms);
}

function isRooms(rooms: unknown): boolean {
  return (
    Array.isArray(rooms) &&
    rooms.every(
      (room) =>
        isObject(room) &&
        /^[0-9a-f]{24}$/.test(String(room.room_id)) &&
        typeof room.name === "string" &&
        typeof room.owner_ref === "string" &&
        isObject(room.settings) &&
        !Number.isNaN(Date.parse(String(room.created))) &&
        Array.isArray(room.users) &&
        room.users.every(isObject),
    )
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
