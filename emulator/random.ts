import { createHash } from "node:crypto";

/**
 * Repeatable randomness: the same seed, purpose and number give the same digits whatever was drawn before. So
 * one more fault does not shift the others.
 *
 * @returns 64 lower-case hex digits
 */
export function digits(seed: number | string, purpose: string, number: number | string): string {
  return createHash("sha256").update(`${seed}/${purpose}/${number}`).digest("hex");
}

/** A number from 0 up to, but not including, 1. */
export function fraction(seed: number, purpose: string, number: number): number {
  return Number.parseInt(digits(seed, purpose, number).slice(0, 12), 16) / 2 ** 48;
}

/**
 * An id in the form of the real ones (a MongoDB ObjectId): 4 bytes of seconds, 8 random bytes, as 24
 * lower-case hex digits.
 */
export function objectId(now: Date, randomDigits: string): string {
  // An unsigned 32-bit number, even before 1970.
  const seconds = Math.floor(now.getTime() / 1000) >>> 0;
  return seconds.toString(16).padStart(8, "0") + randomDigits.slice(0, 16);
}
