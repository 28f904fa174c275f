/** A part of a value that does not reach the API as it is. */
export interface Unsendable {
  path: PropertyKey[];
  why: string;
}

/**
 * The parts of a value that JSON cannot carry: the API would hold another value, and each deployment would find a
 * difference.
 *
 * @param looksInto tells an object that is data from others
 * @param lostKeys keys that get lost before
 */
export function unsendableParts(
  value: unknown,
  path: PropertyKey[] = [],
  looksInto: (object: object) => boolean = () => true,
  lostKeys: readonly string[] = [],
): Unsendable[] {
  const inside = (part: unknown, key: PropertyKey) =>
    unsendableParts(part, [...path, key], looksInto, lostKeys);
  if (typeof value === "string") return isWellFormed(value) ? [] : [{ path, why: HALF }];
  if (typeof value === "number") return Number.isFinite(value) ? [] : [{ path, why: NO_NUMBER }];
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== "object" || value === null || !looksInto(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (lostKeys.includes(key)) return [{ path: [...path, key], why: LOST_KEY }];
    return [...(isWellFormed(key) ? [] : [{ path: [...path, key], why: HALF }]), ...inside(part, key)];
  });
}

/** Why a key is refused that Pulumi's libraries for JavaScript take for an object's prototype. */
export const LOST_KEY = "is a key that Pulumi loses; choose another";

const HALF = "holds half of a character (a surrogate without its pair); write the whole one or take it out";
const NO_NUMBER = "is not a number that JSON has, but NaN or an infinity; write another number or a text";

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
