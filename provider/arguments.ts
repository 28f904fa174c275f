import type { JsonObject } from "./json";
import { nearest } from "./nearest";
import type { Failure } from "./room/schema-failures";

/** Metadata of a function's argument, for its check, schema.json, the SDK's types and the reference. */
export interface ArgumentMetadata {
  description: string;
  /** A `size` is a number of CSS pixels, or a string such as `50%`. */
  type: "string" | "boolean" | "integer" | "size";
  required?: true;
  /** The value if the argument is omitted. */
  default?: string;
  /** The meanings of an enum's values. */
  values?: Record<string, string>;
  /** Returns why a text is invalid. Messages print this after the argument's name. */
  problem?(text: string): string | undefined;
}

export type ArgumentTable = Record<string, ArgumentMetadata>;

/** A function was called with invalid arguments. */
export class BadArguments extends Error {
  override readonly name = "BadArguments";

  constructor(readonly failures: Failure[]) {
    super(failures.map(({ reason }) => reason).join("\n"));
  }
}

/**
 * Returns the arguments that have a value. No message quotes a value, because it may be a moderator link.
 *
 * @throws BadArguments with all problems
 */
export function checkArguments(args: JsonObject, table: ArgumentTable): JsonObject {
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
  const failures: Failure[] = [];
  const fail = (property: string, why: string) => failures.push({ property, reason: `${property}: ${why}` });
  for (const [name, { required }] of Object.entries(table)) {
    if (required && !given.some(([each]) => each === name)) fail(name, "is required; write a string");
  }
  for (const [name, value] of given) {
    const metadata = Object.hasOwn(table, name) ? table[name] : undefined;
    const why = metadata ? problemOf(value, metadata) : unknownArgument(name, Object.keys(table));
    if (why) fail(name, why);
  }
  if (failures.length > 0) throw new BadArguments(failures);
  return Object.fromEntries(given);
}

/** Sorts arguments as in a table, for results that depend on the order, which the wire format does not keep. */
export function inOrder(args: JsonObject, table: ArgumentTable): JsonObject {
  const names = Object.keys(table);
  return Object.fromEntries(Object.entries(args).sort(([a], [b]) => names.indexOf(a) - names.indexOf(b)));
}

function problemOf(value: unknown, { type, values, problem }: ArgumentMetadata): string | undefined {
  if (!kinds[type].types.includes(typeof value)) return `is not ${kinds[type].name}`;
  if (values && !Object.hasOwn(values, value as string))
    return `is not one of ${Object.keys(values).join(", ")}`;
  return problem?.(String(value));
}

const kinds = {
  string: { name: "a string", types: ["string"] },
  boolean: { name: "true or false", types: ["boolean"] },
  integer: { name: "a number", types: ["number"] },
  size: { name: "a number of pixels or a string such as 50%", types: ["number", "string"] },
};

function unknownArgument(name: string, known: string[]): string {
  const near = nearest(name, known);
  return `is not an argument; ${near ? `did you mean ${near}?` : `use one of ${known.join(", ")}`}`;
}
