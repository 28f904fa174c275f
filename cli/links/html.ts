import { counted } from "../counted";
import { style } from "./html-style";
import { qrCode } from "./qr-code";
import { hasModeratorLinks, type Sheet, type SheetRoom } from "./sheet";
import { meetingTimes } from "./when";

/**
 * A page to print or send, with a card and QR code for each room, without other files or scripts. Moderator links are
 * on a separate page, so they are not pinned to a door by mistake.
 */
export function html(sheet: Sheet): string {
  const { project, stack, rooms, timeZone, now } = sheet;
  const title = `Meeting rooms of ${project}/${stack}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="stack">${escapeHtml(project)} / ${escapeHtml(stack)}</p>
<h1>Meeting rooms</h1>
<p class="facts">${facts(sheet)}</p>
</header>
<main>
${section(rooms.map((room) => card(room, timeZone, "participant", room.participantUrl)))}
${hasModeratorLinks(sheet) ? moderators(sheet) : ""}</main>
<footer>As of <time datetime="${now.toISOString()}">${escapeHtml(dayText(now, timeZone))}</time>.</footer>
</body>
</html>`;
}

function facts({ rooms }: Sheet): string {
  if (rooms.length === 0) return "This stack has no rooms.";
  return `${counted(rooms.length, "room")} · to join, scan the code or open the link`;
}

const section = (cards: string[]): string =>
  cards.length === 0 ? "" : `<ul class="rooms">\n${cards.join("\n")}\n</ul>`;

function moderators({ rooms, timeZone }: Sheet): string {
  const cards = rooms
    .filter(({ moderatorUrl }) => moderatorUrl)
    .map((room) => card(room, timeZone, "moderator", room.moderatorUrl!));
  return `<section class="moderators">
<h2>For moderators only</h2>
<p class="warning"><strong>Protect these links like passwords.</strong> Anyone who opens one can host the meeting: let people in, mute and remove them, record, and end it.</p>
${section(cards)}
</section>
`;
}

function card(room: SheetRoom, timeZone: string, role: "participant" | "moderator", url: string): string {
  const name = escapeHtml(room.name);
  const label = `QR code: join ${name} as ${role}`;
  const text = room.description ? `\n<p class="text" dir="auto">${escapeHtml(room.description)}</p>` : "";
  const heading = role === "moderator" ? "h3" : "h2";
  // The card must be clear when cut out of the sheet.
  const seats = role === "moderator" ? "For moderators only" : capacityText(room.participants);
  return `<li class="room">
${qrCode(url, label)}
<div class="about">
<${heading} class="name" dir="auto">${name}</${heading}>
<p class="when">${when(room, timeZone)}</p>${text}${seats ? `\n<p class="seats">${seats}</p>` : ""}
<p class="link">${anchor(url)}</p>
</div>
</li>`;
}

const capacityText = (participants: number | undefined): string =>
  participants ? `Up to ${counted(participants, "participant")}` : "";

function when({ kind, meeting }: SheetRoom, timeZone: string): string {
  if (!meeting) return `<span>${textWithoutTime[kind]}</span>`;
  const { day, from, to } = meetingTimes(meeting, timeZone);
  return `<time datetime="${meeting.start.toISOString()}"><strong>${day}</strong> ${from} – ${to}</time> <span>${escapeHtml(timeZone)}</span>`;
}

const textWithoutTime = {
  permanent: "Open at any time",
  adhoc: "Open for a single call",
  scheduled: "Time unknown",
} as const;

/** Omits the scheme, which is shorter to type; wraps after a slash rather than inside a room id. */
function anchor(url: string): string {
  if (!/^https?:\/\//i.test(url)) return escapeHtml(url);
  const parts = url.replace(/^https:\/\//i, "").split(/(?<=[^/:]\/)/);
  return `<a href="${escapeHtml(url)}">${parts.map(escapeHtml).join("<wbr>")}</a>`;
}

function dayText(now: Date, timeZone: string): string {
  const { day, from } = meetingTimes({ start: now, end: now }, timeZone);
  return `${day}, ${from} (${timeZone})`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
