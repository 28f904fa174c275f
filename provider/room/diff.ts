import { type Account, linksOf, maskAppId } from "../config";
import { hasUnknown, UNKNOWN } from "../unknown";
import { isObject, own, sameInput, sameNested, sameValue } from "./compare";
import { appIdOf } from "./links";
import { withStandIns } from "./reduced-state";
import { factsOf, type InputName, inputNames, type RoomInputs, type RoomState } from "./schema";

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

/** Fails where the state says that a room belongs to another project than the account's: it is there, and not ours to touch. */
export function refuseOtherProject(roomId: string, state: Partial<RoomState>, account: Account): void {
  if (sameProject(state, account)) return;
  const theirs = maskAppId(appIdOf(state.moderatorUrl)!);
  throw new Error(
    `Room ${roomId} belongs to the project with the App ID ${theirs}, and the configuration names ${maskAppId(account.appId)}. ` +
      `Nothing was changed. ${account.isOfProvider ? remedyInProvider : remedyInStack}`,
  );
}

const remedyInStack =
  "Configure the credentials of the room's own project again; " +
  "to move to the other project, destroy the stack with the old credentials first, or name the other one as an account.";

/** A resource of another name has no old state, so that it is created; the old one is deleted by its old provider. */
const remedyInProvider =
  "Give the provider the credentials of the room's own project again; " +
  "to make a room in the other project, declare another provider for it and give the room's resource another name.";

function sameProject(state: Partial<RoomState>, account: Account): boolean {
  const appId = appIdOf(state.moderatorUrl);
  return appId === undefined || appId.toLowerCase() === account.appId.toLowerCase();
}

function changesOf(name: InputName, before: unknown, after: unknown): Change[] {
  const replace = factsOf(name).replaceOnChanges === true;
  const keys =
    isObject(before) && isObject(after) ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [];
  const nested = keys
    .map((key) => ({ key, was: own(before as Bag, key), is: own(after as Bag, key) }))
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

type Bag = Record<string, unknown>;
/** How a key stands in a property path after the path of its object. */
export const pathPart = (key: string) =>
  /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
