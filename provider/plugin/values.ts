import { isObject, type JsonObject } from "../json";
import type { Secrets } from "../program-secrets";
import { pathPart, propertyPath } from "../property-path";
import type { Failure } from "../room/schema-failures";
import { LOST_KEY } from "../room/unsendable";
import { UNKNOWN } from "../unknown";
import type { Struct } from "./grpc";
import { bytesOf, decodeStruct, encodeStruct, structOf } from "./struct-bytes";

/** A property bag of the engine as plain values, with its secrets listed separately. */
export interface PropertyMap {
  /** Plain values; a value that is not known yet is `UNKNOWN`, whatever its type. */
  values: JsonObject;
  secrets: Secrets;
  /** Values of unsupported kinds, such as files. In `values` they are `UNKNOWN`. */
  rejected: Failure[];
}

/** Parses a property bag. An absent one is empty. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  const rejected: Failure[] = [];
  const refuse: Reject = (path, why) => {
    // Put a top-level name in brackets: the engine prints the value of a property that it finds.
    const property = /[.[]/.test(path) ? path : `["${path}"]`;
    rejected.push({ property, reason: `${path}: ${why}` });
    return { value: UNKNOWN };
  };
  const { value, secrets } = readFields(struct ? decodeStruct(bytesOf(struct)) : {}, "", refuse);
  return { values: value, secrets: secrets ?? {}, rejected: rejected };
}

/** Builds a property bag. Keys without a value are omitted. */
export const toStruct = (values: JsonObject, secrets: Secrets = {}): Struct =>
  structOf(encodeStruct(withMarks(values, secrets)));

/** The engine's markers for a value that is not known yet: one for each type that it may have. */
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** An object with this key stands for another kind of value, which the key's text identifies. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNSUPPORTED: Record<string, string> = {
  "5cf8f73096256a8f31e491e813e4eb8e":
    "a resource cannot be a value here; write one of its outputs, such as its id",
  c44067f5952c0a294b673a41bacd8c17:
    "a file cannot be a value here; write a string, a number, a list or an object",
  "0def7320c3a5731c473e5ecbe6d01bc7":
    "an archive cannot be a value here; write a string, a number, a list or an object",
};

/** The API accepts no deeper values, and unlimited recursion would exhaust the stack. */
const MAX_DEPTH = 200;

type Reject = (path: string, why: string) => ParsedValue;

interface ParsedValue {
  value: unknown;
  secrets?: true | Secrets;
}

/** Parses a value in place. */
function read(value: unknown, path: string, refuse: Reject, depth: number): ParsedValue {
  if (depth > MAX_DEPTH) return refuse(path, `is nested deeper than ${MAX_DEPTH} levels; flatten it`);
  if (typeof value === "string") return { value: UNKNOWNS.has(value) ? UNKNOWN : value };
  if (Array.isArray(value)) {
    let secrets: true | undefined;
    for (const [i, item] of value.entries()) {
      const inner = read(item, `${path}[${i}]`, refuse, depth + 1);
      value[i] = inner.value;
      if (inner.secrets) secrets = true;
    }
    return { value, secrets };
  }
  if (!isObject(value)) return { value };
  return Object.hasOwn(value, SIGNATURE)
    ? readSigned(value[SIGNATURE], value, path, refuse, depth)
    : readFields(value, path, refuse, depth);
}

function readFields(
  fields: JsonObject,
  path: string,
  refuse: Reject,
  depth = 0,
): { value: JsonObject; secrets?: Secrets } {
  const secrets: [string, true | Secrets][] = [];
  const pathOf = (key: string) => (path === "" ? propertyPath([key]) : path + pathPart(key));
  for (const [key, field] of Object.entries(fields)) {
    if (key === "__proto__") {
      refuse(pathOf(key), LOST_KEY);
      delete fields[key];
      continue;
    }
    // Numbers, booleans and null mean what they are.
    if (typeof field !== "string" && (typeof field !== "object" || field === null)) continue;
    const inner = read(field, pathOf(key), refuse, depth + 1);
    fields[key] = inner.value;
    if (inner.secrets) secrets.push([key, inner.secrets]);
  }
  return { value: fields, secrets: secrets.length > 0 ? Object.fromEntries(secrets) : undefined };
}

function readSigned(
  signature: unknown,
  fields: JsonObject,
  path: string,
  refuse: Reject,
  depth: number,
): ParsedValue {
  const hasValue = Object.hasOwn(fields, "value");
  if (signature === SECRET) {
    if (!hasValue) return refuse(path, "is a secret without a value");
    return { value: read(fields.value, path, refuse, depth + 1).value, secrets: true };
  }
  if (signature === OUTPUT) {
    const inner = hasValue ? read(fields.value, path, refuse, depth + 1) : { value: UNKNOWN };
    return fields.secret === true ? { value: inner.value, secrets: true } : inner;
  }
  const why = typeof signature === "string" ? UNSUPPORTED[signature] : undefined;
  return refuse(path, why ?? "is a kind of value that this provider does not support");
}

/** The values with the engine's marks of secrets. */
function withMarks(values: JsonObject, secrets: Secrets): JsonObject {
  const keys = Object.keys(secrets).filter((key) => values[key] !== undefined && Object.hasOwn(values, key));
  if (keys.length === 0) return values;
  return { ...values, ...Object.fromEntries(keys.map((key) => [key, withMark(values[key], secrets[key])])) };
}

function withMark(value: unknown, secrets: true | Secrets | undefined): unknown {
  if (secrets === undefined) return value;
  if (secrets !== true && isObject(value)) return withMarks(value, secrets);
  return { [SIGNATURE]: SECRET, value };
}
