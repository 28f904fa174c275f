import { maskAppId } from "../config";
import type { RoomContext } from "./lifecycle";
import { resourceName } from "./marker";
import { scheduleOf } from "./schedule";
import type { RoomInputs, RoomState } from "./schema";
import { inputsOf } from "./state";

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

/** Why a room that is gone stays in the state, if it does. */
export function whyItStays(state: Partial<RoomState>, now: number): string | undefined {
  if (state.kind === "adhoc" && state.whenEnded === "keep") {
    return 'its call is over, and whenEnded is "keep"';
  }
  const schedule = scheduleOf(state);
  return schedule && schedule.end <= now ? "its time is over" : undefined;
}
