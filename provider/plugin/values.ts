import { isObject, type JsonObject } from "../json";
import type { Secrets } from "../program-secrets";
import { pathPart, propertyPath } from "../property-path";
import type { Failure } from "../room/schema-failures";
import { LOST_KEY } from "../room/unsendable";
import { UNKNOWN } from "../unknown";
import { ListValue, NullValue, Struct, Value } from "./grpc";

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
  const { value, secrets } = readFields(struct ?? new Struct(), "", refuse);
  return { values: value, secrets: secrets ?? {}, rejected: rejected };
}

/** Builds a property bag. Keys without a value are omitted. */
export function toStruct(values: JsonObject, secrets: Secrets = {}): Struct {
  const struct = new Struct();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined)
      struct
        .getFieldsMap()
        .set(wellFormed(key), toValue(value, Object.hasOwn(secrets, key) ? secrets[key] : undefined));
  }
  return struct;
}

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

function read(value: Value, path: string, refuse: Reject, depth: number): ParsedValue {
  if (depth > MAX_DEPTH) return refuse(path, `is nested deeper than ${MAX_DEPTH} levels; flatten it`);
  switch (value.getKindCase()) {
    case Value.KindCase.STRING_VALUE: {
      const text = value.getStringValue();
      return { value: UNKNOWNS.has(text) ? UNKNOWN : text };
    }
    case Value.KindCase.NUMBER_VALUE:
      return { value: value.getNumberValue() };
    case Value.KindCase.BOOL_VALUE:
      return { value: value.getBoolValue() };
    case Value.KindCase.LIST_VALUE: {
      const items = value
        .getListValue()!
        .getValuesList()
        .map((item, i) => read(item, `${path}[${i}]`, refuse, depth + 1));
      const secret = items.some((item) => item.secrets !== undefined);
      return { value: items.map((item) => item.value), secrets: secret ? true : undefined };
    }
    case Value.KindCase.STRUCT_VALUE: {
      const struct = value.getStructValue()!;
      const signature = struct.getFieldsMap().get(SIGNATURE);
      return signature
        ? readSigned(signature.getStringValue(), struct, path, refuse, depth)
        : readFields(struct, path, refuse, depth);
    }
    default:
      return { value: null };
  }
}

function readFields(
  struct: Struct,
  path: string,
  refuse: Reject,
  depth = 0,
): { value: JsonObject; secrets?: Secrets } {
  const values: [string, unknown][] = [];
  const secrets: [string, true | Secrets][] = [];
  const pathOf = (key: string) => (path === "" ? propertyPath([key]) : path + pathPart(key));
  const fields = struct.getFieldsMap();
  if (hasLostKey(fields)) {
    refuse(pathOf("__proto__"), LOST_KEY);
  }
  fields.forEach((field, key) => {
    const inner = read(field, pathOf(key), refuse, depth + 1);
    values.push([key, inner.value]);
    if (inner.secrets) secrets.push([key, inner.secrets]);
  });
  return {
    value: Object.fromEntries(values),
    secrets: secrets.length > 0 ? Object.fromEntries(secrets) : undefined,
  };
}

function readSigned(
  signature: string,
  struct: Struct,
  path: string,
  refuse: Reject,
  depth: number,
): ParsedValue {
  const fields = struct.getFieldsMap();
  const inside = fields.get("value");
  if (signature === SECRET) {
    if (!inside) return refuse(path, "is a secret without a value");
    return { value: read(inside, path, refuse, depth + 1).value, secrets: true };
  }
  if (signature === OUTPUT) {
    const inner = inside ? read(inside, path, refuse, depth + 1) : { value: UNKNOWN };
    return fields.get("secret")?.getBoolValue() ? { value: inner.value, secrets: true } : inner;
  }
  return refuse(path, UNSUPPORTED[signature] ?? "is a kind of value that this provider does not support");
}

function toValue(plain: unknown, secrets: true | Secrets | undefined): Value {
  if (secrets && (secrets === true || !isObject(plain))) {
    return structValue(toStruct({ [SIGNATURE]: SECRET, value: plain }));
  }
  const value = new Value();
  switch (typeof plain) {
    case "string":
      return value.setStringValue(wellFormed(plain));
    case "number":
      return value.setNumberValue(plain);
    case "boolean":
      return value.setBoolValue(plain);
  }
  if (Array.isArray(plain)) {
    return value.setListValue(new ListValue().setValuesList(plain.map((item) => toValue(item, undefined))));
  }
  if (isObject(plain)) return structValue(toStruct(plain, secrets));
  return value.setNullValue(NullValue.NULL_VALUE);
}

/**
 * Whether a map had the key `__proto__`. The library keeps entries in a plain object, whose prototype this
 * key replaces, and looking the key up there would change all objects.
 */
const hasLostKey = (map: object): boolean =>
  Object.values(map).some(
    (part) => isObject(part) && ![Object.prototype, null].includes(Object.getPrototypeOf(part)),
  );

const structValue = (struct: Struct) => new Value().setStructValue(struct);

/** The engine rejects a whole response with an unpaired surrogate, which JSON may contain. */
const wellFormed = (text: string) => Buffer.from(text).toString();
