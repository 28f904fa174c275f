import { closest, distance } from "fastest-levenshtein";

/** The most similar name, if it is similar enough for a typing error. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const same = names.find((name) => name.toLowerCase() === text.toLowerCase());
  if (same || names.length === 0) return same;
  const found = closest(
    text.toLowerCase(),
    names.map((name) => name.toLowerCase()),
  );
  const name = names.find((candidate) => candidate.toLowerCase() === found)!;
  const isNear = distance(text.toLowerCase(), found) <= Math.max(1, Math.floor(name.length / 3));
  return isNear || sortedLetters(text) === sortedLetters(name) ? name : undefined;
}

/** Swapped letters are one typing error, even in short words. */
const sortedLetters = (text: string): string => [...text.toLowerCase()].sort().join("");
