import * as pulumi from "@pulumi/pulumi";

/**
 * The rooms of each run by name. The stack resource identifies a run: with the Automation API, one process can have
 * several. Tests with mocks have no stack resource, and may repeat names.
 */
const runs = new WeakMap<object, Map<string, string>>();

/**
 * Refuses a room with the name of another room in this program. A room's marker in the rooms API contains project, stack
 * and name, but not type and parent, so each would treat the other's room as its own.
 *
 * Ignores resources with aliases: they may keep the name under which they were first declared, which is only in the state.
 *
 * @param names as in the marker: a room of a set is `<name of the set>/<key>`
 * @throws RunError with the names of both resources
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
        `${own} has the same name as ${other}. The provider identifies rooms in the API by their names, whatever their types and parents are. Rename one of them.`,
      );
    }
    rooms.set(name, own);
  }
}
