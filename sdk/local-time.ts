import { parseLocal, toRfc3339 } from "./wall-clock";

export interface LocalTimeOptions {
  /**
   * Which instant to use if clocks show the time twice, because they are set back.
   * @default "earlier"
   */
  ambiguous?: "earlier" | "later";
}

/**
 * Converts a local time to RFC 3339, the format of `scheduledTime`, with the time zone's offset on that day.
 *
 * If clocks skip the time because they are set forward, the error names the nearest times that exist. If clocks show the
 * time twice, the result is the earlier instant unless you set `ambiguous`. Offsets come from the time zone database of
 * Node.js.
 *
 * @example
 * ```ts
 * localTime("2026-12-01 09:00", "Asia/Kolkata"); // 2026-12-01T09:00:00+05:30
 * localTime("2026-12-01 09:00", "Europe/Berlin"); // 2026-12-01T09:00:00+01:00
 * localTime("2026-10-25 02:30", "Europe/Berlin"); // 2026-10-25T02:30:00+02:00, the first of the two
 * ```
 *
 * @param local `YYYY-MM-DD HH:MM`, optionally with `:SS`, or with `T` instead of the space
 * @param timeZone name in the time zone database, such as `Asia/Kolkata`
 * @throws RunError if the text is not a time, the time zone is unknown, or clocks skip the time
 */
export function localTime(local: string, timeZone: string, options: LocalTimeOptions = {}): string {
  return toRfc3339(parseLocal("localTime", local), timeZone, options.ambiguous, "localTime");
}
