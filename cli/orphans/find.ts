import type { RoomsApi } from "../../provider/api/client";
import { accountNames, type ConfigReader } from "../../provider/config";
import { createCore } from "../../provider/core";
import { type DeclaredRoom, findOrphans, type Orphan } from "../../provider/room/orphans";
import {
  isOwnProvider,
  isRoom,
  isRoomSet,
  nameOf,
  type PulumiStack,
  pulumi,
  resourcesOf,
  type StateResource,
  stacksOf,
} from "../pulumi-stack";
import { UsageError } from "../usage-error";

/** An orphan and the API of the account that it lives in. */
export type Found = Orphan & { api: RoomsApi; account?: string };

/** What a search found, and where it could not look. */
export interface Search {
  /** Whose marker was looked for. */
  of: { project: string; stack: string };
  found: Found[];
  /** Providers of the program's own: their accounts are not those of the configuration. */
  unseenProviders: string[];
  /** Stacks whose state cannot be read. They may hold what was found. */
  unseenStacks: string[];
}

/**
 * Looks for orphans in all accounts that the stack's configuration names.
 *
 * @param as `<project>/<stack>` under which the rooms were made, where the stack had another name then
 */
export async function searchOrphans(stack: PulumiStack, as: string | undefined): Promise<Search> {
  const [project, name, more] = as?.split("/") ?? [stack.project, stack.stack];
  if (!project || !name || more !== undefined) throw new UsageError("--as has the form <project>/<stack>.");
  const of = { project, stack: name };
  const declared = stack.resources.flatMap(declaredRooms);
  const found: Found[] = [];
  for (const account of accountNames(stack.config)) {
    const { api } = createCore({ config: offline(stack.config), warn: console.error }).api(account);
    const orphans = findOrphans(await api.list(), declared, of);
    found.push(...orphans.map((orphan) => ({ ...orphan, api, account })));
  }
  const { held, unseen } =
    found.length > 0 && !stack.isFromFile
      ? await roomsOfStacks(new Set([stack.project, project]))
      : { held: new Set(), unseen: [] };
  return {
    of,
    found: found.filter(({ room }) => !held.has(room.room_id)),
    // Who reads a file chooses the account by the environment.
    unseenProviders: stack.isFromFile ? [] : stack.resources.filter(isOwnProvider).map(nameOf),
    unseenStacks: unseen,
  };
}

/** Ids of the rooms that a state holds. */
export const heldBy = (resources: StateResource[]): Set<string> =>
  new Set(resources.flatMap(declaredRooms).map(({ roomId }) => roomId));

/**
 * The rooms of all stacks of some projects. A stack that was renamed, is of another organisation or took rooms over
 * holds rooms with a marker that is not, or not only, its own.
 */
async function roomsOfStacks(projects: Set<string>): Promise<{ held: Set<string>; unseen: string[] }> {
  const held = new Set<string>();
  const unseen: string[] = [];
  for (const project of projects) {
    const names = await stacksOf(pulumi, project).catch(() => {
      unseen.push(`the stacks of ${project}`);
      return [];
    });
    for (const name of names)
      try {
        for (const id of heldBy(await resourcesOf(name))) held.add(id);
      } catch {
        unseen.push(name);
      }
  }
  return { held, unseen };
}

/** Links play no part here, so that a subdomain need not be configured. */
const offline =
  (config: ConfigReader): ConfigReader =>
  (key) =>
    config(key) ?? (key === "meetingUrl" ? "https://not-configured.invalid" : undefined);

function declaredRooms(resource: StateResource): DeclaredRoom[] {
  const { id, inputs, outputs } = resource;
  if (isRoomSet(resource)) return membersOf(resource);
  if (!isRoom(resource) || id === undefined) return [];
  const declaredAs = outputs?.declaredAs ?? inputs?.declaredAs;
  return [{ roomId: id, declaredAs: typeof declaredAs === "string" ? declaredAs : undefined }];
}

/** @throws UsageError where the ids are secrets: rooms that are in use would look like orphans */
function membersOf({ urn, outputs = {} }: StateResource): DeclaredRoom[] {
  return Object.entries(Object(outputs.rooms)).map(([key, room]) => {
    const { roomId } = Object(room);
    if (typeof roomId === "string") return { roomId, declaredAs: `${outputs.declaredAs}/${key}` };
    throw new UsageError(
      `The state keeps the rooms of ${urn} as secrets, so that they cannot be told from orphans. Take the secret out of its rooms, and run pulumi up.`,
    );
  });
}
