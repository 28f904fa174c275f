import { type JsonObject, own } from "../json";
import { type RoomInputs, type RoomState, secretNames } from "../room/properties";

/** The inputs of a room set as check completes them, with the defaults copied into each room. */
export interface RoomSetInputs {
  /** Rooms by key. */
  rooms: Record<string, MemberInputs>;
  /** As the program gave them: `ignoreChanges` restores the old ones. */
  defaults?: unknown;
  /** `<project>/<stack>/<resource name>` under which the set was first declared. */
  declaredAs: string;
}

/**
 * Each secret property of a room, and the output that maps room keys to its values, such as `moderatorUrls`. They
 * are outside `rooms`, because one secret inside would make the links of all rooms secret in Node.js.
 */
export const secretMaps: Record<string, string> = Object.fromEntries(
  secretNames.map((name) => [name, `${name}s`]),
);

/** The state of a room set: the state of each room as `Room` has it, with the secrets in separate maps. */
export type RoomSetState = {
  rooms: Record<string, MemberState>;
  declaredAs: string;
} & { [Name in keyof RoomState as `${Name}s`]?: JsonObject };

/** Without `declaredAs`, which derives from the set and the key. */
type MemberInputs = Omit<RoomInputs, "declaredAs">;
type MemberState = Omit<RoomState, "declaredAs">;

/** `declaredAs` of the room with this key. */
export const memberDeclaredAs = (set: { declaredAs: string }, key: string): string =>
  `${set.declaredAs}/${key}`;

/** The inputs of one room, as `Room` has them; `undefined` if the set has no such room. */
export function memberInputs(inputs: RoomSetInputs, key: string): RoomInputs | undefined {
  const room = own(inputs.rooms, key) as MemberInputs | undefined;
  return room && { ...room, declaredAs: memberDeclaredAs(inputs, key) };
}

/** The state of one room, as `Room` has it; `undefined` if the set has no such room. */
export function memberState(state: RoomSetState, key: string): RoomState | undefined {
  const room = own(state.rooms, key) as MemberState | undefined;
  if (!room) return undefined;
  // States of earlier versions keep the PIN and the live recording in the room.
  const secrets = Object.entries(secretMaps)
    .map(([name, map]) => [name, own(((state as JsonObject)[map] ?? {}) as JsonObject, key)])
    .filter(([, value]) => value !== undefined);
  return { ...room, ...Object.fromEntries(secrets), declaredAs: memberDeclaredAs(state, key) };
}

/** The states of all rooms of a set. */
export const memberStates = (state: RoomSetState): Map<string, RoomState> =>
  new Map(Object.keys(state.rooms).map((key) => [key, memberState(state, key)!]));

/** Builds the state of a set from the states of its rooms. */
export function assembleSet(declaredAs: string, members: Map<string, RoomState>): RoomSetState {
  const isInRoom = ([name]: [string, unknown]) => name !== "declaredAs" && !Object.hasOwn(secretMaps, name);
  const rooms = [...members].map(([key, room]) => [
    key,
    Object.fromEntries(Object.entries(room).filter(isInRoom)),
  ]);
  const mapOf = (name: string) =>
    Object.fromEntries(
      [...members]
        .map(([key, room]) => [key, (room as JsonObject)[name]])
        .filter(([, value]) => value !== undefined),
    );
  return { rooms: Object.fromEntries(rooms), ...eachSecretMap(mapOf), declaredAs };
}

/** Builds each secret map of a set from the name of its property, and its own. */
export const eachSecretMap = <Value>(make: (name: string, map: string) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(secretMaps).map(([name, map]) => [map, make(name, map)]));
