import { OBJECT_ID } from "../ids";
import { adoptRoom } from "./adopt";
import { waitUntilEmpty } from "./busy";
import type { RoomContext } from "./context";
import { createOnce } from "./create-once";
import { driftedInputs, importedInputs, isAsKept, misfits } from "./drift";
import { afterTheEnd, isGone, noSuchRoom, updateOfGone } from "./gone";
import { newMarker, resourceName } from "./marker";
import { refuseOtherProject } from "./other-project";
import { describeOwner, ForeignRoomError, importedMarkerOf, isForeign, refuseForeign } from "./ownership";
import { PartialStateError } from "./partial-state-error";
import { patchFor } from "./patch";
import { stillLeftOut } from "./reduced-state";
import { refuseLateUpdate, scheduleOf } from "./schedule";
import type { InputName, RoomInputs, RoomState } from "./schema";
import { inputsOf, stateAfter, stateOf } from "./state";
import type { ObservedRoom } from "./wire";

/** Makes the room, or takes over the one that `adoptRoomId` names. */
export async function createRoom(inputs: RoomInputs, context: RoomContext): Promise<RoomState> {
  const marker = newMarker(inputs.declaredAs!, context.newNonce());
  if (inputs.adoptRoomId) {
    const adopted = await adoptRoom(inputs.adoptRoomId.toLowerCase(), inputs, marker, context);
    return stateOf(inputs, adopted, context.account);
  }
  const { room, doubles } = await createOnce(inputs, marker, context);
  const state = stateOf(inputs, room, context.account);
  if (doubles.length === 0) return state;
  const others = doubles.map((double) => double.roomId).join(", ");
  throw new PartialStateError(
    room.roomId,
    { ...state },
    `Creating room ${JSON.stringify(resourceName(inputs.declaredAs))} took effect more than once, because the API answered too late. Room ${room.roomId} is in the state. ` +
      `Look at ${others}, which carry the same marker, and delete them with pulumi-enablex orphans --delete.`,
  );
}

/**
 * The room as it is now. Inputs that somebody changed elsewhere come back changed, all others as they were given.
 * `undefined` if the room does not exist any more. A room that now belongs to another resource stays as the state has
 * it: its changes are no drift of this resource. A room that is only looked at has no inputs but where to look.
 */
export async function readRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<{ state: RoomState; inputs: RoomInputs } | undefined> {
  if (state.roomId === undefined) refuseNoRoomId(roomId);
  refuseOtherProject(roomId, state, context.account);
  const isDeclared = state.declaredAs !== undefined;
  // What a reduced state left out may never have been taken, and only the room itself tells all of it.
  if (isDeclared && !state.reduced) {
    const listed = await context.rooms.find(roomId);
    // What looks changed, or is not listed, is asked for by itself: a list may lag, or say less than a room.
    if (listed && isAsKept(state, listed)) {
      return { state: stateOf(inputsOf(state), listed, context.account, state), inputs: inputsOf(state) };
    }
  }
  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    if (!(await isGone(error, roomId, context))) throw error;
    return afterTheEnd(roomId, state, context);
  }
  if (!isDeclared) {
    const inputs = linksFrom(state);
    return {
      state: stateOf({ ...inputs, ...importedInputs(room) }, room, context.account),
      inputs: inputs as RoomInputs,
    };
  }
  if (isForeign(room, state)) {
    context.warn(
      `Room ${roomId} (${resourceName(state.declaredAs)}) now belongs to ${describeOwner(room, state)}. This state keeps it as it was. Take the resource out of this program; the room is not deleted with it.`,
    );
    return { state: state as RoomState, inputs: inputsOf(state) };
  }
  const inputs = driftedInputs(state, room);
  return { state: { ...stateOf(inputs, room, context.account, state), ...stillLeftOut(state) }, inputs };
}

/** The room with all that the API says of it, for a resource that takes it into its state as it is. */
export async function importRoom(
  roomId: string,
  declaredAs: string,
  context: RoomContext,
): Promise<{ state: RoomState; inputs: RoomInputs }> {
  refuseNoRoomId(roomId);
  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    if (await isGone(error, roomId, context)) throw noSuchRoom(roomId, context);
    throw error;
  }
  const inputs = { ...importedInputs(room), declaredAs };
  refuseWithout(needed(inputs), roomId, inputs);
  return {
    state: { ...stateOf(inputs, room, context.account), ...importedMarkerOf(room, declaredAs) },
    inputs,
  };
}

/** Sends the inputs that changed, and reads the room back. */
export async function updateRoom(
  roomId: string,
  state: RoomState,
  wanted: RoomInputs,
  context: RoomContext,
): Promise<RoomState> {
  refuseOtherProject(roomId, state, context.account);
  const { body, kept } = patchFor(state, wanted, () => newMarker(wanted.declaredAs!, context.newNonce()));
  if (kept.length > 0) {
    context.warn(
      `Room ${roomId}: ${kept.join(", ")} was taken out of the program. The API documents no default to go back to, so the server keeps its value.`,
    );
  }
  const after = stateAfter(state, wanted, context.account);
  const isSent = Object.keys(body).length > 0;
  if (isSent) {
    const schedule = scheduleOf(state, context.secrets);
    refuseLateUpdate(roomId, schedule, context.clock.now());
    try {
      const look = () => refuseForeign(roomId, state, context, "updating");
      await waitUntilEmpty(roomId, () => context.api.update(roomId, body, look), schedule, context);
    } catch (error) {
      if (error instanceof ForeignRoomError) {
        throw new Error(
          `Updating room ${roomId} failed: ${error.message} Nothing was changed. Take this resource out of the program; the room is not deleted with it.`,
        );
      }
      throw (await isGone(error, roomId, context)) ? updateOfGone(roomId, state, error, context) : error;
    }
  } else if (!isIncomplete(after)) return after;

  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    const done = isSent ? "was updated, but" : "is as wanted, but";
    throw new PartialStateError(
      roomId,
      { ...after },
      `Room ${roomId} ${done} could not be read back. ${(error as Error).message}`,
    );
  }
  const refused = misfits(wanted, room);
  if (refused.length > 0) {
    context.warn(
      `Room ${roomId}: the API took the update and still answers with the old ${refused.join(", ")}.`,
    );
  }
  return stateOf(wanted, room, context.account, state);
}

/**
 * Deletes the room, unless it belongs to another resource: then it only leaves the state. A room that no longer exists
 * counts as deleted.
 */
export async function deleteRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<void> {
  refuseOtherProject(roomId, state, context.account);
  try {
    const look = () => refuseForeign(roomId, state, context, "deleting");
    const schedule = scheduleOf(state, context.secrets);
    await waitUntilEmpty(roomId, () => context.api.delete(roomId, look), schedule, context);
  } catch (error) {
    if (error instanceof ForeignRoomError) {
      context.warn(`${error.message} It was removed from this state but not deleted.`);
      return;
    }
    if (!(await isGone(error, roomId, context))) throw error;
  }
}

function refuseNoRoomId(roomId: string): void {
  if (OBJECT_ID.test(roomId)) return;
  throw new Error(
    "The id is not a room id, which has 24 hexadecimal digits. It is at the end of the room's participant link.",
  );
}

/** The inputs without which no program can declare a room. */
const needed = ({ kind }: RoomInputs): InputName[] =>
  kind === "scheduled" ? ["participants", "scheduledTime", "durationMinutes"] : ["participants"];

function refuseWithout(names: InputName[], roomId: string, inputs: RoomInputs): void {
  const missing = names.filter((name) => inputs[name] === undefined).join(" and ");
  if (missing === "") return;
  throw new Error(
    `Importing room ${roomId} failed: the API does not tell its ${missing}, which every such room needs. Nothing was changed. ` +
      `Set it in the portal, or adopt the room: write adoptRoomId, name and ownerRef in the program, and ${missing}.`,
  );
}

/** A room of which an earlier failure left something unknown. */
const isIncomplete = (state: RoomState) =>
  state.created === undefined || (state.sip?.enabled === true && state.sipMeetingId === undefined);

/** What decides on the links of a room that no program has declared, as the program gave it. */
const linksFrom = ({ account, meetingUrl }: Partial<RoomState>) => ({
  ...(account !== undefined && { account }),
  ...(meetingUrl !== undefined && { meetingUrl }),
});
