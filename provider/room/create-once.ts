import type { ApiRoom } from "../api/client";
import { isRequestError } from "../api/errors";
import { afterFailure } from "../api/retry";
import type { RoomContext } from "./lifecycle";
import { markerOf } from "./marker";
import type { RoomInputs } from "./schema";
import { toCreateBody } from "./wire";

/** How long to look for the room of an attempt in the list, which may lag behind: 10 s in all, in milliseconds. */
const LOOKS_MS = [0, 500, 1_500, 3_000, 5_000];

/**
 * Makes exactly one room. The API's create is not idempotent, so where an attempt failed in a way that leaves open
 * whether the room was made, its marker is looked for in the list before the request is sent again.
 */
export async function createOnce(inputs: RoomInputs, marker: string, context: RoomContext): Promise<ApiRoom> {
  const body = toCreateBody(inputs, marker);
  const started = context.clock.now();
  for (let failures = 1; ; failures++) {
    try {
      return await context.api.create(body);
    } catch (error) {
      if (!isRequestError(error)) throw error;
      if (error.isAmbiguous) {
        const room = await findAttempt(inputs.name!, marker, error, context);
        if (room) return room;
      }
      // An answer that cannot be read is no reason to stop once it is sure that there is no room.
      const wait = afterFailure(error, failures, context.clock.now() - started, context.random);
      if (wait === undefined) throw error;
      await context.clock.sleep(wait, context.signal);
      context.signal?.throwIfAborted();
    }
  }
}

/** The room that an attempt made after all; `undefined` where it is sure that it made none. */
async function findAttempt(
  name: string,
  marker: string,
  failure: Error,
  context: RoomContext,
): Promise<ApiRoom | undefined> {
  for (const wait of LOOKS_MS) {
    await context.clock.sleep(wait, context.signal);
    let found: ApiRoom[];
    try {
      found = (await context.api.list()).filter((room) => markerOf(room) === marker);
    } catch (error) {
      throw undecided(
        name,
        failure,
        `and the list of rooms, which would tell, failed too: ${(error as Error).message}`,
        [],
      );
    }
    if (found.length > 1) {
      throw undecided(
        name,
        failure,
        "and more than one room carries its marker",
        found.map((room) => room.room_id),
      );
    }
    if (found[0]) return found[0];
  }
  return undefined;
}

function undecided(name: string, failure: Error, why: string, candidates: string[]): Error {
  const named = candidates.length > 0 ? ` Candidates: ${candidates.join(", ")}.` : "";
  return new Error(
    `Creating the room ${name}: ${failure.message} Whether the room was made is not known, ${why}.${named} ` +
      "Look for the name in the portal before the next pulumi up, which makes the room again.",
    { cause: failure },
  );
}
