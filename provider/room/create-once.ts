import { ConnectionError } from "../api/connection-error";
import { ApiError, isRequestError, type RequestError } from "../api/errors";
import type { RoomContext } from "./context";
import { resourceName } from "./marker";
import type { RoomInputs } from "./schema";
import { type ObservedRoom, toCreateBody } from "./wire";

/** When to look for the room of an attempt in the list, which may lag 10 s behind: milliseconds after the failure. */
const LIST_POLL_MS = [0, 2_000, 5_000, 11_000];
/** How long before the end of the time the last list is requested, so that its response comes in before. */
const LAST_LIST_MS = 1_000;
/** So many attempts may leave open whether they made a room: each may have made one that nobody knows. */
const MAX_AMBIGUOUS_ATTEMPTS = 3;

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
): Promise<{ room: ObservedRoom; doubles: ObservedRoom[] }> {
  const body = toCreateBody(inputs, marker);
  const resource = resourceName(inputs.declaredAs);
  const backoff = context.newBackoff();
  const unsure: RequestError[] = [];
  for (;;) {
    try {
      const room = await context.api.create(body, resource);
      return { room, doubles: await doublesOf(room, marker, unsure, context) };
    } catch (error) {
      if (!isRequestError(error)) throw error;
      if (error.isAmbiguous) {
        const [room, ...doubles] = await findAttempt(resource, marker, error, context);
        if (room && unsure.length === 0) return { room, doubles };
        if (room) return { room, doubles: await doublesOf(room, marker, unsure, context) };
        unsure.push(error);
      }
      if (unsure.length === MAX_AMBIGUOUS_ATTEMPTS) context.deadline.server = "fails";
      try {
        if (unsure.length === MAX_AMBIGUOUS_ATTEMPTS) throw error;
        await backoff.wait(error);
      } catch {
        throw unsure.length > 0 ? undecided(error, resource) : error;
      }
    }
  }
}

/**
 * The rooms that an attempt made after all, the oldest first; none where the list had time to show them. An interrupted
 * run waits for that too: a room that is not found is one that nobody knows.
 */
async function findAttempt(
  resource: string | undefined,
  marker: string,
  failure: Error,
  context: RoomContext,
): Promise<ObservedRoom[]> {
  const { clock, lookUp } = context;
  const failedAt = clock.monotonic();
  const end = Math.max(0, lookUp.remaining - LAST_LIST_MS);
  const looks = [...new Set(LIST_POLL_MS.map((at) => Math.min(at, end)))];
  for (const [i, at] of looks.entries()) {
    const elapsed = clock.monotonic() - failedAt;
    // A look that took long makes the ones that were due meanwhile needless.
    if (looks[i + 1]! <= elapsed) continue;
    await lookUp.sleep(Math.max(0, at - elapsed));
    try {
      const found = await roomsWith(marker, context);
      if (found.length > 0) return found;
    } catch (error) {
      if (!isRequestError(error)) throw error;
      context.deadline.server = "fails";
      throw new Error(
        `${failure.message} Whether the room was made is not known, and the list of rooms, which would tell, failed too: ${error.message} ` +
          lookForIt(resource),
        { cause: failure },
      );
    }
  }
  return [];
}

/**
 * Other rooms that attempts have made of which that was not sure. One that had no answer may take effect until now, and
 * shows in the list when that has caught up.
 */
async function doublesOf(
  room: ObservedRoom,
  marker: string,
  unsure: RequestError[],
  context: RoomContext,
): Promise<ObservedRoom[]> {
  if (unsure.length === 0) return [];
  const mayComeLate = unsure.some((error) => !(error instanceof ApiError));
  if (mayComeLate) await context.lookUp.sleep(LIST_POLL_MS.at(-1)!);
  try {
    return (await roomsWith(marker, context)).filter((each) => each.roomId !== room.roomId);
  } catch (error) {
    // The room is made and known: a look at the list is not worth failing for.
    if (isRequestError(error)) return [];
    throw error;
  }
}

const undecided = (failure: RequestError, resource: string | undefined) =>
  new Error(
    `${failure.message} The room may exist, although the list of rooms does not show it. ${lookForIt(resource)}`,
    { cause: failure },
  );

const lookForIt = (resource: string | undefined) =>
  `Before the next pulumi up, which makes room ${JSON.stringify(resource)} again, look for it with pulumi-enablex orphans or in the portal.`;

async function roomsWith(marker: string, context: RoomContext): Promise<ObservedRoom[]> {
  const listed = await context.rooms.next(context.lookUp);
  const rooms = listed.filter((room) => room.marker === marker);
  if (rooms.length === 0 && listed.unreadable) {
    const asked = { method: "GET", action: "Listing the rooms" };
    throw new ConnectionError(
      asked,
      "unexpected",
      "an entry of the list, which may be the room, cannot be read",
    );
  }
  return rooms.sort((a, b) => (a.roomId < b.roomId ? -1 : 1));
}
