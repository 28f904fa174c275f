import type { ApiRoom } from "../api/client";
import { isRequestError } from "../api/errors";
import { Patience } from "../api/retry";
import type { RoomContext } from "./lifecycle";
import { markerOf } from "./marker";
import type { RoomInputs } from "./schema";
import { toCreateBody } from "./wire";

/** When to look for the room of an attempt in the list, which may lag 10 s behind: milliseconds after the failure. */
const LOOKS_MS = [0, 500, 2_000, 5_000, 10_000, 11_000];

/**
 * Makes exactly one room. The API's create is not idempotent, so where an attempt failed in a way that leaves open
 * whether the room was made, its marker is looked for in the list before the request is sent again.
 *
 * @returns the room, and others that carry its marker: an attempt that timed out may take effect late
 */
export async function createOnce(
  inputs: RoomInputs,
  marker: string,
  context: RoomContext,
): Promise<{ room: ApiRoom; doubles: ApiRoom[] }> {
  const body = toCreateBody(inputs, marker);
  const patience = new Patience(context.random);
  let isUnsure = false;
  for (;;) {
    try {
      const room = await context.api.create(body);
      return { room, doubles: isUnsure ? await doublesOf(room, marker, context) : [] };
    } catch (error) {
      if (!isRequestError(error)) throw error;
      if (error.isAmbiguous) {
        isUnsure = true;
        const [room, ...doubles] = await findAttempt(inputs.name!, marker, error, context);
        if (room) return { room, doubles };
      }
      const wait = patience.after(error);
      if (wait === undefined || context.signal?.aborted) throw error;
      await context.clock.sleep(wait, context.signal);
    }
  }
}

/** The rooms that an attempt made after all, the oldest first; none where it is sure that it made none. */
async function findAttempt(
  name: string,
  marker: string,
  failure: Error,
  context: RoomContext,
): Promise<ApiRoom[]> {
  const { clock, signal } = context;
  const failedAt = clock.now();
  for (const [i, at] of LOOKS_MS.entries()) {
    const elapsed = clock.now() - failedAt;
    // A look that took long makes the ones that were due meanwhile needless.
    if (LOOKS_MS[i + 1]! <= elapsed) continue;
    await clock.sleep(Math.max(0, at - elapsed), signal);
    try {
      const found = await roomsWith(marker, context);
      if (found.length > 0) return found;
    } catch (error) {
      if (!isRequestError(error)) throw error;
      throw new Error(
        `${failure.message} Whether the room was made is not known, and the list of rooms, which would tell, failed too: ${error.message} ` +
          `Before the next pulumi up, which makes a room ${JSON.stringify(name)} again, look for it with pulumi-enablex orphans or in the portal.`,
        { cause: failure },
      );
    }
  }
  return [];
}

async function doublesOf(room: ApiRoom, marker: string, context: RoomContext): Promise<ApiRoom[]> {
  try {
    return (await roomsWith(marker, context)).filter((each) => each.room_id !== room.room_id);
  } catch (error) {
    // The room is made and known: a look at the list is not worth failing for.
    if (isRequestError(error)) return [];
    throw error;
  }
}

async function roomsWith(marker: string, context: RoomContext): Promise<ApiRoom[]> {
  const rooms = (await context.rooms.next()).filter((room) => markerOf(room) === marker);
  return rooms.sort((a, b) => (a.room_id < b.room_id ? -1 : 1));
}
