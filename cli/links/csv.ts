import { hasModeratorLinks, type Sheet } from "./sheet";
import { sortableTime } from "./when";

/** CSV (RFC 4180) with a header, CRLF and quoted fields, in UTF-8 without a byte order mark. */
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
 * Spreadsheets evaluate cells that start with these characters; a leading apostrophe makes them text. An existing
 * apostrophe is doubled, so both names stay distinct.
 */
const escapeFormula = (text: string): string => (/^'*\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);
