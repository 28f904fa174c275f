import { hasModeratorLinks, type Sheet } from "./sheet";
import { whenText } from "./when";

/** A table for the terminal, aligned by display width. */
export function table(sheet: Sheet): string {
  const { project, stack, rooms, timeZone } = sheet;
  if (rooms.length === 0) return `${project}/${stack} has no rooms.`;
  const header = ["room", `open (${timeZone})`, "participants join at", "moderators join at"];
  const rows = rooms.map((room) => [
    room.name,
    whenText(room, timeZone),
    room.participantUrl,
    room.moderatorUrl ?? "",
  ]);
  const columns = hasModeratorLinks(sheet) ? 4 : 3;
  const cells = [header, ...rows].map((row) => row.slice(0, columns));
  const widths = header
    .slice(0, columns)
    .map((_, i) => Math.max(...cells.map((row) => displayWidth(row[i]!))));
  const rule = widths.map((width) => "─".repeat(width));
  return [cells[0]!, rule, ...cells.slice(1)]
    .map((row) =>
      row
        .map((cell, i) => cell + " ".repeat(widths[i]! - displayWidth(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const segmenter = new Intl.Segmenter();

/** Terminal columns of a text: East Asian letters and emoji take two, accents none. */
function displayWidth(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
