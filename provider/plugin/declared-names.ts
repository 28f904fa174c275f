import type { Failure } from "../room/schema-failures";
import { parseUrn } from "./urn";

/**
 * What the rooms of a run are declared as, and by which resource. Rooms that are declared as the same carry the same
 * marker, so that the provider could not tell which of two resources owns a room. It happens with one name under
 * different types or parents, with a room `a/b` next to the key `b` of a set `a`, and with a new resource under the
 * former name of one that an alias renamed.
 */
export class DeclaredNames {
  private readonly claims = new Map<string, { urn: string; isNew: boolean }>();

  /**
   * Takes a name for a resource, and says what is wrong if another one has it. Two that are deployed already are let be:
   * each has a room of its own, by its id, and a new name would cost one of them its links.
   *
   * @param isNew whether the resource is not deployed yet
   */
  claim(declaredAs: string, urn: string, isNew: boolean, property = ""): Failure[] {
    const other = this.claims.get(declaredAs);
    if (other === undefined || other.urn === urn) {
      this.claims.set(declaredAs, { urn, isNew });
      return [];
    }
    if (!isNew && !other.isNew) return [];
    const { type, name } = parseUrn(other.urn);
    const where = property === "" ? "" : `${property}: `;
    const which = isNew ? "" : " for that one";
    return [
      {
        property,
        reason: `${where}the ${type} ${JSON.stringify(name)} of this program has a room that is declared as ${declaredAs} too, so both rooms would have one owner. Choose another name${which}.`,
      },
    ];
  }

  /** Forgets the names of an earlier run. */
  clear(): void {
    this.claims.clear();
  }
}
