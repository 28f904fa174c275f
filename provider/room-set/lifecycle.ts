import type { OperationEnd } from "../api/deadline";
import { isRequestError } from "../api/errors";
import type { Core } from "../core";
import type { Operation } from "../operation";
import { secretsIn } from "../program-secrets";
import { pathPart } from "../property-path";
import { PartialStateError } from "../room/partial-state-error";
import type { RoomInputs, RoomState } from "../room/properties";
import { isReplaced } from "./diff";
import { assembleSet, memberInputs, memberStates, type RoomSetInputs, type RoomSetState } from "./members";

/**
 * Creates the rooms, in parallel within the account's limits.
 *
 * @throws PartialStateError with the rooms that were created, if some were not
 */
export const createRoomSet = (core: Core, wanted: RoomSetInputs, operation: Operation = {}) =>
  changeRooms(core, new Map(), wanted, operation);

/**
 * Creates, updates and deletes the rooms that differ. Removed rooms are deleted last, because a room with a
 * renamed key is first adopted under its new key. A room that the API cannot change is deleted before its
 * replacement is created, because then no failure can leave a room that no state holds.
 *
 * @throws PartialStateError with the current rooms, if some are not as declared
 */
export const updateRoomSet = (
  core: Core,
  state: RoomSetState,
  wanted: RoomSetInputs,
  operation: Operation = {},
) => changeRooms(core, memberStates(state), wanted, operation);

/**
 * The current rooms. A room that no longer exists leaves the set, or stays, as with `Room`.
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
  const failures = await forAll(core, [[...rooms.keys()]], rooms, operation, async (key, operation) => {
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
    state: assembleSet(state.declaredAs, rooms),
    inputs: { rooms: Object.fromEntries(given), declaredAs: state.declaredAs },
  };
}

/**
 * Deletes the rooms. A room that no longer exists counts as deleted.
 *
 * @throws Error naming each room that is still there
 */
export async function deleteRoomSet(
  core: Core,
  state: RoomSetState,
  operation: Operation = {},
): Promise<void> {
  const rooms = memberStates(state);
  const failures = await forAll(core, [[...rooms.keys()]], rooms, operation, async (key, operation) => {
    const room = rooms.get(key)!;
    await core.delete(room.roomId, room, operation);
    rooms.delete(key);
  });
  // The engine keeps the old state if a delete fails.
  if (failures.length > 0 && rooms.size < Object.keys(state.rooms).length) {
    failures.push(
      "The other rooms are deleted, but still in the state. Run pulumi destroy again. To keep the set, run pulumi refresh before pulumi up.",
    );
  }
  throwIfAny(failures);
}

/** @param rooms the existing rooms, which are kept up to date */
async function changeRooms(
  core: Core,
  rooms: Map<string, RoomState>,
  wanted: RoomSetInputs,
  operation: Operation,
): Promise<RoomSetState> {
  const keys = Object.keys(wanted.rooms);
  const removed = [...rooms.keys()].filter((key) => !Object.hasOwn(wanted.rooms, key));
  const isNew = rooms.size === 0;
  const isAdoptedBy = (adopters: string[], { roomId }: RoomState) =>
    adopters.some(
      (key) => !rooms.has(key) && wanted.rooms[key]?.adoptRoomId?.toLowerCase() === roomId.toLowerCase(),
    );
  const accountOf = (key: string) => memberInputs(wanted, key) ?? rooms.get(key)!;
  const change = async (key: string, operation: Operation) => {
    const was = rooms.get(key);
    const room = memberInputs(wanted, key);
    // The adoption by another key failed, so this key keeps the room.
    if (was && !room && isAdoptedBy(keys, was)) return;
    if (was && room && !isReplaced(core, was, room)) {
      rooms.set(key, await core.update(was.roomId, was, room, operation));
      return;
    }
    if (was) {
      await core.delete(was.roomId, was, operation);
      rooms.delete(key);
    }
    if (room) rooms.set(key, await core.create(room, operation));
  };
  const failures = await forAll(core, [keys, removed], rooms, operation, change, accountOf);
  const state = assembleSet(wanted.declaredAs, rooms);
  // No room existed and none was created, so there is no state to keep.
  if (isNew && rooms.size === 0) throwIfAny(failures);
  if (failures.length > 0) throw new PartialStateError(idOf(wanted), { ...state }, ...failures);
  return state;
}

/** A set has no id in the API. */
export const idOf = (set: { declaredAs: string }): string => set.declaredAs;

/** Maximum number of failures to list. The engine limits the size of messages. */
const MAX_NAMED_FAILURES = 100;
/** Maximum number of concurrent rooms. The account's limits apply to their requests. */
const MAX_CONCURRENCY = 100;

/**
 * Runs the work of each room and continues with the others if one fails. Starts no more rooms of an account
 * during its outage.
 *
 * @param groups keys of rooms; a group starts after the previous one has ended
 * @param rooms receives the partial state of a room whose work failed
 * @param work called with an operation whose `customTimeouts` apply to all rooms together
 * @param accountOf the inputs that decide on a room's account
 * @returns the failures
 */
async function forAll(
  core: Core,
  groups: string[][],
  rooms: Map<string, RoomState>,
  operation: Operation,
  work: (key: string, operation: Operation) => Promise<void>,
  accountOf: (key: string) => Parameters<Core["outage"]>[0] = (key) => rooms.get(key)!,
): Promise<string[]> {
  const failures: string[] = [];
  const started = core.begin(operation);
  const secrets = secretsIn(operation.secrets ?? {}, "rooms");
  /** Accounts with a failed room. */
  const failed = new Set<string | undefined>();
  let interruption: string | undefined;
  const notStarted = new Map<string, number>();
  const worker = async (waiting: Iterable<string>) => {
    for (const key of waiting) {
      const inputs = accountOf(key);
      // An earlier outage may be over, so it counts only after a room of this set has failed in the account.
      const reason = interruption ?? (failed.has(inputs.account) ? core.outage(inputs) : undefined);
      if (reason !== undefined) {
        notStarted.set(reason, (notStarted.get(reason) ?? 0) + 1);
        continue;
      }
      try {
        await work(key, { ...started, secrets: secretsIn(secrets, key) });
      } catch (error) {
        if (isRequestError(error) && error.isInterrupted) {
          interruption ??= (error.cause as OperationEnd).reason;
          notStarted.set(interruption, (notStarted.get(interruption) ?? 0) + 1);
          continue;
        }
        failed.add(inputs.account);
        if (error instanceof PartialStateError) rooms.set(key, error.properties as unknown as RoomState);
        failures.push(`rooms${pathPart(key)}: ${(error as Error).message}`);
      }
    }
  };
  for (const keys of groups) {
    const waiting = keys.values();
    await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENCY, keys.length) }, () => worker(waiting)));
  }
  const more = failures.length - MAX_NAMED_FAILURES;
  if (more > 0) {
    failures.splice(
      MAX_NAMED_FAILURES,
      more,
      `${more} more ${more === 1 ? "room" : "rooms"} failed. Fix the failures above, and run the command again to see the rest.`,
    );
  }
  for (const [reason, count] of notStarted) {
    failures.push(
      `${count} of ${groups.flat().length} rooms ${count === 1 ? "was" : "were"} not started, because ${reason}. Run the command again to continue with them.`,
    );
  }
  return failures;
}

function throwIfAny(failures: string[]): void {
  if (failures.length > 0) throw new Error(failures.join("\n"));
}
