const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const API_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/;

/**
 * The instant of an RFC 3339 text with `Z` or an offset, in whole seconds of Unix time, or `undefined` where it is
 * none: no zone, a day that does not exist, or a year that the API's four digits cannot hold in UTC.
 */
export function parseInstant(text: string): number | undefined {
  const parts = RFC3339.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  // JavaScript reads 30 February as 2 March.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const time = Date.parse(text.toUpperCase());
  if (Number.isNaN(time)) return undefined;
  const utcYear = new Date(time).getUTCFullYear();
  return utcYear < 1970 || utcYear > 9999 ? undefined : Math.floor(time / 1000);
}

/** Why a text is no instant, and what to write instead: what follows the text in a message. */
export function whyNoInstant(text: unknown): string {
  const zoned = typeof text === "string" && /(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text);
  return zoned
    ? `is not a date and time that exists, in the form 2026-12-01T09:00:00+05:30 or 2026-12-01T03:30:00Z`
    : `has no time zone; write 2026-12-01T09:00:00+05:30 or …Z`;
}

/** The instant of the API's `scheduled_time`: `YYYY-MM-DD HH:MM:SS` in UTC, or ISO 8601 with `Z`. */
export function parseApiTime(text: string): number | undefined {
  const parts = API_TIME.exec(text);
  return parts ? parseInstant(`${parts[1]}T${parts[2]}Z`) : parseInstant(text);
}

/** An instant in the API's form, UTC. */
export const toApiTime = (seconds: number): string => toIso(seconds).replace("T", " ").replace("Z", "");

/** An instant as RFC 3339 in UTC, without fractions. */
export const toIso = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
