/**
 * The room exists, and something after that failed. Pulumi keeps such a room in its state and prints the reasons;
 * the next deployment updates it. The fields are those that Pulumi's dynamic provider host looks for.
 */
export class HalfMadeRoom extends Error {
  override readonly name = "HalfMadeRoom";
  readonly reasons: string[];

  constructor(
    readonly id: string,
    readonly properties: Record<string, unknown>,
    reason: string,
  ) {
    super(reason);
    this.reasons = [reason];
  }
}
