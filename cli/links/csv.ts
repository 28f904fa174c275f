import { hasModeratorLinks, type Sheet } from "./sheet";
import { sortableTime } from "./when";

/** Comma-separated values as RFC 4180 describes them: a header, CRLF, every field quoted. UTF-8 without a mark. */
export function csv(sheet: Sheet): string {
  const { rooms, timeZone } = sheet;
  const withHosts = hasModeratorLinks(sheet);
  const header = ["room", "kind", "start", "end", "timeZone", "participants", "participantUrl"];
  const rows = rooms.map((room) => [
    room.name,
    room.kind,
    ...(room.meeting
      ? [sortableTime(room.meeting.start, timeZone), sortableTime(room.meeting.end, timeZone), timeZone]
      : ["", "", ""]),
    String(room.participants ?? ""),
    room.participantUrl,
    ...(withHosts ? [room.moderatorUrl ?? ""] : []),
    room.roomId,
  ]);
  return [[...header, ...(withHosts ? ["moderatorUrl"] : []), "roomId"], ...rows]
    .map((row) => row.map(field).join(","))
    .join("\r\n");
}

const field = (text: string): string => `"${escapeFormula(text).replaceAll('"', '""')}"`;

/**
 * Spreadsheets compute a cell that starts with such a sign; an apostrophe before it makes it text. One that is there
 * already gets a second one, so that the name can be told from the other.
 */
const escapeFormula = (text: string): string => (/^'*\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);
