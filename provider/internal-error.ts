/**
 * The message for an error that only a bug in this package raises, with its place in the code; `undefined` for other
 * errors, whose message is meant for the user.
 */
export function describeInternalError(error: unknown): string | undefined {
  const isInternal =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (!isInternal) return undefined;
  const place = /^\s+at .*$/m.exec(error.stack ?? "")?.[0].trim();
  return `pulumi-enablex failed because of a bug: ${error.message}${place ? ` ${place}` : ""}`;
}
