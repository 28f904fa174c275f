import { parseInstant } from "./instant";
import { factsOf, type InputName } from "./schema";

/**
 * Whether two values of an input mean the same room. `"2"` equals `2`, instants are compared and not their text,
 * and an input that is absent equals the provider's default and what the server drops when it is empty.
 */
export function sameInput(name: InputName, one: unknown, other: unknown): boolean {
  const a = normal(name, one);
  const b = normal(name, other);
  if (name === "scheduledTime" && typeof a === "string" && typeof b === "string") {
    return parseInstant(a) === parseInstant(b);
  }
  return sameValue(a, b);
}

/**
 * Whether what an answer says of an input fits what the program gave. The answer may hold more keys than were
 * given, and what it has no word of is taken to be as given.
 */
export function fits(name: InputName, given: unknown, answered: unknown): boolean {
  if (answered === undefined) return true;
  if (name === "customData" || !isObject(given) || !isObject(answered))
    return sameInput(name, given, answered);
  return Object.keys(given).every(
    (key) => answered[key] === undefined || sameValue(given[key], answered[key]),
  );
}

/** Whether two JSON values are equal, where `"2"` equals `2`, and a key with no value equals no key. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? undefined) === (b ?? undefined)) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => sameValue(item, b[i]))
    );
  }
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key], b[key]));
  }
  if (a === undefined || b === undefined || a === null || b === null || isObject(a) || isObject(b))
    return false;
  return String(a) === String(b) || (isNumeric(a) && isNumeric(b) && Number(a) === Number(b));
}

function normal(name: InputName, value: unknown): unknown {
  const { default: ours, absentMeans } = factsOf(name);
  if (isObject(value) && Object.keys(value).length === 0) return undefined;
  return value ?? ours ?? absentMeans;
}

const isNumeric = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
