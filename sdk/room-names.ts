import * as pulumi from "@pulumi/pulumi";

/**
 * The rooms of each run by their names. The stack's resource stands for a run: the Automation API has several in one
 * process, and a test under mocks has none, in which names may come again and again.
 */
const runs = new WeakMap<object, Map<string, string>>();

/**
 * Refuses a room whose name another one in this program has. A room's marker in the rooms API is made of project, stack
 * and name, without type and parent, so that both would take each other's room for their own.
 *
 * A resource with aliases may keep the name under which it was declared first, which only its state knows; so it is left out.
 *
 * @param names as the marker has them: a room of a set is `<name of the set>/<key>`
 * @throws RunError that names both resources
 */
export function refuseSameName(
  names: string[],
  titleOf: (name: string) => string,
  { aliases, id, urn, parent }: pulumi.CustomResourceOptions,
): void {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined || aliases?.length || id !== undefined || urn !== undefined) return;
  const rooms = runs.get(run) ?? new Map<string, string>();
  runs.set(run, rooms);
  const { __name: parentName } = (parent ?? {}) as { __name?: string };
  const place = parentName === undefined ? "" : ` under ${parentName}`;
  for (const name of names) {
    const own = `${titleOf(name)}${place}`;
    const other = rooms.get(name);
    if (other !== undefined) {
      throw new pulumi.RunError(
        `${own} has the name of another one: ${other}. The provider tells rooms in the API by their names, whatever their types and parents are. Choose another name for one of the two.`,
      );
    }
    rooms.set(name, own);
  }
}
