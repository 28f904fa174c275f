import type { Core } from "../core";
import { pathPart } from "../property-path";
import type { Change } from "../room/diff";
import { isOutput, type RoomInputs, type RoomState, secretNames } from "../room/properties";
import { UNKNOWN } from "../unknown";
import { memberInputs, memberState, memberStates, type RoomSetInputs, type RoomSetState } from "./members";

/** A difference between the current and the desired state of a set. */
export interface SetChange extends Change {
  /**
   * Whether the engine compares the new inputs with the old inputs, not with the outputs. A link is not an
   * input and would look deleted; the outputs keep a live recording at another path.
   */
  inputDiff: boolean;
}

/**
 * The differences, room by room. Nothing replaces the set: a room that the API cannot change is deleted and
 * created again, and the others stay.
 *
 * @throws Error naming each room that belongs to another project, whose adoption would be undone, or that two
 *   keys would own
 */
export function diffRoomSet(core: Core, state: RoomSetState, wanted: RoomSetInputs): SetChange[] {
  if ((wanted.rooms as unknown) === UNKNOWN) return [wholeRoom("rooms", "update")];
  const errors: string[] = duplicateOwners(state, wanted);
  const changes = keysOf(state, wanted).flatMap((key): SetChange[] => {
    const path = `rooms${pathPart(key)}`;
    if ((wanted.rooms[key] as unknown) === UNKNOWN) return [wholeRoom(path, "update")];
    const was = memberState(state, key);
    const room = memberInputs(wanted, key);
    if (!room) return [wholeRoom(path, "delete")];
    if (!was) return [wholeRoom(path, "add")];
    try {
      return core.diff(was.roomId, was, room).map((change) => withinSet(key, change));
    } catch (error) {
      errors.push(`${path}: ${(error as Error).message}`);
      return [];
    }
  });
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return changes;
}

/** Rejects a key that adopts the room of a remaining key: two keys would own one room. */
function duplicateOwners(state: RoomSetState, wanted: RoomSetInputs): string[] {
  const holders = new Map(
    [...memberStates(state)]
      .filter(([key]) => Object.hasOwn(wanted.rooms, key))
      .map(([key, { roomId }]) => [roomId.toLowerCase(), key]),
  );
  return Object.entries(wanted.rooms).flatMap(([key, { adoptRoomId }]) => {
    const holder = holders.get(String(adoptRoomId).toLowerCase());
    if (holder === undefined || holder === key) return [];
    return [
      `rooms${pathPart(key)}.adoptRoomId: room ${adoptRoomId} already belongs to rooms${pathPart(holder)}. Remove adoptRoomId, or remove rooms${pathPart(holder)} from the set.`,
    ];
  });
}

/** Keys of the rooms to delete and create again, because the API cannot make the change. */
export function replacedRooms(core: Core, state: RoomSetState, wanted: RoomSetInputs): string[] {
  if ((wanted.rooms as unknown) === UNKNOWN) return [];
  return Object.keys(wanted.rooms).filter((key) => {
    const was = memberState(state, key);
    return (
      was && (wanted.rooms[key] as unknown) !== UNKNOWN && isReplaced(core, was, memberInputs(wanted, key)!)
    );
  });
}

/** Whether a room is replaced, because the API cannot make the change. */
export const isReplaced = (core: Core, was: RoomState, wanted: RoomInputs): boolean =>
  core.diff(was.roomId, was, wanted).some((change) => change.replace);

/** The keys of all current and desired rooms. */
const keysOf = (state: RoomSetState, wanted: RoomSetInputs): string[] => [
  ...new Set([...Object.keys(state.rooms), ...Object.keys(wanted.rooms)]),
];

const wholeRoom = (path: string, kind: Change["kind"]): SetChange => ({
  path,
  property: "rooms",
  kind,
  replace: false,
  inputDiff: false,
});

function withinSet(key: string, change: Change): SetChange {
  const isLink = change.property === "moderatorUrl";
  return {
    path: isLink ? `moderatorUrls${pathPart(key)}` : `rooms${pathPart(key)}.${change.path}`,
    property: isLink ? "moderatorUrls" : "rooms",
    kind: change.kind,
    replace: false,
    inputDiff: isOutput(change.property) || secretNames.includes(change.property),
  };
}
