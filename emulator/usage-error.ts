/**
 * A mistake of whoever starts or steers the emulator: an option, the data file, a taken port, a control request.
 * Its message is one line that says what is wrong and what to do; the command prints it and ends with code 2.
 */
export class UsageError extends Error {
  override name = "UsageError" as const;
}
