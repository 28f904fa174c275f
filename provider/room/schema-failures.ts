import type { z } from "zod";
import { nearest } from "../nearest";
import { propertyPath } from "../property-path";
import { isSecretAt, type Secrets } from "../secrets";
import { hasUnknown, UNKNOWN } from "../unknown";
import { type InputName, inputNames, metadataOf, roomInputs, secretNames } from "./schema";

/** One thing that is wrong with a room's inputs. */
export interface Failure {
  /** Property path; empty where the fault is not the room's, as with a missing configuration key. */
  property: string;
  /** What is wrong, by which rule, and what to write instead. */
  reason: string;
}

/**
 * What is wrong with inputs by the schema alone. A value that is not known yet passes any rule.
 *
 * @param secrets values that the program made secret: no reason quotes one, nor a value that may be one
 */
export function schemaFailures(
  inputs: Record<string, unknown>,
  secrets: true | Secrets = {},
  schema: z.ZodType = roomInputs,
): Failure[] {
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues
    .filter((issue) => !isUnknownAt(inputs, issue.path))
    .flatMap((issue) => explain(issue, inputs, secrets));
}

/**
 * A failure at a property path. The engine prints the value of a top-level property that it finds by the path; one that
 * must not be shown is named in the other spelling of property paths, by which the engine finds none.
 */
export function failureAt(path: readonly PropertyKey[], why: string, isHidden: boolean): Failure {
  const text = propertyPath(path);
  const property = isHidden && path.length === 1 ? `[${JSON.stringify(path[0])}]` : text;
  return { property, reason: `${text}: ${why}` };
}

/** Whether no message may quote the value of an input, or of a part of it. */
export function isHiddenAt(path: readonly PropertyKey[], secrets: true | Secrets): boolean {
  const name = inputNames.find((each) => each === path[0]);
  return name === undefined || metadataOf(name).quiet === true || isSecretAt(secrets, path);
}

function explain(
  issue: z.core.$ZodIssue,
  inputs: Record<string, unknown>,
  secrets: true | Secrets,
): Failure[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownInput([...issue.path, key], secrets));
  }
  const value = valueAt(inputs, issue.path);
  const isHidden = value !== undefined && isHiddenAt(issue.path, secrets);
  return [failureAt(issue.path, whyNot(issue, value, isHidden), isHidden)];
}

function whyNot(issue: z.core.$ZodIssue, value: unknown, isHidden: boolean): string {
  if (value === undefined) return `is required; ${expected(issue)}`;
  const shown = isHidden ? "its value" : show(value);
  // The schema's own messages go on after the value.
  if (issue.code === "custom" || issue.code === "invalid_format") return `${shown} ${issue.message}`;
  if (issue.code === "invalid_value") {
    const near = isHidden ? undefined : nearest(String(value), issue.values.map(String));
    return `${shown} is none of ${issue.values.join(", ")}${near ? `; did you mean ${near}?` : ""}`;
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    if (issue.origin === "string") return "is empty; write at least one character or take it out";
    const bound = issue.code === "too_small" ? `less than ${issue.minimum}` : `more than ${issue.maximum}`;
    return `${shown} is ${bound}; ${expected(issue)}`;
  }
  if (wantsNumber(issue) && !isHidden && typeof value === "string" && /^\d+$/.test(value)) {
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

function unknownInput(path: PropertyKey[], secrets: true | Secrets): Failure {
  const key = String(path.at(-1));
  const shape = path.length === 1 ? inputNames : nestedKeys(path[0] as InputName);
  const near = nearest(key, shape) ?? apiName(key);
  const hint = near ? `did you mean ${near}?` : `there are ${shape.join(", ")}`;
  const isHidden = path.length === 1 && (mayBeSecret(key, near) || isSecretAt(secrets, path));
  return failureAt(path, `there is no such input; ${hint}`, isHidden);
}

/** What is no slip of an input may be anything: a credential, or an output of another room. */
const mayBeSecret = (key: string, near: string | undefined): boolean =>
  near === undefined || metadataOf(near as InputName).quiet === true || secretNames.includes(key);

/** The input for a key in the API's own spelling, as copied from its documentation. */
const apiName = (key: string): string | undefined =>
  inputNames.find((name) => metadataOf(name).wire?.split(".").at(-1) === key);

function nestedKeys(name: InputName): string[] {
  const inner = (roomInputs.shape[name] as Partial<z.ZodOptional<z.ZodType>>).unwrap?.();
  return Object.keys((inner as { shape?: object } | undefined)?.shape ?? {});
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
  const isText = typeof value === "string" || typeof value === "number";
  const text = isText ? String(value) : hasUnknown(value) ? "the value" : String(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
