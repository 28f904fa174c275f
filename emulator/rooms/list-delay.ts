import type { Behaviour } from "../behaviour";
import type { StoredRoom } from "./room";

/** The room as the list shows it, which may be outdated; `undefined` if the list does not contain it yet. */
export function asListed(room: StoredRoom, now: Date, { listDelayMs }: Behaviour): StoredRoom | undefined {
  const isLate = (moment = "") => now.getTime() - Date.parse(moment) < listDelayMs;
  if ((room.listedFrom ?? 0) > now.getTime() || isLate(room.created)) return undefined;
  return room.before && isLate(room.updated) ? room.before : room;
}

/** The room after an update, with the version that the list still shows. */
export function withListed(
  after: StoredRoom,
  before: StoredRoom,
  now: Date,
  behaviour: Behaviour,
): StoredRoom {
  const { before: _, ...listed } = asListed(before, now, behaviour) ?? before;
  return { ...after, before: behaviour.listDelayMs > 0 ? listed : undefined };
}
