import { hasModeratorLinks, type Sheet } from "./sheet";
import { whenText } from "./when";

/** A table of GitHub Flavored Markdown, for a wiki or a README. */
export function markdown(sheet: Sheet): string {
  const { project, stack, rooms, timeZone } = sheet;
  if (rooms.length === 0) return escapeMarkdown(`${project}/${stack} has no rooms.`);
  const withHosts = hasModeratorLinks(sheet);
  const header = [
    "Room",
    `Open (${escapeMarkdown(timeZone)})`,
    "Participants",
    ...(withHosts ? ["Moderators"] : []),
  ];
  const rows = rooms.map((room) => [
    escapeMarkdown(room.name),
    escapeMarkdown(whenText(room, timeZone)),
    link(room.participantUrl),
    ...(withHosts ? [link(room.moderatorUrl)] : []),
  ]);
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Escapes every character that has a meaning in Markdown or HTML. */
const escapeMarkdown = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);

function link(url: string | undefined): string {
  if (!url) return "";
  const safe = url.replace(/[\s<>|\\`]/g, encodeURIComponent);
  return /^https?:\/\//i.test(safe) ? `<${safe}>` : escapeMarkdown(url);
}
