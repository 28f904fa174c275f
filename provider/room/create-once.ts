import { ConnectionError } from "../api/connection-error";
import { ApiError, isRequestError, type RequestError } from "../api/errors";
import type { RoomContext } from "./context";
import { resourceName } from "./marker";
import type { RoomInputs } from "./properties";
import { type ObservedRoom, toCreateBody } from "./wire";

/** When to search the list for a created room, in ms after the failure. The list may lag by 10 s. */
const LIST_POLL_MS = [0, 2_000, 5_000, 11_000];
/** The last list is requested this long before the deadline, so that the response arrives in time. */
const LAST_LIST_RESERVE_MS = 1_000;
/** Stops after this many attempts with an unknown outcome: each may have created a room. */
const MAX_AMBIGUOUS_ATTEMPTS = 3;

/**
 * Creates exactly one room. The API's create is not idempotent: if it is unknown whether an attempt created
 * the room, the list is searched for the attempt's marker before the request is sent again.
 *
 * @returns the room, and duplicates with the same marker: an attempt that timed out may take effect late
 */
export async function createOnce(
  inputs: RoomInputs,
  marker: string,
  context: RoomContext,
): Promise<{ room: ObservedRoom; duplicates: ObservedRoom[] }> {
  const body = toCreateBody(inputs, marker);
  const resource = resourceName(inputs.declaredAs);
  const backoff = context.newBackoff();
  const ambiguous: RequestError[] = [];
  for (;;) {
    try {
      const room = await context.api.create(body, resource);
      return { room, duplicates: await findDuplicates(room, marker, ambiguous, context) };
    } catch (error) {
      if (!isRequestError(error)) throw error;
      if (error.isAmbiguous) {
        const [room, ...duplicates] = await findCreated(resource, marker, error, context);
        if (room && ambiguous.length === 0) return { room, duplicates };
        if (room) return { room, duplicates: await findDuplicates(room, marker, ambiguous, context) };
        ambiguous.push(error);
      }
      if (ambiguous.length === MAX_AMBIGUOUS_ATTEMPTS) context.deadline.apiStatus = "down";
      try {
        if (ambiguous.length === MAX_AMBIGUOUS_ATTEMPTS) throw error;
        await backoff.wait(error);
      } catch {
        throw ambiguous.length > 0 ? unknownOutcome(error, resource) : error;
      }
    }
  }
}

/**
 * The rooms that an attempt created, the oldest first, or none if the list still does not show any. An
 * interrupted run waits too, because no state would contain the room.
 */
async function findCreated(
  resource: string | undefined,
  marker: string,
  failure: Error,
  context: RoomContext,
): Promise<ObservedRoom[]> {
  const { clock, lookUp } = context;
  const failedAt = clock.monotonic();
  const end = Math.max(0, lookUp.remaining - LAST_LIST_RESERVE_MS);
  const polls = [...new Set(LIST_POLL_MS.map((at) => Math.min(at, end)))];
  for (const [i, at] of polls.entries()) {
    const elapsed = clock.monotonic() - failedAt;
    // After a slow poll, skip those that are overdue.
    if (polls[i + 1]! <= elapsed) continue;
    await lookUp.sleep(Math.max(0, at - elapsed));
    try {
      const found = await roomsWithMarker(marker, context);
      if (found.length > 0) return found;
    } catch (error) {
      if (!isRequestError(error)) throw error;
      context.deadline.apiStatus = "down";
      throw new Error(
        `${failure.message} It is unknown whether the room was created, and listing the rooms to find out failed too: ${error.message} ` +
          howToFind(resource),
        { cause: failure },
      );
    }
  }
  return [];
}

/**
 * Duplicates created by attempts whose outcome was unknown. An attempt without a response may still take
 * effect, and the list shows its room later.
 */
async function findDuplicates(
  room: ObservedRoom,
  marker: string,
  ambiguous: RequestError[],
  context: RoomContext,
): Promise<ObservedRoom[]> {
  if (ambiguous.length === 0) return [];
  const mayComeLate = ambiguous.some((error) => !(error instanceof ApiError));
  if (mayComeLate) await context.lookUp.sleep(LIST_POLL_MS.at(-1)!);
  try {
    return (await roomsWithMarker(marker, context)).filter((each) => each.roomId !== room.roomId);
  } catch (error) {
    // The room was created and is known, so a failed search for duplicates must not fail the create.
    if (isRequestError(error)) return [];
    throw error;
  }
}

const unknownOutcome = (failure: RequestError, resource: string | undefined) =>
  new Error(
    `${failure.message} The room may exist even though the list of rooms does not show it. ${howToFind(resource)}`,
    { cause: failure },
  );

const howToFind = (resource: string | undefined) =>
  `The next pulumi up creates room ${JSON.stringify(resource)} again: look for it first, with pulumi-enablex orphans or in the portal.`;

async function roomsWithMarker(marker: string, context: RoomContext): Promise<ObservedRoom[]> {
  const listed = await context.rooms.next(context.lookUp);
  const rooms = listed.filter((room) => room.marker === marker);
  if (rooms.length === 0 && listed.unreadable) {
    const asked = { method: "GET", action: "Listing the rooms" };
    throw new ConnectionError(asked, "unexpected", "an entry of the list is unreadable and may be the room");
  }
  return rooms.sort((a, b) => (a.roomId < b.roomId ? -1 : 1));
}
