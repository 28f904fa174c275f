import { closest, distance } from "fastest-levenshtein";

/** The nearest of `names`, where it is near enough to be a slip of the pen. */
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

/** Letters that have changed places are one slip, however short the word. */
const sortedLetters = (text: string): string => [...text.toLowerCase()].sort().join("");
