/** A mistake of whoever calls the command: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
