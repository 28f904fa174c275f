import type { Failure } from "../room/schema-failures";
import { parseUrn } from "./urn";

/**
 * The `declaredAs` of each room in a run, with its resource. Two rooms with the same `declaredAs` would have the
 * same marker, so the provider could not tell which resource owns which room. Examples: two resources with the
 * same name but different types or parents; a room `a/b` and the key `b` of a set `a`; a new resource with the
 * former name of a resource that an alias renamed.
 */
export class DeclaredNames {
  private readonly claims = new Map<string, { urn: string; isNew: boolean }>();

  /**
   * Claims a name for a resource, and returns a failure if another one has it. Two deployed resources may
   * share it: each has its own room id, and a new name would cost one of them its links.
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
