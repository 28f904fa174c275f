/**
 * Skips the stack traces that Pulumi's SDK formats for each promise of a resource's properties, 160 for a room: they take
 * a third of a room's time and memory in a program. The SDK only prints them with `PULUMI_DEBUG_PROMISE_LEAKS`, which
 * disables this. All other traces are unchanged, including those of the program's own code.
 *
 * @returns a function that restores formatting
 */
export function skipPromiseTraces(): () => void {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => {};
  const prepare = Error.prepareStackTrace;
  const skip: typeof prepare = (error, sites) => {
    if (sites[0]?.getFunctionName() === "debuggablePromise") return "";
    return prepare ? prepare(error, sites) : [error, ...sites.map((site) => `    at ${site}`)].join("\n");
  };
  Error.prepareStackTrace = skip;
  return () => {
    if (Error.prepareStackTrace === skip) Error.prepareStackTrace = prepare;
  };
}
