/**
 * Shortens two stack traces that Pulumi's SDK formats while a resource is declared. All others are unchanged, including
 * those of the program's own code and those of other resources that a transformation declares.
 *
 * - The trace for each promise of its properties, 160 for a room, takes a third of a room's time and memory in a program.
 *   The SDK only prints it with `PULUMI_DEBUG_PROMISE_LEAKS`, which disables this.
 * - The trace that the engine stores takes a quarter of a room's bytes in the state. The frames after the declaration
 *   are those of the program's loader, such as ts-node and the SDK itself.
 *
 * @param file the file of the resource's class, which the program instantiates
 * @returns a function that restores formatting
 */
export function shortenTraces(file: string): () => void {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => {};
  const prepare = Error.prepareStackTrace;
  const shorten: typeof prepare = (error, sites) => {
    if (sites[0]?.getFunctionName() === "debuggablePromise") return "";
    const text = prepare
      ? prepare(error, sites)
      : [error, ...sites.map((site) => `    at ${site}`)].join("\n");
    return isStored(sites, file) && typeof text === "string" ? untilDeclaration(text) : text;
  };
  Error.prepareStackTrace = shorten;
  return () => {
    if (Error.prepareStackTrace === shorten) Error.prepareStackTrace = prepare;
  };
}

/** The functions of the SDK that are called when it reads the stack, from the innermost. It skips them and the class. */
const READERS = ["callsites", "stackTrace", "Resource", "CustomResource"];

const isStored = (sites: NodeJS.CallSite[], file: string) =>
  READERS.every((name, i) => sites[i]?.getFunctionName() === name) &&
  sites[READERS.length]?.getFileName() === file;

/** The SDK finds no position in other lines, such as those of anonymous functions. */
const WITH_POSITION = /\((?!node:).*:\d+:\d+\)$/;

/** Cuts a trace after the first frame of the program that has a position. */
function untilDeclaration(trace: string): string {
  const lines = trace.split("\n");
  const skipped = 1 + READERS.length + 1;
  const declaration = lines.findIndex((line, i) => i >= skipped && WITH_POSITION.test(line));
  return declaration < 0 ? trace : lines.slice(0, declaration + 1).join("\n");
}
