/**
 * An error of the emulator's user: an invalid option, data file or control request, or a port in use.
 * Its one-line message says what failed and what to do. The command prints it and exits with code 2.
 */
export class UsageError extends Error {
  override name = "UsageError" as const;
}
