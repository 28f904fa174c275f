import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Sheet, SheetRoom } from "./sheet";

/**
 * The scheduled rooms as calendar events (RFC 5545). Times are in UTC, which needs no time zone definition. A room
 * keeps its event's UID, so a later file updates the event instead of adding a second one.
 *
 * @returns `undefined` if no room has a readable time: a calendar must not be empty
 */
export function calendar({ project, stack, rooms, now }: Sheet): string | undefined {
  const scheduled = rooms.filter((room): room is Scheduled => room.meeting !== undefined);
  if (scheduled.length === 0) return undefined;
  const made = ical({
    name: `${project}/${stack}`,
    prodId: { company: "pulumi-enablex", product: "links", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const room of scheduled) {
    made.createEvent({
      id: `${room.roomId}@pulumi-enablex`,
      stamp: now,
      start: room.meeting.start,
      end: room.meeting.end,
      sequence: room.revision,
      lastModified: room.modified,
      summary: room.name,
      description: description(room),
      // Calendars show the link in one place or the other.
      location: room.participantUrl,
      url: asUri(room.participantUrl),
      status: ICalEventStatus.CONFIRMED,
    });
  }
  return made.toString();
}

/** Says which events are missing; `undefined` if none are. */
export function missingEvents({ project, stack, rooms }: Sheet): string | undefined {
  const secret = rooms.filter(({ hasSecretTime }) => hasSecretTime).length;
  if (secret === 1) return "The time of 1 scheduled room is a secret. Use --moderator to read it.";
  if (secret > 1) return `The times of ${secret} scheduled rooms are secrets. Use --moderator to read them.`;
  if (rooms.some(({ meeting }) => meeting)) return undefined;
  return `No room of ${project}/${stack} is scheduled, so the calendar has no events.`;
}

type Scheduled = SheetRoom & { meeting: NonNullable<SheetRoom["meeting"]> };

function description({ description, participantUrl, moderatorUrl }: SheetRoom): string {
  const parts = [description, `Join: ${participantUrl}`, moderatorUrl && `Moderators join: ${moderatorUrl}`];
  return parts.filter(Boolean).join("\n\n");
}

/** The library escapes URLs like text, which would break them. */
const asUri = (url: string): string => url.replace(/[,;\\]/g, encodeURIComponent);
