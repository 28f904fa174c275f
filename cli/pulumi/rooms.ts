import { isRoom, isRoomSet, type pulumi, resourcesOf, type StateResource, stacksOf } from "../pulumi-stack";
import { UsageError } from "../usage-error";

/** A room that a state holds, in whatever form it was declared. */
export interface HeldRoom {
  /** In lower case. */
  roomId: string;
  /** `<project>/<stack>/<resource name>`; a room of a set has its key behind that. */
  declaredAs?: string;
  /** URN of the resource. */
  urn: string;
}

/**
 * The rooms of a state, also those that wait to be deleted.
 *
 * @throws UsageError if the ids are secrets: rooms in use would look like orphans
 */
export function roomsOf(resources: StateResource[]): HeldRoom[] {
  return resources.flatMap((resource): HeldRoom[] => {
    const { id, inputs, outputs, urn } = resource;
    if (isRoomSet(resource)) return membersOf(resource);
    if (!isRoom(resource) || id === undefined) return [];
    const declaredAs = outputs?.declaredAs ?? inputs?.declaredAs;
    return [
      { roomId: id.toLowerCase(), declaredAs: typeof declaredAs === "string" ? declaredAs : undefined, urn },
    ];
  });
}

function membersOf({ urn, outputs = {} }: StateResource): HeldRoom[] {
  return Object.entries(Object(outputs.rooms)).map(([key, room]) => {
    const { roomId } = Object(room);
    if (typeof roomId === "string")
      return { roomId: roomId.toLowerCase(), declaredAs: `${outputs.declaredAs}/${key}`, urn };
    throw new UsageError(
      `The state keeps the rooms of ${urn} as secrets, so they cannot be told from orphans. Take the secret out of its rooms, and run pulumi up.`,
    );
  });
}

/**
 * Ids of the rooms in the current states of all stacks of the backend, of every project: `pulumi state move`, a renamed
 * stack and an adoption leave rooms in a state whose marker is not, or not only, that state's own.
 *
 * @param run runs the `pulumi` command
 * @param tell takes a line of progress
 * @returns also the stacks whose state cannot be read
 */
export async function roomIdsOfAllStacks(
  run: typeof pulumi,
  tell: (line: string) => void,
): Promise<{ held: Set<string>; unseen: string[] }> {
  const held = new Set<string>();
  const unseen: string[] = [];
  const stacks = await stacksOf(run, "all").catch(() => undefined);
  if (!stacks) return { held, unseen: ["the backend's other stacks"] };
  if (stacks.length > 1) tell(`Reading the states of ${stacks.length} stacks …`);
  const left = [...stacks];
  const readOn = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      try {
        for (const { roomId } of roomsOf(await resourcesOf(run, name))) held.add(roomId);
      } catch {
        unseen.push(name);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return { held, unseen: unseen.sort() };
}

/** Each is a process of its own. */
const AT_ONCE = 8;
