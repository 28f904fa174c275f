import type { z } from "zod";
import { nearest } from "../nearest";
import { hasUnknown, UNKNOWN } from "../unknown";
import { factsOf, type InputName, inputNames, roomInputs, secretNames } from "./schema";

/** One thing that is wrong with a room's inputs. */
export interface Failure {
  /** Property path; empty where the fault is not the room's, as with a missing configuration key. */
  property: string;
  /** What is wrong, by which rule, and what to write instead. */
  reason: string;
}

/** What is wrong with inputs by the schema alone. A value that is not known yet passes any rule. */
export function schemaFailures(inputs: Record<string, unknown>, schema: z.ZodType = roomInputs): Failure[] {
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues
    .filter((issue) => !isUnknownAt(inputs, issue.path))
    .flatMap((issue) => explain(issue, valueAt(inputs, issue.path)));
}

function explain(issue: z.core.$ZodIssue, value: unknown): Failure[] {
  const path = propertyPath(issue.path);
  const quiet = issue.path.length > 0 && factsOf(issue.path[0] as InputName).quiet === true;
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownInput([...issue.path, key]));
  const reason = whyNot(issue, value, quiet);
  const property = quiet && issue.path.length === 1 ? hiddenPath(path) : path;
  return [{ property, reason: `${path}: ${reason}` }];
}

function whyNot(issue: z.core.$ZodIssue, value: unknown, quiet: boolean): string {
  if (value === undefined) return `is required; ${expected(issue)}`;
  // The schema's own messages begin with the value.
  if (issue.code === "custom" || issue.code === "invalid_format") return issue.message;
  const shown = quiet ? "its value" : show(value);
  if (issue.code === "invalid_value") {
    const near = quiet ? undefined : nearest(String(value), issue.values.map(String));
    return `${shown} is none of ${issue.values.join(", ")}${near ? `; did you mean ${near}?` : ""}`;
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    if (issue.origin === "string") return "is empty; write at least one character or take it out";
    const bound = issue.code === "too_small" ? `less than ${issue.minimum}` : `more than ${issue.maximum}`;
    return `${shown} is ${bound}; ${expected(issue)}`;
  }
  if (wantsNumber(issue) && !quiet && typeof value === "string" && /^\d+$/.test(value)) {
    return `"${value}" is a text; write ${value} without quotes`;
  }
  return `${shown} is not valid; ${expected(issue)}`;
}

const wantsNumber = (issue: z.core.$ZodIssue) =>
  issue.code === "invalid_type" && ["int", "number"].includes(issue.expected);

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big") return `write a number up to ${issue.maximum}`;
  if (issue.code !== "invalid_type") return "write a number from 1";
  const words: Record<string, string> = {
    int: "a whole number, such as 8",
    number: "a whole number, such as 8",
    string: "a text",
    boolean: "true or false",
    object: "an object",
    record: "an object of keys and values",
  };
  return `write ${words[issue.expected] ?? `a value of type ${issue.expected}`}`;
}

function unknownInput(path: PropertyKey[]): Failure {
  const key = String(path.at(-1));
  const shape = path.length === 1 ? inputNames : nestedKeys(path[0] as InputName);
  const near = nearest(key, shape) ?? apiName(key);
  const property = propertyPath(path);
  return {
    property: path.length === 1 && mayBeSecret(key, near) ? hiddenPath(property) : property,
    reason: `${property}: there is no such input${near ? `; did you mean ${near}?` : `; there are ${shape.join(", ")}`}`,
  };
}

/** What is no slip of an input may be anything: a credential, or an output of another room. */
const mayBeSecret = (key: string, near: string | undefined): boolean =>
  near === undefined || factsOf(near as InputName).quiet === true || secretNames.includes(key);

/**
 * The engine prints the value of a property that it finds by a failure's path. One that may hold a secret is named
 * in the other spelling of property paths, by which the engine finds none.
 */
const hiddenPath = (name: string) => `["${name}"]`;

/** The input for a key in the API's own spelling, as copied from its documentation. */
const apiName = (key: string): string | undefined =>
  inputNames.find((name) => factsOf(name).wire?.split(".").at(-1) === key);

function nestedKeys(name: InputName): string[] {
  const inner = (roomInputs.shape[name] as Partial<z.ZodOptional<z.ZodType>>).unwrap?.();
  return Object.keys((inner as { shape?: object } | undefined)?.shape ?? {});
}

function propertyPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i ? "." : ""}${String(key)}`))
    .join("");
}

function valueAt(inputs: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    inputs,
  );
}

function isUnknownAt(inputs: unknown, path: readonly PropertyKey[]): boolean {
  return path.some((_, i) => valueAt(inputs, path.slice(0, i + 1)) === UNKNOWN);
}

function show(value: unknown): string {
  const text =
    typeof value === "string" ? value : hasUnknown(value) ? "the value" : String(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
