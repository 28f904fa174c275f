const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const API_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/;

/**
 * Parses RFC 3339 with `Z` or an offset into whole seconds of Unix time. `undefined` if the zone is missing,
 * the day does not exist, or the year in UTC is not one of the API's four digits.
 */
export function parseInstant(text: string): number | undefined {
  const parts = RFC3339.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  // JavaScript parses 30 February as 2 March.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const time = Date.parse(text.toUpperCase());
  if (Number.isNaN(time)) return undefined;
  const utcYear = new Date(time).getUTCFullYear();
  return utcYear < 1970 || utcYear > 9999 ? undefined : Math.floor(time / 1000);
}

/** Why a string is not an instant, and what to write. The message continues after the quoted string. */
export function instantProblem(text: unknown): string {
  const zoned = typeof text === "string" && /(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text);
  return zoned
    ? `is not a valid date and time; write it as 2026-12-01T09:00:00+05:30 or 2026-12-01T03:30:00Z`
    : `has no time zone; write 2026-12-01T09:00:00+05:30 or …Z`;
}

/** Parses the API's `scheduled_time`: `YYYY-MM-DD HH:MM:SS` in UTC, or ISO 8601 with `Z`. */
export function parseApiTime(text: string): number | undefined {
  const parts = API_TIME.exec(text);
  return parts ? parseInstant(`${parts[1]}T${parts[2]}Z`) : parseInstant(text);
}

/** Formats an instant for the API, in UTC. */
export const toApiTime = (seconds: number): string => toIso(seconds).replace("T", " ").replace("Z", "");

/** Formats an instant as RFC 3339 in UTC, without fractions. */
export const toIso = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
