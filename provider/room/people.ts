import type { RoomsApi } from "../api/client";
import { isRequestError } from "../api/errors";

/** How many people are in a room now; `undefined` where the API cannot say. */
export async function countPeople(roomId: string, api: RoomsApi): Promise<number | undefined> {
  return quietly(async () => (await api.users(roomId)).length);
}

/** Whether a meeting goes on in a room; `false` where the API cannot say. */
export async function isOccupied(roomId: string, api: RoomsApi): Promise<boolean> {
  const count = await countPeople(roomId, api);
  if (count) return true;
  return (await quietly(async () => (await api.get(roomId)).isRoomActive === true)) ?? false;
}

/** `1 person is in room …`. */
export function describePeople(roomId: string, count: number | undefined): string {
  if (!count) return `a meeting is going on in room ${roomId}`;
  return `${count === 1 ? "1 person is" : `${count} people are`} in room ${roomId}`;
}

/** These questions serve a message or a choice: their own failure says nothing new. */
async function quietly<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRequestError(error)) return undefined;
    throw error;
  }
}
