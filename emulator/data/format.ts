import { isObject } from "../json";
import type { StoredRoom } from "../rooms/room";
import type { Change, Snapshot } from "../rooms/store";
import { isTextOrNumber } from "../rooms/validate";
import { UsageError } from "../usage-error";

const format = "pulumi-enablex emulator rooms";
const version = 1;

/**
 * The text of a data file: one JSON object.
 *
 * @param journal the id of its journal; the journal of an earlier data file has another id
 */
export function writeData(snapshot: Snapshot, journal: string): string {
  return `${JSON.stringify({ format, version, journal, ...snapshot })}\n`;
}

/** The first line of a journal, and the lines of changes. Each line is a JSON object. */
export const writeJournal = {
  begin: (journal: string) => `${JSON.stringify({ format, version, journal })}\n`,
  append: (changes: Change[]) => changes.map((change) => `${JSON.stringify(change)}\n`).join(""),
};

/** @throws UsageError if the text is not a data file */
export function readData(file: string, text: string): { journal: string; snapshot: Snapshot } {
  const { journal, made, projects } = readHeader(file, text);
  if (typeof journal !== "string" || !Number.isSafeInteger(made) || !isObject(projects))
    throw damagedFile(file);
  if (!Object.values(projects).every((rooms) => Array.isArray(rooms) && rooms.every(isRoom))) {
    throw damagedFile(file);
  }
  return { journal, snapshot: { made, projects } as Snapshot };
}

/**
 * The changes in a journal, if it belongs to the data file. An incomplete last line is discarded: the
 * emulator was killed while writing it, so no client received a response for it.
 *
 * @throws UsageError if the text is not a journal
 */
export function readJournal(file: string, text: string, journal: string): Change[] {
  if (writeJournal.begin(journal).startsWith(text)) return [];
  const [begin = "", ...lines] = text.split("\n").slice(0, -1);
  if (readHeader(file, begin).journal !== journal) return [];
  return lines.map((line) => {
    const change = parse(line);
    if (!isChange(change)) throw damagedFile(file);
    return change;
  });
}

function readHeader(file: string, text: string): Record<string, unknown> {
  const content = parse(text);
  if (!isObject(content))
    throw invalidFile(`${file} is not a data file of the emulator: it is not JSON, or is incomplete`);
  if (content.format !== format) throw invalidFile(`${file} is not a data file of the emulator`);
  if (content.version !== version)
    throw invalidFile(`${file} was written by another version of the emulator`);
  return content;
}

function damagedFile(file: string): UsageError {
  return invalidFile(`The data file ${file} is damaged: its rooms cannot be read`);
}

function invalidFile(reason: string): UsageError {
  return new UsageError(
    `${reason}. The file was left unchanged. Move it away, or name another file with --data.`,
  );
}

function isChange(value: unknown): value is Change {
  return (
    isObject(value) &&
    typeof value.project === "string" &&
    typeof value.id === "string" &&
    Number.isSafeInteger(value.made) &&
    (value.room === undefined || isRoom(value.room))
  );
}

function isRoom(room: unknown): room is StoredRoom {
  return (
    isObject(room) &&
    /^[0-9a-f]{24}$/.test(String(room.room_id)) &&
    isTextOrNumber(room.name) &&
    isTextOrNumber(room.owner_ref) &&
    isObject(room.settings) &&
    !Number.isNaN(Date.parse(String(room.created))) &&
    Array.isArray(room.users) &&
    room.users.every(isObject)
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
