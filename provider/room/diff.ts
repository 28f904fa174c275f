import type { Account } from "../config/account";
import { isObject, type JsonObject, own } from "../json";
import { pathPart } from "../property-path";
import { hasUnknown, UNKNOWN } from "../unknown";
import { sameInput, sameNested, sameValue } from "./compare";
import { linksOf } from "./links";
import { refuseOtherProject, sameProject } from "./other-project";
import { withStandIns } from "./reduced-state";
import { type InputName, inputNames, metadataOf, type RoomInputs, type RoomState } from "./schema";

/** A property that an update or a replacement changes. */
export interface Change {
  /** Property path: `participants`, `sip.enabled`. */
  path: string;
  /** The top-level property of the path. */
  property: string;
  kind: "add" | "update" | "delete";
  /** The API cannot change it: a new room takes this one's place, with new links. */
  replace: boolean;
}

/**
 * What differs between a room as Pulumi keeps it and as the program wants it.
 *
 * @param account the account that the program wants; a room of another project is replaced only where the program
 *   names another account, and is an error otherwise
 * @throws Error where the room belongs to another project, or where an adoption would be undone
 */
export function diffRoom(
  roomId: string,
  state: RoomState,
  wanted: RoomInputs,
  account: Account | undefined,
): Change[] {
  const was = withStandIns(state);
  const changes = inputNames
    .filter((name) => name !== "declaredAs" && name !== "account")
    .filter((name) => hasUnknown(wanted[name]) || !sameInput(name, was[name], wanted[name]))
    .flatMap((name) => changesOf(name, was[name], wanted[name]));

  if (!sameValue(state.account, wanted.account)) {
    const replace = account !== undefined && !sameProject(state, account);
    changes.push(change("account", "account", state.account, wanted.account, replace));
  } else if (account) {
    refuseOtherProject(roomId, state, account);
  }
  if (account) changes.push(...linkChanges(roomId, state, account));
  refuseUndoneAdoption(roomId, wanted, changes);
  return changes;
}

function changesOf(name: InputName, before: unknown, after: unknown): Change[] {
  const replace = metadataOf(name).replaceOnChanges === true;
  const keys =
    isObject(before) && isObject(after) ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [];
  const nested = keys
    .map((key) => ({ key, was: own(before as JsonObject, key), is: own(after as JsonObject, key) }))
    .filter(({ was, is }) => hasUnknown(is) || !sameNested(name, was, is))
    .map(({ key, was, is }) => change(name, `${name}${pathPart(key)}`, was, is, replace));
  return nested.length > 0 ? nested : [change(name, name, before, after, replace)];
}

/** Links that changed because the configuration did: the room is the same, only its addresses are computed anew. */
function linkChanges(roomId: string, state: RoomState, account: Account): Change[] {
  const links = linksOf(account, roomId);
  return (["participantUrl", "moderatorUrl"] as const)
    .filter((name) => state[name] !== links[name])
    .map((name) => change(name, name, state[name], links[name], false));
}

function refuseUndoneAdoption(roomId: string, wanted: RoomInputs, changes: Change[]): void {
  const id = wanted.adoptRoomId;
  if (id === undefined || id === UNKNOWN) return;
  const remedy =
    "Take adoptRoomId out of the program first: the room stays as it is, and later changes follow the usual rules.";
  if (id.toLowerCase() !== roomId.toLowerCase()) {
    throw new Error(
      `adoptRoomId: this resource is room ${roomId}, so it cannot take over another one. ${remedy}`,
    );
  }
  // A value that is not known yet may well turn out to be the same.
  const replacing = changes
    .filter((each) => each.replace && !hasUnknown(wanted[each.property as InputName]))
    .map((each) => each.property);
  if (replacing.length > 0) {
    throw new Error(
      `adoptRoomId: a change of ${replacing.join(", ")} would replace room ${roomId}, which was adopted. ${remedy}`,
    );
  }
}

function change(property: string, path: string, before: unknown, after: unknown, replace: boolean): Change {
  const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
  return { path, property, kind, replace };
}
