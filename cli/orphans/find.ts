import type { RoomsApi } from "../../provider/api/client";
import { accountNames } from "../../provider/config/account";
import { createCore } from "../../provider/core";
import { isReleased, parseDeclaredAs, resourceMark, stackMark } from "../../provider/room/marker";
import type { ObservedRoom } from "../../provider/room/wire";
import { interruptSignal } from "../interrupt";
import { folderOf, readBackend } from "../pulumi/backend";
import { pulumi } from "../pulumi/command";
import { findInHistory, type PastRoom } from "../pulumi/history";
import { type HeldRoom, heldRooms, roomIdsOfAllStacks } from "../pulumi/rooms";
import type { PulumiStack } from "../pulumi/stack";
import { isExplicitProvider, nameOf } from "../pulumi/state";

/** A room with a stack's marker that is in no current state of the backend. */
export interface Orphan {
  room: ObservedRoom;
  /** Resource name, such as `standup`, or `<set>/<key>`; `undefined` if unknown. */
  resource?: string;
  /** The room of the same resource in the stack's state. */
  duplicateOf?: HeldRoom;
  /** The last state that contained it, if it was retained, removed or moved, or an older state was restored. */
  lastState?: PastRoom;
  /** API of its account. */
  api: RoomsApi<ObservedRoom>;
  account?: string;
}

export interface Search {
  /** The stack whose marker was searched for. */
  owner: { project: string; stack: string };
  found: Orphan[];
  /** Why past states cannot be read. If set, an orphan may have been in a state. */
  historyError?: string;
  /** Explicit providers, whose accounts are not in the configuration. */
  uncheckedProviders: string[];
  /** Stacks whose state cannot be read; they may contain the rooms found. */
  unreadableStacks: string[];
}

/**
 * Finds orphans in all accounts of the stack's configuration.
 *
 * Names of projects and stacks are not globally unique: a stack of the same name in another backend creates rooms
 * with the same marker.
 *
 * @param createdAs `<project>/<stack>` under which the rooms were created, if the stack was renamed since
 */
export async function searchOrphans(stack: PulumiStack, createdAs: string | undefined): Promise<Search> {
  const [project, name, more] = createdAs?.split("/") ?? [stack.project, stack.stack];
  if (!project || !name || more !== undefined) throw new Error("--as must have the form <project>/<stack>.");
  const owner = { project, stack: name };
  const own = heldRooms(stack.resources);
  const marked = new Map<string, Candidate>();
  for (const account of accountNames(stack.config)) {
    const core = createCore({ config: stack.config, warn: console.error });
    const api = core.api(account, { signal: interruptSignal() });
    for (const room of await api.list()) {
      // Two accounts may use the same project.
      if (resourceMarkOf(room).startsWith(`${stackMark(project, name)}.`) && !marked.has(idOf({ room })))
        marked.set(idOf({ room }), { room, api, account });
    }
  }
  const { found, unreadableStacks } = await notInAnyState([...marked.values()], own, stack);
  const byMark = new Map(own.map((each) => [each.declaredAs && resourceMark(each.declaredAs), each]));
  const history = await readHistory(found, stack);
  return {
    owner,
    found: found.map((each) => {
      const duplicateOf = byMark.get(resourceMarkOf(each.room));
      const lastState = history.rooms.get(idOf(each));
      const declaredAs = declaredAsOf(each.room, owner, [duplicateOf?.declaredAs, lastState?.declaredAs]);
      return { ...each, duplicateOf, lastState, resource: declaredAs && parseDeclaredAs(declaredAs)?.name };
    }),
    historyError: history.unreadable,
    // With a file, the environment chooses the account.
    uncheckedProviders: stack.isFromFile ? [] : stack.resources.filter(isExplicitProvider).map(nameOf),
    unreadableStacks,
  };
}

type Candidate = Pick<Orphan, "room" | "api" | "account">;

/** Removes rooms that are in a current state. Reads other stacks only if needed. */
export async function notInAnyState<T extends Candidate>(
  rooms: T[],
  own: HeldRoom[],
  { isFromFile }: PulumiStack,
): Promise<{ found: T[]; unreadableStacks: string[] }> {
  const isIn = (held: Set<string>) => (each: T) => held.has(idOf(each));
  const isOwn = isIn(new Set(own.map(({ roomId }) => roomId)));
  const left = rooms.filter((each) => !isOwn(each));
  if (left.length === 0) return { found: [], unreadableStacks: [] };
  // The file's backend is unknown.
  if (isFromFile) return { found: left, unreadableStacks: ["other stacks"] };
  const { held, unreadable } = await roomIdsOfAllStacks(pulumi, console.error);
  const isElsewhere = isIn(held);
  return { found: left.filter((each) => !isElsewhere(each)), unreadableStacks: unreadable };
}

async function readHistory(
  found: Candidate[],
  { isFromFile }: PulumiStack,
): Promise<{ rooms: Map<string, PastRoom>; unreadable?: string }> {
  const none = new Map<string, PastRoom>();
  if (found.length === 0) return { rooms: none };
  if (isFromFile) return { rooms: none, unreadable: "a file contains only one state" };
  try {
    const folder = folderOf((await readBackend(pulumi)).url);
    if (folder === undefined)
      return { rooms: none, unreadable: "only a backend in a folder (file://) provides them" };
    return { rooms: await findInHistory(folder, found.map(idOf), console.error) };
  } catch (error) {
    return { rooms: none, unreadable: (error as Error).message };
  }
}

const idOf = ({ room }: Pick<Orphan, "room">): string => room.roomId.toLowerCase();

/** The marker without its nonce. */
const resourceMarkOf = (room: ObservedRoom): string => (room.marker ?? "").split(".").slice(0, 2).join(".");

/** The room's `declaredAs`, confirmed by the marker unless the room was released. */
function declaredAsOf(
  room: ObservedRoom,
  { project, stack }: Search["owner"],
  known: (string | undefined)[],
): string | undefined {
  const own = `${project}/${stack}/`;
  const isRight = isReleased(room.marker)
    ? (text: string) => text.startsWith(own)
    : (text: string) => resourceMark(text) === resourceMarkOf(room);
  return [...known, room.inputs.ownerRef, `${own}${room.inputs.name}`].find(
    (text): text is string => text !== undefined && isRight(text),
  );
}
