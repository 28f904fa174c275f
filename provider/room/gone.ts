import { isRequestError } from "../api/errors";
import { maskAppId } from "../ids";
import type { RoomContext } from "./context";
import { resourceName } from "./marker";
import { scheduleOf } from "./schedule";
import type { RoomInputs, RoomState } from "./schema";
import { inputsOf } from "./state";

/** Whether a failure means that the room does not exist. If the API does not say what was not found, its list decides. */
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
 * What becomes of a room that is not found: it stays in the state, or, as `undefined`, leaves it. The API does not say
 * why it is gone, so the room's kind and its time decide.
 *
 * @throws Error where nothing is known of the room: the program asks for one that exists
 */
export function afterTheEnd(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): { state: RoomState; inputs: RoomInputs } | undefined {
  if (state.roomId === undefined) throw noSuchRoom(roomId, context);
  const resource = resourceName(state.declaredAs);
  const missing = `Room ${roomId}${resource ? ` (${resource})` : ""} is not found any more`;
  const why = whyItStays(state, context.clock.now());
  if (why) {
    context.warn(`${missing}: ${why}. It stays in the state.`);
    return { state: state as RoomState, inputs: inputsOf(state) };
  }
  const over = state.kind === "adhoc" ? ": its call is over" : "";
  const next =
    state.declaredAs === undefined
      ? "It leaves the state; give its Room.get the id of a room that exists, or take it out of the program."
      : "It leaves the state, and the next pulumi up makes a new one with new links.";
  context.warn(`${missing}${over}. ${next}`);
  return undefined;
}

/** The program asks for a room that the project does not have. */
export const noSuchRoom = (roomId: string, { account }: Pick<RoomContext, "account">): Error =>
  new Error(
    `Room ${roomId} does not exist in the project of App ID ${maskAppId(account.appId)}. Look at the id, and at the account that the program uses.`,
  );

/** The failure of an update of a room that is gone. */
export function updateOfGone(
  roomId: string,
  state: RoomState,
  cause: unknown,
  { clock }: Pick<RoomContext, "clock">,
): Error {
  const why = whyItStays(state, clock.now());
  const remedy = why
    ? `: ${why}. pulumi refresh keeps it in the state. Take the change back, or make a new room with new links by pulumi up --replace and the resource's URN.`
    : ". Run pulumi refresh, after which pulumi up makes a new one with new links.";
  return new Error(`Updating room ${roomId} failed: it does not exist any more${remedy}`, { cause });
}

/** Why a room that is gone stays in the state, if it does. */
export function whyItStays(state: Partial<RoomState>, now: number): string | undefined {
  if (state.kind === "adhoc" && state.whenEnded === "keep") {
    return 'its call is over, and whenEnded is "keep"';
  }
  const schedule = scheduleOf(state);
  return schedule && schedule.end <= now ? "its time is over" : undefined;
}
