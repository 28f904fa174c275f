import { parseLocal, toRfc3339 } from "./wall-clock";

export interface LocalTimeOptions {
  /**
   * Which of two instants a time means that clocks show twice, because they are put back in between.
   * @default "earlier"
   */
  ambiguous?: "earlier" | "later";
}

/**
 * The time that clocks show somewhere as the RFC 3339 text that `scheduledTime` takes, with the offset that holds in
 * that place on that day.
 *
 * A time that clocks skip, because they are put forward, is refused with the nearest ones that exist. A time that they
 * show twice is the earlier one unless `ambiguous` says otherwise. Offsets are those of the time zone database that
 * Node brings along.
 *
 * @example
 * ```ts
 * localTime("2026-12-01 09:00", "Asia/Kolkata"); // 2026-12-01T09:00:00+05:30
 * localTime("2026-12-01 09:00", "Europe/Berlin"); // 2026-12-01T09:00:00+01:00
 * localTime("2026-10-25 02:30", "Europe/Berlin"); // 2026-10-25T02:30:00+02:00, the first of the two
 * ```
 *
 * @param local `YYYY-MM-DD HH:MM`, with `:SS` if need be; a `T` may stand for the space
 * @param timeZone a name of the time zone database, such as `Asia/Kolkata`
 * @throws RunError where the text is no time, the zone is not known, or clocks there never show that time
 */
export function localTime(local: string, timeZone: string, options: LocalTimeOptions = {}): string {
  return toRfc3339(parseLocal("localTime", local), timeZone, options.ambiguous, "localTime");
}
