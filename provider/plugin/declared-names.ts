import type { Failure } from "../room/schema-failures";
import { parseUrn } from "./urn";

/**
 * What the rooms of a run are declared as, and by which resource. Rooms that are declared as the same carry the same
 * marker, so that the provider could not tell which of two resources owns a room. It happens with one name under
 * different types or parents, with a room `a/b` next to the key `b` of a set `a`, and with a new resource under the
 * former name of one that an alias renamed.
 */
export class DeclaredNames {
  private readonly urns = new Map<string, string>();

  /** Takes a name for a resource, and says what is wrong if another one has it. */
  claim(declaredAs: string, urn: string, property = ""): Failure[] {
    const owner = this.urns.get(declaredAs);
    if (owner === undefined || owner === urn) {
      this.urns.set(declaredAs, urn);
      return [];
    }
    const { type, name } = parseUrn(owner);
    const where = property === "" ? "" : `${property}: `;
    return [
      {
        property,
        reason: `${where}the ${type} ${JSON.stringify(name)} of this program has a room that is declared as ${declaredAs} too, so both rooms would have one owner. Choose another name.`,
      },
    ];
  }

  /** Forgets the names of an earlier run. */
  clear(): void {
    this.urns.clear();
  }
}
