import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Sheet, SheetRoom } from "./sheet";

/**
 * The scheduled rooms as calendar events, as RFC 5545 describes them. Times are in UTC, which needs no description of
 * a time zone. A room keeps the UID of its event, so that a later file moves the event and makes no second one.
 *
 * @returns `undefined` where no room has a time that can be read: a calendar must have a part
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
      // Where calendars show a link to press: some here, some there.
      location: room.participantUrl,
      url: asUri(room.participantUrl),
      status: ICalEventStatus.CONFIRMED,
    });
  }
  return made.toString();
}

/** Which events a calendar lacks, in a line; `undefined` where it lacks none. */
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

/** The library escapes texts and addresses alike, and an address must not be escaped. */
const asUri = (url: string): string => url.replace(/[,;\\]/g, encodeURIComponent);
