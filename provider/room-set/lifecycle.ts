import { isRequestError } from "../api/errors";
import type { Core, Operation } from "../core";
import { pathPart } from "../room/diff";
import { HalfMade } from "../room/half-made";
import type { RoomInputs, RoomState } from "../room/schema";
import { isReplaced, keysOf } from "./diff";
import { memberInputs, memberStates, type RoomSetInputs, type RoomSetState, setOf } from "./members";

/**
 * Makes the rooms, in parallel within the account's limits.
 *
 * @throws HalfMade with the rooms that were made, where some were not
 */
export const createRoomSet = (core: Core, wanted: RoomSetInputs, operation: Operation = {}) =>
  changeRooms(core, new Map(), wanted, Object.keys(wanted.rooms), operation);

/**
 * Makes, changes and deletes the rooms that differ. A room that the API cannot change is deleted before its successor
 * is made: so no room is left that nobody knows, whatever fails.
 *
 * @throws HalfMade with the rooms as they are then, where some are not as wanted
 */
export const updateRoomSet = (
  core: Core,
  state: RoomSetState,
  wanted: RoomSetInputs,
  operation: Operation = {},
) => changeRooms(core, memberStates(state), wanted, keysOf(state, wanted), operation);

/**
 * The rooms as they are now. One that does not exist any more leaves the set, or stays, as a `Room` does.
 *
 * @throws Error naming each room that cannot be read
 */
export async function readRoomSet(
  core: Core,
  state: RoomSetState,
  operation: Operation = {},
): Promise<{ state: RoomSetState; inputs: RoomSetInputs }> {
  const rooms = memberStates(state);
  const inputs = new Map<string, RoomInputs>();
  const failures = await forAll([...rooms.keys()], rooms, operation, async (key) => {
    const was = rooms.get(key)!;
    const room = await core.read(was.roomId, was, operation);
    if (!room) rooms.delete(key);
    else {
      rooms.set(key, room.state);
      inputs.set(key, room.inputs);
    }
  });
  throwIfAny(failures);
  const given = [...inputs].map(([key, { declaredAs: _, ...room }]) => [key, room]);
  return {
    state: setOf(state.declaredAs, rooms),
    inputs: { rooms: Object.fromEntries(given), declaredAs: state.declaredAs },
  };
}

/**
 * Deletes the rooms; one that is gone already is as good.
 *
 * @throws Error naming each room that is still there
 */
export async function deleteRoomSet(
  core: Core,
  state: RoomSetState,
  operation: Operation = {},
): Promise<void> {
  const rooms = memberStates(state);
  const failures = await forAll([...rooms.keys()], rooms, operation, async (key) => {
    const room = rooms.get(key)!;
    await core.delete(room.roomId, room, operation);
  });
  throwIfAny(failures);
}

/** @param rooms what exists, which is kept up to date */
async function changeRooms(
  core: Core,
  rooms: Map<string, RoomState>,
  wanted: RoomSetInputs,
  keys: string[],
  operation: Operation,
): Promise<RoomSetState> {
  const failures = await forAll(keys, rooms, operation, async (key) => {
    const was = rooms.get(key);
    const room = memberInputs(wanted, key);
    if (was && room && !isReplaced(core, was, room)) {
      rooms.set(key, await core.update(was.roomId, was, room, operation));
      return;
    }
    if (was) {
      await core.delete(was.roomId, was, operation);
      rooms.delete(key);
    }
    if (room) rooms.set(key, await core.create(room, operation));
  });
  const state = setOf(wanted.declaredAs, rooms);
  // Where nothing exists, there is nothing to keep.
  if (rooms.size === 0) throwIfAny(failures);
  if (failures.length > 0) throw new HalfMade(idOf(wanted), { ...state }, ...failures);
  return state;
}

/** A set has no id of the API's. */
export const idOf = (set: { declaredAs: string }): string => set.declaredAs;

/** So many rooms are under way at once; the account's limits decide on the requests. */
const AT_ONCE = 100;
/** After so many failures in a row, what hinders these rooms hinders all: no more are begun. */
const IN_A_ROW = 20;

/**
 * Does the work of each room, and goes on with the others where it fails.
 *
 * @param rooms takes what is left of a room whose work failed half-way
 * @returns what failed
 */
async function forAll(
  keys: string[],
  rooms: Map<string, RoomState>,
  { signal }: Operation,
  work: (key: string) => Promise<void>,
): Promise<string[]> {
  const failures: string[] = [];
  let failedInARow = 0;
  let notBegun = 0;
  const waiting = keys.values();
  const worker = async () => {
    for (const key of waiting) {
      if (signal?.aborted || failedInARow >= IN_A_ROW) {
        notBegun++;
        continue;
      }
      try {
        await work(key);
        failedInARow = 0;
      } catch (error) {
        if (isRequestError(error) && error.isInterrupted) {
          notBegun++;
          continue;
        }
        failedInARow++;
        if (error instanceof HalfMade) rooms.set(key, error.properties as unknown as RoomState);
        failures.push(`rooms${pathPart(key)}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, keys.length) }, worker));
  if (notBegun > 0) {
    const why = signal?.aborted
      ? "the run was interrupted"
      : `the ${IN_A_ROW} before failed one after the other`;
    failures.push(
      `${notBegun} of ${keys.length} rooms ${notBegun === 1 ? "was" : "were"} not begun, because ${why}. Run the command again to go on with them.`,
    );
  }
  return failures;
}

function throwIfAny(failures: string[]): void {
  if (failures.length > 0) throw new Error(failures.join("\n"));
}
