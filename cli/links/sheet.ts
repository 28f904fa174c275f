import { parseInstant } from "../../provider/room/instant";
import { decrypted, isEncrypted, isRoomSet, roomsInState, type StateRoom } from "../pulumi/rooms";
import { isSecret, nameOf, type StateResource } from "../pulumi/state";

export interface Sheet {
  project: string;
  stack: string;
  rooms: SheetRoom[];
  /** A name from the time zone database. */
  timeZone: string;
  /** When the sheet was created. */
  now: Date;
}

/** Whether the sheet holds moderator links. */
export const hasModeratorLinks = ({ rooms }: Sheet): boolean =>
  rooms.some(({ moderatorUrl }) => moderatorUrl !== undefined);

/** A room as invited people need it. Texts contain no control characters. */
export interface SheetRoom {
  roomId: string;
  name: string;
  kind: "permanent" | "scheduled" | "adhoc";
  description?: string;
  /** Maximum number of participants. */
  participants?: number;
  participantUrl: string;
  /** Only if the state was read with its secrets. */
  moderatorUrl?: string;
  /** Time of a scheduled room, if readable. */
  meeting?: { start: Date; end: Date };
  /** Whether the time of a scheduled room is an encrypted secret. */
  hasSecretTime?: boolean;
  /** Seconds from the resource's first to its last change: grows with every change. */
  revision: number;
  modified?: Date;
}

/**
 * The rooms of a stack: scheduled ones by time, then the others by name.
 *
 * @throws Error if a link or the rooms of a set are an encrypted secret
 */
export function sheetRooms(resources: StateResource[]): SheetRoom[] {
  return roomsInState(resources.filter((each) => !each.delete && !each.pendingReplacement))
    .map(sheetRoom)
    .sort((a, b) => startOf(a) - startOf(b) || byName.compare(a.name, b.name));
}

function sheetRoom({ resource, key, roomId = "", outputs }: StateRoom): SheetRoom {
  if (isRoomSet(resource) && key === undefined) {
    throw new Error(
      `All rooms of the set ${line(nameOf(resource))} are one secret. Run this with --moderator, which reads secrets.`,
    );
  }
  const room = withoutEncrypted(outputs) as Record<string, unknown>;
  const name = line(room.name) || line(key ?? nameOf(resource));
  const participantUrl = text(room.participantUrl);
  if (!participantUrl) {
    throw new Error(
      `The state has no readable participant link of ${name}. Run pulumi up. If this does not help, the link is a secret: run this with --moderator, which reads secrets.`,
    );
  }
  const start = parseInstant(text(room.scheduledTime) ?? "");
  const minutes = Number(room.durationMinutes);
  const [created, modified] = [resource.created, resource.modified].map((time) => Date.parse(time ?? ""));
  return {
    roomId,
    name,
    kind: room.kind === "scheduled" || room.kind === "adhoc" ? room.kind : "permanent",
    description: paragraph(room.description) || undefined,
    participants: Number(room.participants) || undefined,
    participantUrl: line(participantUrl),
    moderatorUrl: text(room.moderatorUrl) && line(room.moderatorUrl),
    meeting:
      room.kind === "scheduled" && start !== undefined && minutes > 0
        ? { start: new Date(start * 1000), end: new Date((start + minutes * 60) * 1000) }
        : undefined,
    hasSecretTime:
      room.kind === "scheduled" && [outputs.scheduledTime, outputs.durationMinutes].some(isEncrypted),
    revision: Math.max(0, Math.floor((modified! - created!) / 1000)) || 0,
    modified: Number.isNaN(modified) ? undefined : new Date(modified!),
  };
}

/** Replaces decrypted secrets with their values, and removes encrypted ones. */
function withoutEncrypted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEncrypted);
  if (typeof value !== "object" || value === null || isSecret(value)) return decrypted(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutEncrypted(part)]));
}

const startOf = ({ meeting }: SheetRoom): number => meeting?.start.getTime() ?? Number.MAX_SAFE_INTEGER;

/** `class 2` comes before `class 10`. */
const byName = new Intl.Collator("en", { numeric: true });

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** One line of well-formed Unicode, safe for terminals, calendars and pages. */
const line = (value: unknown): string => paragraph(value).replace(/\s+/g, " ").trim();

function paragraph(value: unknown): string {
  return (
    Buffer.from(text(value) ?? "")
      .toString()
      .replace(/\r\n?/g, "\n")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, " ")
      .trim()
  );
}
