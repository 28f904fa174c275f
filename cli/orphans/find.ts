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
import { UsageError } from "../usage-error";

/** A room that carries a stack's marker and that no current state of the backend holds. */
export interface Orphan {
  room: ObservedRoom;
  /** Name of its resource, such as `standup`; for a room of a set `<set>/<key>`. `undefined` if that is not known. */
  resource?: string;
  /** The room that the stack's state holds for the same resource. */
  duplicateOf?: HeldRoom;
  /** The last state that held it: it was retained, removed or moved, or an older state was restored. */
  lastState?: PastRoom;
  /** The API of the account that it lives in. */
  api: RoomsApi<ObservedRoom>;
  account?: string;
}

/** What a search found, and where it could not look. */
export interface Search {
  /** Whose marker was looked for. */
  of: { project: string; stack: string };
  found: Orphan[];
  /** Why past states cannot be read, if they cannot: an orphan may then have left a state. */
  historyError?: string;
  /** Providers of the program's own: their accounts are not those of the configuration. */
  uncheckedProviders: string[];
  /** Stacks whose state cannot be read. They may hold what was found. */
  unreadableStacks: string[];
}

/**
 * Looks for orphans in all accounts that the stack's configuration names.
 *
 * Names of projects and stacks are not unique in the world: another stack of the same names, in another state backend,
 * creates rooms with the same marker.
 *
 * @param as `<project>/<stack>` under which the rooms were created, if the stack had another name then
 */
export async function searchOrphans(stack: PulumiStack, as: string | undefined): Promise<Search> {
  const [project, name, more] = as?.split("/") ?? [stack.project, stack.stack];
  if (!project || !name || more !== undefined)
    throw new UsageError("--as must have the form <project>/<stack>.");
  const of = { project, stack: name };
  const own = heldRooms(stack.resources);
  const marked = new Map<string, Candidate>();
  for (const account of accountNames(stack.config)) {
    const core = createCore({ config: stack.config, warn: console.error });
    const api = core.api(account, { signal: interruptSignal() });
    for (const room of await api.list()) {
      // Two accounts may be of one project.
      if (resourceMarkOf(room).startsWith(`${stackMark(project, name)}.`) && !marked.has(idOf({ room })))
        marked.set(idOf({ room }), { room, api, account });
    }
  }
  const { found, unseen } = await notInAnyState([...marked.values()], own, stack);
  const byMark = new Map(own.map((each) => [each.declaredAs && resourceMark(each.declaredAs), each]));
  const history = await readHistory(found, stack);
  return {
    of,
    found: found.map((each) => {
      const duplicateOf = byMark.get(resourceMarkOf(each.room));
      const lastState = history.rooms.get(idOf(each));
      const declaredAs = declaredAsOf(each.room, of, [duplicateOf?.declaredAs, lastState?.declaredAs]);
      return { ...each, duplicateOf, lastState, resource: declaredAs && parseDeclaredAs(declaredAs)?.name };
    }),
    historyError: history.unreadable,
    // Who reads a file chooses the account by the environment.
    uncheckedProviders: stack.isFromFile ? [] : stack.resources.filter(isExplicitProvider).map(nameOf),
    unreadableStacks: unseen,
  };
}

type Candidate = Pick<Orphan, "room" | "api" | "account">;

/** Leaves out the rooms that a current state holds. The other stacks are read only if that may change something. */
export async function notInAnyState<T extends Candidate>(
  rooms: T[],
  own: HeldRoom[],
  { isFromFile }: PulumiStack,
): Promise<{ found: T[]; unseen: string[] }> {
  const isIn = (held: Set<string>) => (each: T) => held.has(idOf(each));
  const isOwn = isIn(new Set(own.map(({ roomId }) => roomId)));
  const left = rooms.filter((each) => !isOwn(each));
  if (left.length === 0) return { found: [], unseen: [] };
  // Whose backend wrote the file is not known.
  if (isFromFile) return { found: left, unseen: ["other stacks"] };
  const { held, unseen } = await roomIdsOfAllStacks(pulumi, console.error);
  const isElsewhere = isIn(held);
  return { found: left.filter((each) => !isElsewhere(each)), unseen };
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

/** A room's marker without the nonce. */
const resourceMarkOf = (room: ObservedRoom): string => (room.marker ?? "").split(".").slice(0, 2).join(".");

/** What a room was declared as: the marker confirms it, unless the room was released. */
function declaredAsOf(
  room: ObservedRoom,
  { project, stack }: Search["of"],
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
