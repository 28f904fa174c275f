import { isObject, own } from "../json";
import { parseInstant } from "./instant";
import { type InputName, metadataOf } from "./schema";

/**
 * Whether two values of an input mean the same room. `"2"` equals `2`, instants are compared and not their text,
 * and an input that is absent equals the provider's default and what the server drops when it is empty.
 */
export function sameInput(name: InputName, one: unknown, other: unknown): boolean {
  const a = normal(name, one);
  const b = normal(name, other);
  if (name === "scheduledTime" && typeof a === "string" && typeof b === "string") {
    return a === b || (parseInstant(a) !== undefined && parseInstant(a) === parseInstant(b));
  }
  return sameNested(name, a, b);
}

/** Whether two values, or parts of values, of an input are equal. */
export function sameNested(name: InputName, a: unknown, b: unknown): boolean {
  // The API keeps free data as it is, so there a text is not the number that it spells.
  return name === "customData" ? sameValue(a, b, (one, other) => one === other) : sameValue(a, b);
}

/**
 * Whether what an answer says of an input fits what the program gave. The answer may hold more keys than were
 * given, and what it has no word of is taken to be as given.
 */
export function fits(name: InputName, given: unknown, answered: unknown): boolean {
  if (answered === undefined) return true;
  return name !== "customData" && isObject(given)
    ? covers(given, answered)
    : sameInput(name, given, answered);
}

/** Whether `answered` holds all that was given, at any depth; what it has no word of is taken to be as given. */
export function covers(given: unknown, answered: unknown): boolean {
  if ([given, answered].some((value) => (value ?? undefined) === undefined)) return true;
  if (!isObject(given) || !isObject(answered)) return sameValue(given, answered);
  return Object.keys(given).every((key) => covers(given[key], own(answered, key)));
}

/** Whether two JSON values are equal, where `"2"` equals `2`, and a key with no value equals no key. */
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

/** A text may spell a number that is given or answered as one. Two texts are what they are: `0012` is not `12`. */
function sameText(a: unknown, b: unknown): boolean {
  if (String(a) === String(b)) return true;
  const isSpelling = typeof a === "number" || typeof b === "number";
  return isSpelling && isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

function normal(name: InputName, value: unknown): unknown {
  const { default: ours, absentMeans } = metadataOf(name);
  const isEmpty = isObject(value) && Object.values(value).every((part) => (part ?? undefined) === undefined);
  if (isEmpty) return undefined;
  return value ?? ours ?? absentMeans;
}

const isNumeric = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
