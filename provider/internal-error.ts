/**
 * What to say of an error that only a mistake in this package raises, with the place of it; `undefined` for any other.
 * Every other error is a sentence for the user, whom a stack would not help.
 */
export function describeInternalError(error: unknown): string | undefined {
  const isInternal =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (!isInternal) return undefined;
  const place = /^\s+at .*$/m.exec(error.stack ?? "")?.[0].trim();
  return `pulumi-enablex failed by a mistake of its own: ${error.message}${place ? ` ${place}` : ""}`;
}
