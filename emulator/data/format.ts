import type { StoredRoom } from "../rooms/room";
import type { Change, Snapshot } from "../rooms/store";
import { isTextOrNumber } from "../rooms/validate";
import { UsageError } from "../usage-error";

const format = "pulumi-enablex emulator rooms";
const version = 1;

/**
 * The text of a data file: one JSON object.
 *
 * @param journal names the journal that continues it; one left over from an earlier data file has another name
 */
export function writeData(snapshot: Snapshot, journal: string): string {
  return `${JSON.stringify({ format, version, journal, ...snapshot })}\n`;
}

/** The text that begins a journal, and that of changes to append. Each line is one JSON object. */
export const writeJournal = {
  begin: (journal: string) => `${JSON.stringify({ format, version, journal })}\n`,
  append: (changes: Change[]) => changes.map((change) => `${JSON.stringify(change)}\n`).join(""),
};

/** @throws UsageError if the text is not that of a data file */
export function readData(file: string, text: string): { journal: string; snapshot: Snapshot } {
  const { journal, made, projects } = readHeader(file, text);
  if (typeof journal !== "string" || !Number.isSafeInteger(made) || !isObject(projects)) throw damaged(file);
  if (!Object.values(projects).every((rooms) => Array.isArray(rooms) && rooms.every(isRoom))) {
    throw damaged(file);
  }
  return { journal, snapshot: { made, projects } as Snapshot };
}

/**
 * The changes in a journal, if it continues that data file. A last line that is cut off was being written when the emulator was killed; nobody had got
 * an answer for it yet, so it does not count.
 *
 * @throws UsageError if the text is not that of a journal
 */
export function readJournal(file: string, text: string, journal: string): Change[] {
  if (writeJournal.begin(journal).startsWith(text)) return [];
  const [begin = "", ...lines] = text.split("\n").slice(0, -1);
  if (readHeader(file, begin).journal !== journal) return [];
  return lines.map((line) => {
    const change = parse(line);
    if (!isChange(change)) throw damaged(file);
    return change;
  });
}

function readHeader(file: string, text: string): Record<string, unknown> {
  const content = parse(text);
  if (!isObject(content))
    throw unfit(`${file} is not a data file of the emulator: it is not JSON, or cut off`);
  if (content.format !== format) throw unfit(`${file} is not a data file of the emulator`);
  if (content.version !== version) throw unfit(`${file} was written by another version of the emulator`);
  return content;
}

function damaged(file: string): UsageError {
  return unfit(`The data file ${file} is damaged: its rooms cannot be read`);
}

function unfit(reason: string): UsageError {
  return new UsageError(`${reason}. It was left as it is; move it away or name another file with --data.`);
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
