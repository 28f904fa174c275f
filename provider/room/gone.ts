import { isRequestError } from "../api/errors";
import { maskAppId } from "../ids";
import type { RoomContext } from "./context";
import { resourceName } from "./marker";
import type { RoomInputs, RoomState } from "./properties";
import { scheduleOf } from "./schedule";
import { inputsOf } from "./state";

/** Whether a failure means that the room is gone. If a 404 leaves that open, checks the room list. */
export async function isGone(
  error: unknown,
  roomId: string,
  { rooms }: Pick<RoomContext, "rooms">,
): Promise<boolean> {
  if (!isRequestError(error) || !error.mayBeGone) return false;
  if (error.isGone) return true;
  try {
    const listed = await rooms.next();
    return !listed.unreadable && !listed.some((room) => room.roomId === roomId.toLowerCase());
  } catch {
    return false;
  }
}

/**
 * The state of a room that no longer exists, or `undefined` to remove it from the state. The API does not
 * report why the room is gone, so its kind and schedule decide.
 *
 * @throws Error if the state knows nothing about the room: the program asked for a room by its id
 */
export function stateOfGone(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): { state: RoomState; inputs: RoomInputs } | undefined {
  if (state.roomId === undefined) throw roomNotFound(roomId, context);
  const resource = resourceName(state.declaredAs);
  const missing = `Room ${roomId}${resource ? ` (${resource})` : ""} no longer exists`;
  const reason = reasonToKeep(state, context.clock.now());
  if (reason) {
    context.warn(`${missing}: ${reason}. It stays in the state.`);
    return { state: state as RoomState, inputs: inputsOf(state) };
  }
  const cause = state.kind === "adhoc" ? ": its call is over" : "";
  const consequence =
    state.declaredAs === undefined
      ? "It is removed from the state. Pass the id of an existing room to its Room.get, or remove it from the program."
      : "It is removed from the state, and the next pulumi up creates a new room with new links.";
  context.warn(`${missing}${cause}. ${consequence}`);
  return undefined;
}

/** The error for a room id that the project does not have. */
export const roomNotFound = (roomId: string, { account }: Pick<RoomContext, "account">): Error =>
  new Error(
    `Room ${roomId} does not exist in the project of App ID ${maskAppId(account.appId)}. Check the id and the account that the program uses.`,
  );

/** The error of an update if the room no longer exists. */
export function updateOfGoneRoom(
  roomId: string,
  state: RoomState,
  cause: unknown,
  { clock }: Pick<RoomContext, "clock">,
): Error {
  const reason = reasonToKeep(state, clock.now());
  const fix = reason
    ? `: ${reason}. pulumi refresh keeps it in the state. Revert the change, or run pulumi up --replace with the resource's URN to create a new room with new links.`
    : ". Run pulumi refresh, then pulumi up to create a new room with new links.";
  return new Error(`Updating room ${roomId} failed: it no longer exists${fix}`, { cause });
}

/** Why a room that no longer exists stays in the state, or `undefined` if it does not. */
export function reasonToKeep(state: Partial<RoomState>, now: number): string | undefined {
  if (state.kind === "adhoc" && state.whenEnded === "keep") {
    return 'its call is over, and whenEnded is "keep"';
  }
  const schedule = scheduleOf(state);
  return schedule && schedule.end <= now ? "its time is over" : undefined;
}
