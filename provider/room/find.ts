import type { Core } from "../core";
import { describeRoom, type RoomInfo } from "./describe";

/** Which rooms to look for: those that have all that is given. */
export interface RoomQuery {
  /** Only rooms with exactly this owner reference. @default all */
  ownerRef?: string;
  /** Only rooms with exactly this name. @default all */
  name?: string;
  /** Name of an account in `enablex:accounts`. @default the stack's own */
  account?: string;
}

/** The rooms of an account's project, oldest first: a room id begins with the time at which the room was made. */
export async function findRooms(
  core: Core,
  { ownerRef, name, account: of }: RoomQuery,
  signal?: AbortSignal,
): Promise<RoomInfo[]> {
  const { api, account } = core.api(of, { signal });
  return (await api.list())
    .map((room) => describeRoom(room, account))
    .filter((room) => ownerRef === undefined || room.ownerRef === ownerRef)
    .filter((room) => name === undefined || room.name === name)
    .sort((a, b) => (a.roomId < b.roomId ? -1 : 1));
}
