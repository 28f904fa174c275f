import type { ApiRoom, ApiRooms } from "../api/client";

/** The list of an account's rooms, shared by all that need it at the same time. */
export interface RoomList {
  /** A list that is asked for after this call. Callers that wait for the list under way to end share the next one. */
  next(): Promise<ApiRooms>;
  /**
   * A room as a list of the last half minute has it, for a refresh of many rooms: the first few are better read one by
   * one. `undefined` where the room must be read by itself, because it is one of the first, or no list knows it.
   */
  lookUp(roomId: string): Promise<ApiRoom | undefined>;
  /** Rooms were changed: what was listed before says no more how they are. */
  forget(): void;
}

/** So many reads are made one by one before a list pays. */
const FEW = 5;
const FRESH_MS = 30_000;

/** @param list asks the API */
export function createRoomList(list: () => Promise<ApiRooms>, now: () => number): RoomList {
  let underWay: Promise<unknown> = Promise.resolve();
  let queued: Promise<ApiRooms> | undefined;
  let lookUps = 0;
  let listed: { answeredAt?: number; rooms: Promise<Map<string, ApiRoom>> } | undefined;

  const next = () => {
    queued ??= underWay.then(() => {
      queued = undefined;
      const rooms = list();
      underWay = rooms.catch(() => {});
      return rooms;
    });
    return queued;
  };

  return {
    next,
    async lookUp(roomId) {
      if (++lookUps <= FEW) return undefined;
      if (!listed || now() - (listed.answeredAt ?? now()) > FRESH_MS) {
        // A list that fails is no failure of a read, which then asks by itself.
        const latest: typeof listed = { rooms: next().then(byId, () => new Map()) };
        void latest.rooms.then(() => (latest.answeredAt = now()));
        listed = latest;
      }
      return (await listed.rooms).get(roomId.toLowerCase());
    },
    forget() {
      lookUps = 0;
      listed = undefined;
    },
  };
}

const byId = (rooms: ApiRoom[]) => new Map(rooms.map((room) => [room.room_id, room]));
