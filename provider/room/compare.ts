import { isObject, own } from "../json";
import { parseInstant } from "./instant";
import { type InputName, metadataOf } from "./properties";

/**
 * Whether two values of an input mean the same room. `"2"` equals `2`, times are compared as instants, and an
 * absent input equals the provider's default and whatever the server drops when it is empty.
 */
export function sameInput(name: InputName, one: unknown, other: unknown): boolean {
  const a = normalize(name, one);
  const b = normalize(name, other);
  if (name === "scheduledTime" && typeof a === "string" && typeof b === "string") {
    return a === b || (parseInstant(a) !== undefined && parseInstant(a) === parseInstant(b));
  }
  return sameNested(name, a, b);
}

/** Whether two values, or parts of values, of an input are equal. */
export function sameNested(name: InputName, a: unknown, b: unknown): boolean {
  // The API keeps free data unchanged, so `"2"` does not equal `2` there.
  return name === "customData" ? sameValue(a, b, (one, other) => one === other) : sameValue(a, b);
}

/**
 * Whether a response's value of an input matches what the program gave. The response may have additional
 * keys, and what it omits counts as given.
 */
export function fits(name: InputName, given: unknown, observed: unknown): boolean {
  if (observed === undefined) return true;
  return name !== "customData" && isObject(given)
    ? covers(given, observed)
    : sameInput(name, given, observed);
}

/** Whether `observed` contains everything in `given`, at any depth. What it omits counts as given. */
export function covers(given: unknown, observed: unknown): boolean {
  if ([given, observed].some((value) => (value ?? undefined) === undefined)) return true;
  if (!isObject(given) || !isObject(observed)) return sameValue(given, observed);
  return Object.keys(given).every((key) => covers(given[key], own(observed, key)));
}

/** Whether two JSON values are equal. `"2"` equals `2`, and a key without a value equals an absent key. */
export function sameValue(a: unknown, b: unknown, sameScalar = sameText): boolean {
  if (a === b || (a ?? undefined) === (b ?? undefined)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i], sameScalar));
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameValue(own(a, key), own(b, key), sameScalar));
  }
  if ([a, b].some((value) => (value ?? undefined) === undefined || typeof value === "object")) return false;
  return sameScalar(a, b);
}

/** A string may equal a number. Two strings are equal only if identical: `0012` is not `12`. */
function sameText(a: unknown, b: unknown): boolean {
  if (String(a) === String(b)) return true;
  const hasNumber = typeof a === "number" || typeof b === "number";
  return hasNumber && isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

function normalize(name: InputName, value: unknown): unknown {
  const { default: providerDefault, valueIfOmitted } = metadataOf(name);
  const isEmpty = isObject(value) && Object.values(value).every((part) => (part ?? undefined) === undefined);
  if (isEmpty) return undefined;
  return value ?? providerDefault ?? valueIfOmitted;
}

const isNumeric = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
