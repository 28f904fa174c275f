import type { Account } from "../config/account";
import { isObject, type JsonObject, own } from "../json";
import { pathPart } from "../property-path";
import { hasUnknown, UNKNOWN } from "../unknown";
import { sameInput, sameNested, sameValue } from "./compare";
import { linksOf } from "./links";
import { rejectOtherProject, sameProject } from "./other-project";
import { type InputName, inputNames, metadataOf, type RoomInputs, type RoomState } from "./properties";
import { withLeftOutAsChanged } from "./reduced-state";

/** A property that an update or a replacement changes. */
export interface Change {
  /** Property path: `participants`, `sip.enabled`. */
  path: string;
  /** The top-level property of the path. */
  property: string;
  kind: "add" | "update" | "delete";
  /** Whether the API cannot change it, so that a new room with new links replaces this one. */
  replace: boolean;
}

/**
 * The differences between a room in the state and the room that the program wants.
 *
 * @param account the account that the program wants; a room of another project is replaced only if the
 *   program names another account, and is an error otherwise
 * @throws Error if the room belongs to another project, or if the change would undo an adoption
 */
export function diffRoom(
  roomId: string,
  state: RoomState,
  wanted: RoomInputs,
  account: Account | undefined,
): Change[] {
  const before = withLeftOutAsChanged(state);
  const changes = inputNames
    .filter((name) => name !== "declaredAs" && name !== "account")
    .filter((name) => hasUnknown(wanted[name]) || !sameInput(name, before[name], wanted[name]))
    .flatMap((name) => changesOf(name, before[name], wanted[name]));

  if (!sameValue(state.account, wanted.account)) {
    const replace = account !== undefined && !sameProject(state, account);
    changes.push(change("account", "account", state.account, wanted.account, replace));
  } else if (account) {
    rejectOtherProject(roomId, state, account);
  }
  if (account) changes.push(...linkChanges(roomId, state, account));
  rejectUndoneAdoption(roomId, wanted, changes);
  return changes;
}

function changesOf(name: InputName, before: unknown, after: unknown): Change[] {
  const replace = metadataOf(name).replaceOnChanges === true;
  const keys =
    isObject(before) && isObject(after) ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [];
  const nested = keys
    .map((key) => ({ key, from: own(before as JsonObject, key), to: own(after as JsonObject, key) }))
    .filter(({ from, to }) => hasUnknown(to) || !sameNested(name, from, to))
    .map(({ key, from, to }) => change(name, `${name}${pathPart(key)}`, from, to, replace));
  return nested.length > 0 ? nested : [change(name, name, before, after, replace)];
}

/** Changes of the links only: the room stays the same, but the configuration of its links changed. */
function linkChanges(roomId: string, state: RoomState, account: Account): Change[] {
  const links = linksOf(account, roomId);
  return (["participantUrl", "moderatorUrl"] as const)
    .filter((name) => state[name] !== links[name])
    .map((name) => change(name, name, state[name], links[name], false));
}

function rejectUndoneAdoption(roomId: string, wanted: RoomInputs, changes: Change[]): void {
  const id = wanted.adoptRoomId;
  if (id === undefined || id === UNKNOWN) return;
  const fix =
    "Remove adoptRoomId from the program first: the room stays as it is, and later changes follow the usual rules.";
  if (id.toLowerCase() !== roomId.toLowerCase()) {
    throw new Error(
      `adoptRoomId: this resource already has room ${roomId} and cannot adopt another one. ${fix}`,
    );
  }
  // An unknown value may turn out to be unchanged.
  const replacing = changes
    .filter((each) => each.replace && !hasUnknown(wanted[each.property as InputName]))
    .map((each) => each.property);
  if (replacing.length > 0) {
    throw new Error(
      `adoptRoomId: changing ${replacing.join(", ")} would replace the adopted room ${roomId}. ${fix}`,
    );
  }
}

function change(property: string, path: string, before: unknown, after: unknown, replace: boolean): Change {
  const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
  return { path, property, kind, replace };
}
