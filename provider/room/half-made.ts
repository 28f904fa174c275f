/**
 * The room exists, and something after that failed. Pulumi keeps such a room in its state and prints the reasons;
 * the next deployment updates it. The fields are those that Pulumi's dynamic provider host looks for.
 */
export class HalfMadeRoom extends Error {
  override readonly name = "HalfMadeRoom";
  readonly reasons: string[];
  /** What the state keeps. Not enumerable, because a printed error must not show a moderator link. */
  declare readonly properties: Record<string, unknown>;

  constructor(
    readonly id: string,
    properties: Record<string, unknown>,
    reason: string,
  ) {
    super(reason);
    this.reasons = [reason];
    Object.defineProperty(this, "properties", { value: properties, enumerable: false });
  }
}
