import { OBJECT_ID } from "../ids";
import { adoptRoom } from "./adopt";
import type { RoomContext } from "./context";
import { createOnce } from "./create-once";
import { driftedInputs, importedInputs, matchesState, mismatches } from "./drift";
import { isGone, roomNotFound, stateOfGone, updateOfGoneRoom } from "./gone";
import { newMarker, resourceName } from "./marker";
import { rejectOtherProject } from "./other-project";
import { describeOwner, ForeignRoomError, importedMarkerOf, isForeign, rejectForeign } from "./ownership";
import { PartialStateError } from "./partial-state-error";
import { patchFor } from "./patch";
import type { InputName, RoomInputs, RoomState } from "./properties";
import { remainingLeftOut } from "./reduced-state";
import { rejectLateUpdate, scheduleOf } from "./schedule";
import { inputsOf, stateAfter, stateOf } from "./state";
import { waitUntilEmpty } from "./wait-until-empty";
import type { ObservedRoom } from "./wire";

/** Creates the room, or adopts the one given in `adoptRoomId`. */
export async function createRoom(inputs: RoomInputs, context: RoomContext): Promise<RoomState> {
  const marker = newMarker(inputs.declaredAs!, context.newNonce());
  if (inputs.adoptRoomId) {
    const adopted = await adoptRoom(inputs.adoptRoomId.toLowerCase(), inputs, marker, context);
    return stateOf(inputs, adopted, context.account);
  }
  const { room, duplicates } = await createOnce(inputs, marker, context);
  const state = stateOf(inputs, room, context.account);
  if (duplicates.length === 0) return state;
  const duplicateIds = duplicates.map(({ roomId }) => roomId).join(", ");
  throw new PartialStateError(
    room.roomId,
    { ...state },
    `Creating room ${JSON.stringify(resourceName(inputs.declaredAs))} took effect more than once because the API responded too late. Room ${room.roomId} is in the state. ` +
      `Check the duplicates ${duplicateIds}, which have the same marker, and delete them with pulumi-enablex orphans --delete.`,
  );
}

/**
 * Reads the room. Inputs that were changed out of band return with their new values, all others as given.
 * Returns `undefined` if the room no longer exists. A room that now belongs to another resource stays
 * unchanged in the state: its changes are not drift of this resource. A room read with `Room.get` has only
 * the inputs that locate it.
 */
export async function readRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<{ state: RoomState; inputs: RoomInputs } | undefined> {
  if (state.roomId === undefined) rejectInvalidRoomId(roomId);
  rejectOtherProject(roomId, state, context.account);
  const isDeclared = state.declaredAs !== undefined;
  // The server may never have received what a reduced state left out, so only the room itself is complete.
  if (isDeclared && !state.reduced) {
    const listed = await context.rooms.find(roomId);
    // If it looks changed or is not listed, read the room itself: the list may lag or omit fields.
    if (listed && matchesState(state, listed)) {
      return { state: stateOf(inputsOf(state), listed, context.account, state), inputs: inputsOf(state) };
    }
  }
  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    if (!(await isGone(error, roomId, context))) throw error;
    return stateOfGone(roomId, state, context);
  }
  if (!isDeclared) {
    const inputs = linkInputsOf(state);
    return {
      state: stateOf({ ...inputs, ...importedInputs(room) }, room, context.account),
      inputs: inputs as RoomInputs,
    };
  }
  if (isForeign(room, state)) {
    context.warn(
      `Room ${roomId} (${resourceName(state.declaredAs)}) now belongs to ${describeOwner(room, state)}. This state keeps it unchanged. Remove the resource from this program; this does not delete the room.`,
    );
    return { state: state as RoomState, inputs: inputsOf(state) };
  }
  const inputs = driftedInputs(state, room);
  return { state: { ...stateOf(inputs, room, context.account, state), ...remainingLeftOut(state) }, inputs };
}

/** Reads a room for import, with all inputs that the API returns. */
export async function importRoom(
  roomId: string,
  declaredAs: string,
  context: RoomContext,
): Promise<{ state: RoomState; inputs: RoomInputs }> {
  rejectInvalidRoomId(roomId);
  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    if (await isGone(error, roomId, context)) throw roomNotFound(roomId, context);
    throw error;
  }
  const inputs = { ...importedInputs(room), declaredAs };
  rejectMissing(requiredInputs(inputs), roomId, inputs);
  return {
    state: { ...stateOf(inputs, room, context.account), ...importedMarkerOf(room, declaredAs) },
    inputs,
  };
}

/** Sends the changed inputs, then reads the room back. */
export async function updateRoom(
  roomId: string,
  state: RoomState,
  wanted: RoomInputs,
  context: RoomContext,
): Promise<RoomState> {
  rejectOtherProject(roomId, state, context.account);
  const marker = () => newMarker(wanted.declaredAs!, context.newNonce());
  const { body, unresettable } = patchFor(state, wanted, marker);
  if (unresettable.length > 0) {
    context.warn(
      `Room ${roomId}: the program no longer sets ${unresettable.join(", ")}. The API documents no default, so the server keeps the current value.`,
    );
  }
  const after = stateAfter(state, wanted, context.account);
  const isSent = Object.keys(body).length > 0;
  if (isSent) {
    const schedule = scheduleOf(state, context.secrets);
    rejectLateUpdate(roomId, schedule, context.clock.now());
    try {
      const checkOwner = () => rejectForeign(roomId, state, context, "updating");
      await waitUntilEmpty(roomId, () => context.api.update(roomId, body, checkOwner), schedule, context);
    } catch (error) {
      if (error instanceof ForeignRoomError) {
        throw new Error(
          `Updating room ${roomId} failed: ${error.message} Nothing was changed. Remove this resource from the program; this does not delete the room.`,
        );
      }
      throw (await isGone(error, roomId, context)) ? updateOfGoneRoom(roomId, state, error, context) : error;
    }
  } else if (!isIncomplete(after)) return after;

  let room: ObservedRoom;
  try {
    room = await context.api.get(roomId);
  } catch (error) {
    const outcome = isSent ? "was updated" : "is up to date";
    throw new PartialStateError(
      roomId,
      { ...after },
      `Room ${roomId} ${outcome} but could not be read back. ${(error as Error).message}`,
    );
  }
  const ignored = mismatches(wanted, room);
  if (ignored.length > 0) {
    context.warn(
      `Room ${roomId}: the API accepted the update but still returns the old ${ignored.join(", ")}.`,
    );
  }
  return stateOf(wanted, room, context.account, state);
}

/**
 * Deletes the room, unless it belongs to another resource: then it is only removed from the state. A room
 * that no longer exists counts as deleted.
 */
export async function deleteRoom(
  roomId: string,
  state: Partial<RoomState>,
  context: RoomContext,
): Promise<void> {
  rejectOtherProject(roomId, state, context.account);
  try {
    const checkOwner = () => rejectForeign(roomId, state, context, "deleting");
    const schedule = scheduleOf(state, context.secrets);
    await waitUntilEmpty(roomId, () => context.api.delete(roomId, checkOwner), schedule, context);
  } catch (error) {
    if (error instanceof ForeignRoomError) {
      context.warn(`${error.message} It was removed from this state but not deleted.`);
      return;
    }
    if (!(await isGone(error, roomId, context))) throw error;
  }
}

function rejectInvalidRoomId(roomId: string): void {
  if (OBJECT_ID.test(roomId)) return;
  throw new Error(
    "The id is not a room id, which has 24 hexadecimal digits. Use the id at the end of the room's participant link.",
  );
}

/** The inputs that a program must give for a room of this kind. */
const requiredInputs = ({ kind }: RoomInputs): InputName[] =>
  kind === "scheduled" ? ["participants", "scheduledTime", "durationMinutes"] : ["participants"];

function rejectMissing(names: InputName[], roomId: string, inputs: RoomInputs): void {
  const missing = names.filter((name) => inputs[name] === undefined).join(" and ");
  if (missing === "") return;
  throw new Error(
    `Importing room ${roomId} failed: the API does not return its ${missing}, which such a room requires. Nothing was changed. ` +
      `Set it in the portal, or adopt the room: set adoptRoomId, name, ownerRef and ${missing} in the program.`,
  );
}

/** Whether an earlier failure left outputs of the room unknown. */
const isIncomplete = (state: RoomState) =>
  state.created === undefined || (state.sip?.enabled === true && state.sipMeetingId === undefined);

/** The inputs that determine the links of a room that no program has declared. */
const linkInputsOf = ({ account, meetingUrl }: Partial<RoomState>) => ({
  ...(account !== undefined && { account }),
  ...(meetingUrl !== undefined && { meetingUrl }),
});
