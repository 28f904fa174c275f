import type { Role, StoredRoom } from "../rooms/room";
import { minutesAfter, scheduledWindow } from "../rooms/room";
import { joinError } from "../rooms/room-rules";
import type { Service } from "../service";

/** The state of a meeting, which its page keeps up to date. */
export interface MeetingView {
  /** Milliseconds since 1970 on the emulator's clock. */
  now: number;
  /** Whether someone with the page's role can join now: yes, not yet, no longer, or no free seat. */
  entry: "open" | "early" | "over" | "full";
  /** Whether someone who joins must wait for a moderator. */
  waits: boolean;
  /** Whether the page's own client is still in the room. */
  inside: boolean;
  times: MeetingTimes;
  seats: { participant: Seats; moderator: Seats };
  people: { name: string; role: Role; you: boolean }[];
}

export interface Seats {
  taken: number;
  /** `undefined` if there is no limit. */
  total?: number;
}

/** When a room can be used, if known. */
export interface MeetingTimes {
  opens?: Date;
  starts?: Date;
  ends?: Date;
}

/** @param clientId the page's own client, if it has joined */
export function meetingView(service: Service, room: StoredRoom, role: Role, clientId?: string): MeetingView {
  const now = service.clock.now();
  return {
    now: now.getTime(),
    entry: entries[joinError(room, role, now)?.result ?? 0] ?? "open",
    waits: role !== "moderator" && waitsForModerator(room),
    inside: room.users.some((user) => user.clientId === clientId),
    times: meetingTimes(room, service),
    seats: { participant: seats(room, "participant"), moderator: seats(room, "moderator") },
    people: room.users.map((user) => ({
      name: isBlank(user.name) ? "Guest" : user.name,
      role: user.role,
      you: user.clientId === clientId,
    })),
  };
}

/** The name of a room as pages show it. */
export function titleOf({ name }: StoredRoom): string {
  return isBlank(String(name)) ? "Room without a name" : String(name);
}

/** Whether a text has no visible character. */
export function isBlank(text: string): boolean {
  return !/[^\p{C}\p{Z}]/u.test(text);
}

export function meetingTimes(room: StoredRoom, { behaviour }: Service): MeetingTimes {
  const window = scheduledWindow(room);
  if (window) return { opens: window.opens, starts: window.start, ends: window.end };
  const { adhoc, duration } = room.settings;
  if (adhoc !== true || !room.firstSession || !duration || behaviour.adhocDuration === "ignored") return {};
  return { ends: minutesAfter(new Date(room.firstSession), Number(duration)) };
}

export function kindOf({ settings }: StoredRoom): "permanent" | "scheduled" | "adhoc" {
  return settings.scheduled === true ? "scheduled" : settings.adhoc === true ? "adhoc" : "permanent";
}

/** Whether participants must wait in the lobby now. The setting has two spellings. */
export function waitsForModerator({ settings, users }: StoredRoom): boolean {
  const waits = settings.wait_for_moderator === true || settings.wait_moderator === true;
  return waits && !users.some(({ role }) => role === "moderator");
}

function seats({ settings, users }: StoredRoom, role: "participant" | "moderator"): Seats {
  const total = role === "moderator" ? settings.moderators || 1 : settings.participants;
  return {
    taken: users.filter((user) => user.role === role).length,
    ...(total !== undefined && { total: Number(total) }),
  };
}

const entries: Record<number, MeetingView["entry"]> = {
  10111: "over",
  10112: "over",
  10113: "early",
  10114: "full",
};
