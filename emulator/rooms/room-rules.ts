import type { Behaviour } from "../behaviour";
import { type ApiError, apiError, type Code } from "./api-error";
import { type Role, type ScheduledWindow, type SessionUser, type StoredRoom, scheduledWindow } from "./room";

/**
 * Whether a room has come to its end, so that the API does not find it any more. Permanent rooms and rooms with someone inside never have.
 * An adhoc room that was used ends with its session, or, where `duration` counts, that many minutes after its first session began.
 */
export function isOver(room: StoredRoom, now: Date, behaviour: Behaviour): boolean {
  if (room.users.length > 0) return false;
  if (room.settings.adhoc === true) {
    if (!room.firstSession) return false;
    const minutes = behaviour.adhocDuration === "extends" ? Number(room.settings.duration ?? 0) : 0;
    // Whatever the clock says: it may have been set back to before the session.
    return minutes === 0 || now.getTime() >= Date.parse(room.firstSession) + minutes * 60_000;
  }
  const window = scheduledWindow(room);
  return window !== undefined && behaviour.scheduledAfterEnd === "gone" && now >= window.end;
}

/** Why a room cannot be updated now, if so. */
export function updateError(room: StoredRoom, now: Date, behaviour: Behaviour): ApiError | undefined {
  if (room.users.length > 0 && behaviour.patchActive === "refuse") return apiError(10030);
  const window = scheduledWindow(room);
  // No document names a code for the 15-minute rule; the room being open already, this is the nearest.
  if (window && isOpen(window, now) && behaviour.patchLate === "refuse") {
    return apiError(10030, "A scheduled room can be updated until 15 minutes before its start");
  }
  return undefined;
}

/** Why a room cannot be deleted now, if so. */
export function deleteError(room: StoredRoom, behaviour: Behaviour): ApiError | undefined {
  return room.users.length > 0 ? apiError(behaviour.deleteActiveCode) : undefined;
}

/**
 * Why nobody of this role can enter now, if so. Moderators and participants are counted apart, as real answers show; others are not counted.
 * Which of 10111 and 10112 stands for what is a choice: after the end, 10111 where the meeting took place and 10112 where nobody came.
 */
export function entryError(room: StoredRoom, role: Role, now: Date): ApiError | undefined {
  const window = scheduledWindow(room);
  if (window && room.users.length === 0 && !isOpen(window, now)) {
    const code: Code = now < window.start ? 10113 : room.firstSession ? 10111 : 10112;
    return apiError(code);
  }
  const { moderators = 1, participants } = room.settings;
  const places = role === "moderator" ? moderators || 1 : role === "participant" && participants;
  const inside = room.users.filter((user) => user.role === role).length;
  return places && inside >= Number(places) ? apiError(10114) : undefined;
}

/** The room after someone entered; the first one begins a session. */
export function enter(room: StoredRoom, user: SessionUser, now: Date): StoredRoom {
  return { ...room, firstSession: room.firstSession ?? now.toISOString(), users: [...room.users, user] };
}

/** The room after someone left: one stay if a `clientId` is given, all stays of a person if a `userRef` is. Without either the session ends for all. */
export function exit(room: StoredRoom, who: { clientId?: string; userRef?: string } = {}): StoredRoom {
  const users = room.users.filter(
    (user) =>
      (who.clientId !== undefined && user.clientId !== who.clientId) ||
      (who.userRef !== undefined && user.userRef !== who.userRef),
  );
  return { ...room, users };
}

function isOpen({ opens, end }: ScheduledWindow, now: Date): boolean {
  return now >= opens && now < end;
}
