import { own } from "../room/compare";
import type { RoomInputs, RoomState } from "../room/schema";

/** The inputs of a room set as check completes them: the defaults have gone into each room. */
export interface RoomSetInputs {
  /** The rooms by their keys. */
  rooms: Record<string, MemberInputs>;
  /** As the program gave them: `ignoreChanges` asks for the old ones. */
  defaults?: unknown;
  /** `<project>/<stack>/<resource name>` under which the set was first declared. */
  declaredAs: string;
}

/** A room set as Pulumi keeps it: what `Room` would keep of each room, the moderator links apart. */
export interface RoomSetState {
  rooms: Record<string, MemberState>;
  /** Moderator links by the rooms' keys. */
  moderatorUrls: Record<string, string>;
  declaredAs: string;
}

/** What a room is declared as follows from its set and its key. */
type MemberInputs = Omit<RoomInputs, "declaredAs">;
type MemberState = Omit<RoomState, "declaredAs" | "moderatorUrl">;

/** What the room with this key is declared as. */
export const memberOf = (set: { declaredAs: string }, key: string): string => `${set.declaredAs}/${key}`;

/** The inputs of one room, as `Room` has them; `undefined` where the set has no such room. */
export function memberInputs(inputs: RoomSetInputs, key: string): RoomInputs | undefined {
  const room = own(inputs.rooms, key) as MemberInputs | undefined;
  return room && { ...room, declaredAs: memberOf(inputs, key) };
}

/** The state of one room, as `Room` has it; `undefined` where the set has no such room. */
export function memberState(state: RoomSetState, key: string): RoomState | undefined {
  const room = own(state.rooms, key) as MemberState | undefined;
  if (!room) return undefined;
  const moderatorUrl = own(state.moderatorUrls, key) as string;
  return { ...room, moderatorUrl, declaredAs: memberOf(state, key) };
}

/** The states of all rooms of a set. */
export const memberStates = (state: RoomSetState): Map<string, RoomState> =>
  new Map(Object.keys(state.rooms).map((key) => [key, memberState(state, key)!]));

/** Puts the rooms of a set together. */
export function setOf(declaredAs: string, members: Map<string, RoomState>): RoomSetState {
  const rooms: [string, MemberState][] = [];
  const moderatorUrls: [string, string][] = [];
  for (const [key, { moderatorUrl, declaredAs: _, ...room }] of members) {
    rooms.push([key, room]);
    moderatorUrls.push([key, moderatorUrl]);
  }
  return {
    rooms: Object.fromEntries(rooms),
    moderatorUrls: Object.fromEntries(moderatorUrls),
    declaredAs,
  };
}
