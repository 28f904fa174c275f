import type { Behaviour } from "../behaviour";
import { type ApiError, apiError, type Code } from "./api-error";
import { type Role, type ScheduledWindow, type SessionUser, type StoredRoom, scheduledWindow } from "./room";

/**
 * Whether a room has ended, so the API no longer finds it. Permanent rooms and rooms with people inside have
 * not. A used adhoc room ends with its session or, if `duration` applies, that many minutes after its first
 * session began.
 */
export function hasEnded(room: StoredRoom, now: Date, behaviour: Behaviour): boolean {
  if (room.users.length > 0) return false;
  if (room.settings.adhoc === true) {
    if (!room.firstSession) return false;
    const minutes = behaviour.adhocDuration === "extends" ? Number(room.settings.duration ?? 0) : 0;
    // Ignore the clock without a duration: it may have been set back to before the session.
    return minutes === 0 || now.getTime() >= Date.parse(room.firstSession) + minutes * 60_000;
  }
  const window = scheduledWindow(room);
  return window !== undefined && behaviour.scheduledAfterEnd === "gone" && now >= window.end;
}

/** Why a room cannot be updated now, if it cannot. */
export function updateError(room: StoredRoom, now: Date, behaviour: Behaviour): ApiError | undefined {
  if (room.users.length > 0 && behaviour.patchActive === "refuse") return apiError(10030);
  const window = scheduledWindow(room);
  // No code is documented for the 15-minute rule. This one is the closest, because the room is already open.
  if (window && isOpenAt(window, now) && behaviour.patchLate === "refuse") {
    return apiError(10030, "A scheduled room can be updated until 15 minutes before its start");
  }
  return undefined;
}

/** Why a room cannot be deleted now, if it cannot. */
export function deleteError(room: StoredRoom, behaviour: Behaviour): ApiError | undefined {
  return room.users.length > 0 ? apiError(behaviour.deleteActiveCode) : undefined;
}

/**
 * Why nobody with this role can join now, if so. Moderators and participants are counted separately, as in
 * real responses; other roles are not counted. The difference between 10111 and 10112 is not documented:
 * after the end, the emulator uses 10111 if the meeting took place and 10112 if nobody joined.
 */
export function joinError(room: StoredRoom, role: Role, now: Date): ApiError | undefined {
  const window = scheduledWindow(room);
  if (window && room.users.length === 0 && !isOpenAt(window, now)) {
    const code: Code = now < window.start ? 10113 : room.firstSession ? 10111 : 10112;
    return apiError(code);
  }
  const { moderators = 1, participants } = room.settings;
  const limit = role === "moderator" ? moderators || 1 : role === "participant" && participants;
  const inside = room.users.filter((user) => user.role === role).length;
  return limit && inside >= Number(limit) ? apiError(10114) : undefined;
}

/** The room after someone joined. The first person begins a session. */
export function addUser(room: StoredRoom, user: SessionUser, now: Date): StoredRoom {
  return { ...room, firstSession: room.firstSession ?? now.toISOString(), users: [...room.users, user] };
}

/**
 * The room after people left: one client if `clientId` is given, all clients of a person if `userRef` is, or
 * else everyone.
 */
export function removeUsers(room: StoredRoom, who: { clientId?: string; userRef?: string } = {}): StoredRoom {
  const users = room.users.filter(
    (user) =>
      (who.clientId !== undefined && user.clientId !== who.clientId) ||
      (who.userRef !== undefined && user.userRef !== who.userRef),
  );
  return { ...room, users };
}

function isOpenAt({ opens, end }: ScheduledWindow, now: Date): boolean {
  return now >= opens && now < end;
}
