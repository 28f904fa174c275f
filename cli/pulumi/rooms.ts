import { stacksOf } from "./backend";
import { type Pulumi, stackArgs } from "./command";
import { fromExport, isSecret, nameOf, type StateResource } from "./state";

/** A room in a state: a resource, or a member of a set. */
export interface StateRoom {
  /** The Room, or the RoomSet that contains it. */
  resource: StateResource;
  /** Its key in the set. */
  key?: string;
  /** Resource name, or `<set>/<key>`. */
  name: string;
  /** `undefined` if it is an encrypted secret. */
  roomId?: string;
  /** `<project>/<stack>/<name>` */
  declaredAs?: string;
  /** Secrets are as in the state. */
  outputs: Record<string, unknown>;
}

/** Whether a resource is a room of either form. */
export const isRoom = ({ type }: StateResource): boolean => /(^|[:/])enablex:(index:)?Room$/.test(type);

export const isRoomSet = ({ type }: StateResource): boolean => type === "enablex:index:RoomSet";

/**
 * The rooms of a state, including those that are pending deletion. If the rooms of a set are one encrypted secret, a
 * single room without key and id represents them.
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

/** Whether a value is an encrypted secret. */
export const isEncrypted = (value: unknown): boolean => isSecret(value) && value.plaintext === undefined;

/** The plain value; `undefined` if it is an encrypted secret. */
export function decrypted(value: unknown): unknown {
  if (!isSecret(value)) return value;
  return value.plaintext === undefined ? undefined : JSON.parse(value.plaintext);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** A room in a state whose id is known. */
export interface HeldRoom {
  /** In lower case. */
  roomId: string;
  declaredAs?: string;
  urn: string;
}

/**
 * The rooms of a state, to distinguish them from orphans.
 *
 * @throws Error if an id is a secret: a room in use would look like an orphan
 */
export function heldRooms(resources: StateResource[]): HeldRoom[] {
  return roomsInState(resources).map(({ roomId, declaredAs, resource: { urn } }) => {
    if (roomId !== undefined) return { roomId: roomId.toLowerCase(), declaredAs, urn };
    throw new Error(
      `The ids of the rooms of ${urn} are secrets in the state, so orphans cannot be determined. Remove the secret from the rooms, and run pulumi up.`,
    );
  });
}

/**
 * Ids of the rooms in the current states of all stacks and projects of the backend: after `pulumi state move`, a
 * rename or an adoption, a state contains rooms with another stack's marker.
 *
 * @param tell prints a line of progress
 * @returns `unreadable`: stacks whose state cannot be read
 */
export async function roomIdsOfAllStacks(
  run: Pulumi,
  tell: (line: string) => void,
): Promise<{ held: Set<string>; unreadable: string[] }> {
  const held = new Set<string>();
  const unreadable: string[] = [];
  const stacks = await stacksOf(run, "all").catch(() => undefined);
  if (!stacks) return { held, unreadable: ["the backend's other stacks"] };
  if (stacks.length > 1) tell(`Reading the states of ${stacks.length} stacks …`);
  const left = [...stacks];
  const readNext = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      try {
        const state = fromExport(JSON.parse(await run(["stack", "export", ...stackArgs(name)])));
        for (const { roomId } of heldRooms(state?.resources ?? [])) held.add(roomId);
      } catch {
        unreadable.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_PROCESSES }, readNext));
  return { held, unreadable: unreadable.sort() };
}

/** Each state is read by its own process. */
const MAX_PROCESSES = 8;
