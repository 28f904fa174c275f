import type { Core } from "../core";
import type { JsonObject } from "../json";
import type { RoomState } from "../room/properties";
import { UNKNOWN } from "../unknown";
import { isReplaced } from "./diff";
import {
  assembleSet,
  eachSecretMap,
  memberInputs,
  memberState,
  type RoomSetInputs,
  type RoomSetState,
} from "./members";

/** Predicts the result of a create, or of an update of the set as it is `now`, for a preview. */
export function planRoomSet(core: Core, wanted: RoomSetInputs, now?: RoomSetState): RoomSetState {
  const { declaredAs } = wanted;
  if ((wanted.rooms as unknown) === UNKNOWN) {
    return { rooms: UNKNOWN, ...eachSecretMap(() => UNKNOWN), declaredAs } as unknown as RoomSetState;
  }
  const known = new Map<string, RoomState>();
  const unknown: [string, string][] = [];
  for (const key of Object.keys(wanted.rooms)) {
    if ((wanted.rooms[key] as unknown) === UNKNOWN) {
      unknown.push([key, UNKNOWN]);
      continue;
    }
    const room = memberInputs(wanted, key)!;
    const was = now && memberState(now, key);
    const stays = was && !isReplaced(core, was, room);
    known.set(key, core.plan(room, stays ? was : undefined));
  }
  const set = assembleSet(declaredAs, known);
  const rest = Object.fromEntries(unknown) as Record<string, never>;
  const secrets = eachSecretMap((_, map) => ({ ...((set as JsonObject)[map] as JsonObject), ...rest }));
  return { rooms: { ...set.rooms, ...rest }, ...secrets, declaredAs } as RoomSetState;
}
