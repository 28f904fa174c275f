/**
 * The resource exists, and something after that failed. Pulumi keeps it in its state and prints the reasons; the next
 * deployment updates it. The fields are those that Pulumi's dynamic provider host looks for.
 */
export class PartialStateError extends Error {
  override readonly name = "PartialStateError";
  readonly reasons: string[];
  /** What the state keeps. Not enumerable, because a printed error must not show a moderator link. */
  declare readonly properties: Record<string, unknown>;

  constructor(
    readonly id: string,
    properties: Record<string, unknown>,
    ...reasons: string[]
  ) {
    super(reasons.join("\n"));
    this.reasons = reasons;
    Object.defineProperty(this, "properties", { value: properties, enumerable: false });
  }
}
