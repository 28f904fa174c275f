import { UsageError } from "../usage-error";
import { stacksOf } from "./backend";
import { type Pulumi, stackArgs } from "./command";
import { fromExport, isSecret, nameOf, type StateResource } from "./state";

/** A room in a state, declared as a resource or as a member of a set. */
export interface StateRoom {
  /** The Room, or the RoomSet that it is a member of. */
  resource: StateResource;
  /** Its key in the set. */
  key?: string;
  /** Name in the program; of a member `<set>/<key>`. */
  name: string;
  /** `undefined` if the state keeps it as a secret that is not decrypted. */
  roomId?: string;
  /** `<project>/<stack>/<name>` */
  declaredAs?: string;
  /** Its outputs, each secret as the state keeps it. */
  outputs: Record<string, unknown>;
}

/** Whether a resource is a room, in whatever form it was declared. */
export const isRoom = ({ type }: StateResource): boolean => /(^|[:/])enablex:(index:)?Room$/.test(type);

/** Whether a resource is a set of rooms. */
export const isRoomSet = ({ type }: StateResource): boolean => type === "enablex:index:RoomSet";

/**
 * The rooms of a state, also those that wait to be deleted. If a set keeps its rooms as one secret that is not
 * decrypted, one room without key and id stands for all of them.
 */
export function roomsInState(resources: StateResource[]): StateRoom[] {
  return resources.flatMap((resource): StateRoom[] => {
    if (isRoomSet(resource)) return roomsOfSet(resource);
    const { id, inputs, outputs = {} } = resource;
    if (!isRoom(resource) || id === undefined) return [];
    const declaredAs = textOf(outputs.declaredAs ?? inputs?.declaredAs);
    return [{ resource, name: nameOf(resource), roomId: id, declaredAs, outputs }];
  });
}

function roomsOfSet(resource: StateResource): StateRoom[] {
  const { rooms, moderatorUrls, declaredAs } = resource.outputs ?? {};
  const name = nameOf(resource);
  if (isEncrypted(rooms)) return [{ resource, name, outputs: {} }];
  const hosts = Object(decrypted(moderatorUrls));
  return Object.entries(Object(decrypted(rooms))).map(([key, member]) => {
    const outputs = Object(decrypted(member));
    return {
      resource,
      key,
      name: `${name}/${key}`,
      roomId: textOf(decrypted(outputs.roomId)),
      declaredAs: `${declaredAs}/${key}`,
      outputs: { ...outputs, moderatorUrl: hosts[key] },
    };
  });
}

/** Whether a value of a state is a secret that was not decrypted. */
export const isEncrypted = (value: unknown): boolean => isSecret(value) && value.plaintext === undefined;

/** A value of a state, also if it is a decrypted secret; `undefined` if it is encrypted. */
export function decrypted(value: unknown): unknown {
  if (!isSecret(value)) return value;
  return value.plaintext === undefined ? undefined : JSON.parse(value.plaintext);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A room that a state holds, certainly. */
export interface HeldRoom {
  /** In lower case. */
  roomId: string;
  declaredAs?: string;
  /** URN of the resource. */
  urn: string;
}

/**
 * The rooms that a state holds, to tell them from orphans.
 *
 * @throws UsageError if an id is a secret: a room in use would look like an orphan
 */
export function heldRooms(resources: StateResource[]): HeldRoom[] {
  return roomsInState(resources).map(({ roomId, declaredAs, resource: { urn } }) => {
    if (roomId !== undefined) return { roomId: roomId.toLowerCase(), declaredAs, urn };
    throw new UsageError(
      `The ids of the rooms of ${urn} are secrets in the state, so orphans cannot be determined. Remove the secret from the rooms, and run pulumi up.`,
    );
  });
}

/**
 * Ids of the rooms in the current states of all stacks of the backend, of every project: `pulumi state move`, a renamed
 * stack and an adoption leave rooms in a state whose marker is not, or not only, that state's own.
 *
 * @param tell takes a line of progress
 * @returns also the stacks whose state cannot be read
 */
export async function roomIdsOfAllStacks(
  run: Pulumi,
  tell: (line: string) => void,
): Promise<{ held: Set<string>; unseen: string[] }> {
  const held = new Set<string>();
  const unseen: string[] = [];
  const stacks = await stacksOf(run, "all").catch(() => undefined);
  if (!stacks) return { held, unseen: ["the backend's other stacks"] };
  if (stacks.length > 1) tell(`Reading the states of ${stacks.length} stacks …`);
  const left = [...stacks];
  const readNext = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      try {
        const state = fromExport(JSON.parse(await run(["stack", "export", ...stackArgs(name)])));
        for (const { roomId } of heldRooms(state?.resources ?? [])) held.add(roomId);
      } catch {
        unseen.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_PROCESSES }, readNext));
  return { held, unseen: unseen.sort() };
}

/** Each state is read by a process of its own. */
const MAX_PROCESSES = 8;
