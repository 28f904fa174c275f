import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../provider/nearest";

// Apart from the functions that programs call: the declarations of Temporal's package, which those here need, do not
// compile in every program.

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
  ambiguous: "earlier" | "later" | undefined,
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
