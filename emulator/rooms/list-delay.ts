import type { Behaviour } from "../behaviour";
import type { StoredRoom } from "./room";

/** What the list shows of a room, which may lag behind; nothing if it does not show the room yet. */
export function asListed(room: StoredRoom, now: Date, { listDelayMs }: Behaviour): StoredRoom | undefined {
  const isLate = (moment = "") => now.getTime() - Date.parse(moment) < listDelayMs;
  if ((room.listedFrom ?? 0) > now.getTime() || isLate(room.created)) return undefined;
  return room.before && isLate(room.updated) ? room.before : room;
}

/** The room after an update, with what the list goes on to show of it. */
export function withListed(
  after: StoredRoom,
  before: StoredRoom,
  now: Date,
  behaviour: Behaviour,
): StoredRoom {
  const { before: _, ...listed } = asListed(before, now, behaviour) ?? before;
  return { ...after, before: behaviour.listDelayMs > 0 ? listed : undefined };
}
