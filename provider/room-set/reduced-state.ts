import { isObject, own } from "../json";
import type { RoomState } from "../room/properties";
import { completeRoom, reduceRoom } from "../room/reduced-state";
import { assembleSet, memberStates, type RoomSetState } from "./members";

/** The state of a set without the long values of its rooms: see `reduceRoom`. */
export function reduceRoomSet(state: RoomSetState, longest: number): RoomSetState {
  return eachRoom(state, (room) => reduceRoom(room, longest));
}

/** The state of a set with the values that were left out, as the program gives them: see `completeRoom`. */
export function completeRoomSet(state: RoomSetState, inputs: Record<string, unknown>): RoomSetState {
  const rooms = isObject(inputs.rooms) ? inputs.rooms : {};
  return eachRoom(state, (room, key) => completeRoom(room, own(rooms, key)));
}

function eachRoom(
  state: RoomSetState,
  change: (room: Record<string, unknown>, key: string) => Record<string, unknown>,
): RoomSetState {
  const rooms = [...memberStates(state)].map(([key, room]): [string, RoomState] => [
    key,
    change({ ...room }, key) as unknown as RoomState,
  ]);
  return assembleSet(state.declaredAs, new Map(rooms));
}
