/**
 * The resource exists, but a later step failed. Pulumi keeps it in its state and prints the reasons; the next
 * deployment updates it. Pulumi's dynamic provider host reads these fields.
 */
export class PartialStateError extends Error {
  override readonly name = "PartialStateError";
  readonly reasons: string[];
  /** The state to keep. Not enumerable, because a printed error must not show a moderator link. */
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
