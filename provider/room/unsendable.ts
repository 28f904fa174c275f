/** A part of a value that no request can carry. */
export interface Unsendable {
  path: PropertyKey[];
  why: string;
}

/**
 * The parts of a value that JSON cannot carry: the API would hold another value, and each deployment would find a
 * difference.
 */
export function unsendableParts(value: unknown, path: PropertyKey[]): Unsendable[] {
  if (typeof value === "string") return isWellFormed(value) ? [] : [{ path, why: HALF }];
  if (typeof value === "number") return Number.isFinite(value) ? [] : [{ path, why: NO_NUMBER }];
  if (Array.isArray(value)) return value.flatMap((item, i) => unsendableParts(item, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(isWellFormed(key) ? [] : [{ path: [...path, key], why: HALF }]),
    ...unsendableParts(part, [...path, key]),
  ]);
}

const HALF = "holds half of a character (a surrogate without its pair); write the whole one or take it out";
const NO_NUMBER = "is not a number that JSON has, but NaN or an infinity; write another number or a text";

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
