import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../provider/nearest";

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
  return toRfc3339(parseLocal("localTime", local), timeZone, options, "localTime");
}

/** A date and a time of day, of no place: what Temporal calls a plain date-time. */
export type Plain = import("@js-temporal/polyfill").Temporal.PlainDateTime;

/** Temporal, loaded with the first call: most programs never need it. */
export const temporal = () =>
  (require("@js-temporal/polyfill") as typeof import("@js-temporal/polyfill")).Temporal;

/** Reads `YYYY-MM-DD HH:MM` and `:SS`. Temporal itself would read far more, and drop an offset. */
export function parseLocal(caller: string, local: string): Plain {
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:[0-5]\d)?$/.test(local)) {
    try {
      return temporal().PlainDateTime.from(local);
    } catch {
      // The pattern fits, so a number is out of its range: 30 February, 25 o'clock.
      throw new pulumi.RunError(`${caller}: ${local} does not exist in the calendar or on a clock`);
    }
  }
  const offset = /([Zz]|[+-]\d\d:?\d\d)$/.test(local)
    ? "; a text with an offset is a scheduledTime as it stands"
    : "";
  throw new pulumi.RunError(`${caller}: ${local} is not a time; write 2026-12-01 09:00${offset}`);
}

export function toRfc3339(
  local: Plain,
  timeZone: string,
  { ambiguous = "earlier" }: LocalTimeOptions,
  caller: string,
): string {
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) => {
    try {
      return local.toZonedDateTime(timeZone, { disambiguation });
    } catch {
      throw new pulumi.RunError(`${caller}: ${whyNoZone(String(timeZone))}`);
    }
  }) as [Zoned, Zoned];
  // In a gap Temporal answers with the times as far before and after it as the gap is long.
  if (!earlier.toPlainDateTime().equals(local)) {
    throw new pulumi.RunError(
      `${caller}: clocks in ${timeZone} never show ${shown(local)}, because they are put forward; ` +
        `write ${shown(earlier.toPlainDateTime())} or ${shown(later.toPlainDateTime())}`,
    );
  }
  const chosen = ambiguous === "later" ? later : earlier;
  return chosen.toString({ timeZoneName: "never", smallestUnit: "second" });
}

type Zoned = import("@js-temporal/polyfill").Temporal.ZonedDateTime;

function whyNoZone(timeZone: string): string {
  // Node's list has the older of two names, Asia/Calcutta.
  const near = nearest(timeZone, ["Asia/Kolkata", ...Intl.supportedValuesOf("timeZone")]);
  return `${timeZone} is not a time zone; ${near ? `did you mean ${near}?` : "write a name of the time zone database, such as Asia/Kolkata"}`;
}

const shown = (local: Plain): string => local.toString({ smallestUnit: "minute" }).replace("T", " ");
