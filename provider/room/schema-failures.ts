import type { z } from "zod";
import { nearest } from "../nearest";
import { isSecretAt, type Secrets } from "../program-secrets";
import { propertyPath } from "../property-path";
import { hasUnknown, UNKNOWN } from "../unknown";
import { roomInputs } from "./inputs";
import { type InputName, inputNames, metadataOf, secretNames } from "./properties";

/** One problem with a room's inputs. */
export interface Failure {
  /** Property path; empty if the cause is not an input, such as a missing configuration key. */
  property: string;
  /** The problem, the rule, and what to write instead. */
  reason: string;
}

/**
 * Validates inputs by the schema alone. A value that is not known yet passes every rule.
 *
 * @param secrets values that the program made secret: no reason quotes one, or a value that may be one
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
 * A failure at a property path. The engine prints the value of a top-level property that it finds by the
 * path, so a hidden one gets the other spelling of property paths, which the engine does not find.
 */
export function failureAt(path: readonly PropertyKey[], reason: string, isHidden: boolean): Failure {
  const text = propertyPath(path);
  const property = isHidden && path.length === 1 ? `[${JSON.stringify(path[0])}]` : text;
  return { property, reason: `${text}: ${reason}` };
}

/** Whether messages must not quote the value of an input, or of a part of it. */
export function isHiddenAt(path: readonly PropertyKey[], secrets: true | Secrets): boolean {
  const name = inputNames.find((each) => each === path[0]);
  return name === undefined || metadataOf(name).neverQuoted === true || isSecretAt(secrets, path);
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
  return [failureAt(issue.path, reasonOf(issue, value, isHidden), isHidden)];
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown, isHidden: boolean): string {
  if (value === undefined) return `is required; ${expected(issue)}`;
  const quoted = isHidden ? "the value" : format(value);
  // The schema's own messages continue after the value.
  if (issue.code === "custom" || issue.code === "invalid_format") return `${quoted} ${issue.message}`;
  if (issue.code === "invalid_value") {
    const suggestion = isHidden ? undefined : nearest(String(value), issue.values.map(String));
    return `${quoted} is not one of ${issue.values.join(", ")}${suggestion ? `; did you mean ${suggestion}?` : ""}`;
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    if (issue.origin === "string") return "is empty; write at least one character or remove it";
    const bound = issue.code === "too_small" ? `less than ${issue.minimum}` : `more than ${issue.maximum}`;
    return `${quoted} is ${bound}; ${expected(issue)}`;
  }
  if (wantsNumber(issue) && !isHidden && typeof value === "string" && /^\d+$/.test(value)) {
    return `"${value}" is a string; write ${value} without quotes`;
  }
  return `${quoted} is not valid; ${expected(issue)}`;
}

const wantsNumber = (issue: z.core.$ZodIssue) =>
  issue.code === "invalid_type" && ["int", "number"].includes(issue.expected);

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big") return `write a number up to ${issue.maximum}`;
  if (issue.code !== "invalid_type") return "write a number from 1";
  const words: Record<string, string> = {
    int: "a whole number, such as 8",
    number: "a whole number, such as 8",
    string: "a string",
    boolean: "true or false",
    object: "an object",
    record: "an object of keys and values",
  };
  return `write ${words[issue.expected] ?? `a value of type ${issue.expected}`}`;
}

function unknownInput(path: PropertyKey[], secrets: true | Secrets): Failure {
  const key = String(path.at(-1));
  const shape = path.length === 1 ? inputNames : nestedKeys(path[0] as InputName);
  const suggestion = nearest(key, shape) ?? apiName(key);
  const hint = suggestion ? `did you mean ${suggestion}?` : `use one of ${shape.join(", ")}`;
  const isHidden = path.length === 1 && (mayBeSecret(key, suggestion) || isSecretAt(secrets, path));
  return failureAt(path, `is not an input; ${hint}`, isHidden);
}

/** An unknown key that is not a typo may be anything, such as a credential or another room's output. */
const mayBeSecret = (key: string, suggestion: string | undefined): boolean =>
  suggestion === undefined ||
  metadataOf(suggestion as InputName).neverQuoted === true ||
  secretNames.includes(key);

/** The input for a key in the API's spelling, as copied from its documentation. */
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

function format(value: unknown): string {
  const isText = typeof value === "string" || typeof value === "number";
  const text = isText ? String(value) : hasUnknown(value) ? "the value" : String(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
