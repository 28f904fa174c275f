import type { Role, StoredRoom } from "../rooms/room";
import { minutesAfter, scheduledWindow } from "../rooms/room";
import { entryError } from "../rooms/room-rules";
import type { Service } from "../service";

/** What changes about a meeting while its page is open. */
export interface MeetingView {
  /** Milliseconds since 1970 on the emulator's clock. */
  now: number;
  /** Whether someone of the page's role can enter now: yes, not yet, not any more, or no seat is free. */
  entry: "open" | "early" | "over" | "full";
  /** Someone who enters has to wait for a moderator. */
  waits: boolean;
  /** Whether the page's own stay goes on. */
  inside: boolean;
  times: MeetingTimes;
  seats: { participant: Seats; moderator: Seats };
  people: { name: string; role: Role; you: boolean }[];
}

export interface Seats {
  taken: number;
  /** Nothing where there is no limit. */
  total?: number;
}

/** When a room can be used, as far as it is known. */
export interface MeetingTimes {
  opens?: Date;
  starts?: Date;
  ends?: Date;
}

/** @param clientId the page's own stay, if it has one */
export function meetingView(service: Service, room: StoredRoom, role: Role, clientId?: string): MeetingView {
  const now = service.clock.now();
  return {
    now: now.getTime(),
    entry: entries[entryError(room, role, now)?.result ?? 0] ?? "open",
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

/** What a page calls a room. */
export function titleOf({ name }: StoredRoom): string {
  return isBlank(String(name)) ? "Room without a name" : String(name);
}

/** Whether nothing of it can be seen. */
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

/** Whether participants are to wait in the lobby now. Both spellings of the setting are known. */
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
