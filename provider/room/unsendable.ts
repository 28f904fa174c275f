/** A part of a value that JSON cannot represent unchanged. */
export interface Unsendable {
  path: PropertyKey[];
  reason: string;
}

/**
 * The parts of a value that JSON cannot represent: the API would store another value, and each deployment
 * would find a difference.
 *
 * @param isData distinguishes plain data from other objects
 * @param lostKeys keys that are lost on the way
 */
export function unsendableParts(
  value: unknown,
  path: PropertyKey[] = [],
  isData: (object: object) => boolean = () => true,
  lostKeys: readonly string[] = [],
): Unsendable[] {
  const inside = (part: unknown, key: PropertyKey) => unsendableParts(part, [...path, key], isData, lostKeys);
  if (typeof value === "string") return isWellFormed(value) ? [] : [{ path, reason: HALF_CHARACTER }];
  if (typeof value === "number") return Number.isFinite(value) ? [] : [{ path, reason: NOT_FINITE }];
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== "object" || value === null || !isData(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (lostKeys.includes(key)) return [{ path: [...path, key], reason: LOST_KEY }];
    const ofKey = isWellFormed(key) ? [] : [{ path: [...path, key], reason: HALF_CHARACTER }];
    return [...ofKey, ...inside(part, key)];
  });
}

/** For keys that Pulumi's JavaScript libraries use as an object's prototype. */
export const LOST_KEY = "is a key that Pulumi loses; choose another key";

const HALF_CHARACTER = "contains half of a character (a surrogate without its pair); complete or remove it";
const NOT_FINITE = "is NaN or infinite, which JSON cannot represent; write another number or a string";

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
