import type { Core } from "../core";
import { pathPart } from "../property-path";
import type { Change } from "../room/diff";
import { isOutput, type RoomInputs, type RoomState } from "../room/properties";
import { UNKNOWN } from "../unknown";
import { memberInputs, memberState, memberStates, type RoomSetInputs, type RoomSetState } from "./members";

/** A difference between a set as it is kept and as it is wanted. */
export interface SetChange extends Change {
  /**
   * Whether the engine compares the new inputs with the old ones, and not with the outputs. A link is none of them, and
   * would look deleted; a live recording is at another path there.
   */
  inputDiff: boolean;
}

/**
 * What differs, room by room. Nothing replaces the set: a room that the API cannot change is deleted and made anew,
 * and the others stay.
 *
 * @throws Error naming each room that belongs to another project, whose adoption would be undone, or that two keys
 *   would hold
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

/** A key that adopts the room of another key which stays: two keys would own one room. */
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

/** Keys of the rooms that a change deletes and makes anew, because the API cannot make it. */
export function replacedRooms(core: Core, state: RoomSetState, wanted: RoomSetInputs): string[] {
  if ((wanted.rooms as unknown) === UNKNOWN) return [];
  return Object.keys(wanted.rooms).filter((key) => {
    const was = memberState(state, key);
    return (
      was && (wanted.rooms[key] as unknown) !== UNKNOWN && isReplaced(core, was, memberInputs(wanted, key)!)
    );
  });
}

/** Whether the API cannot change a room to what is wanted, so that a new one takes its place. */
export const isReplaced = (core: Core, was: RoomState, wanted: RoomInputs): boolean =>
  core.diff(was.roomId, was, wanted).some((change) => change.replace);

/** The keys of all rooms, as they are and as they are wanted. */
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
    inputDiff: isOutput(change.property) || change.property === "liveRecording",
  };
}
