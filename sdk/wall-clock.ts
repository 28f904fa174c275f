import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../provider/nearest";

// Separate from the public functions: this file needs the declarations of Temporal's package, which do not compile in
// every program.

/** A date and time of day without a time zone: Temporal's plain date-time. */
export type Plain = import("@js-temporal/polyfill").Temporal.PlainDateTime;

/** Temporal, loaded on the first call, because most programs never need it. */
export const temporal = () =>
  (require("@js-temporal/polyfill") as typeof import("@js-temporal/polyfill")).Temporal;

/** Parses `YYYY-MM-DD HH:MM` and `:SS`. Temporal alone would accept much more, and drop an offset. */
export function parseLocal(caller: string, local: string): Plain {
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:[0-5]\d)?$/.test(local)) {
    try {
      return temporal().PlainDateTime.from(local);
    } catch {
      // The format is right, so a number is out of range: 30 February, 25 o'clock.
      throw new pulumi.RunError(`${caller}: ${local} is not a valid date and time`);
    }
  }
  const offset = /([Zz]|[+-]\d\d:?\d\d)$/.test(local)
    ? "; a time with an offset is already a valid scheduledTime"
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
      throw new pulumi.RunError(`${caller}: ${zoneProblem(String(timeZone))}`);
    }
  }) as [Zoned, Zoned];
  // In a gap, Temporal returns the times before and after it, shifted by the length of the gap.
  if (!earlier.toPlainDateTime().equals(local)) {
    throw new pulumi.RunError(
      `${caller}: clocks in ${timeZone} skip ${format(local)}, because they are set forward; ` +
        `write ${format(earlier.toPlainDateTime())} or ${format(later.toPlainDateTime())}`,
    );
  }
  const chosen = ambiguous === "later" ? later : earlier;
  return chosen.toString({ timeZoneName: "never", smallestUnit: "second" });
}

type Zoned = import("@js-temporal/polyfill").Temporal.ZonedDateTime;

function zoneProblem(timeZone: string): string {
  // Node's list only has the older name, Asia/Calcutta.
  const near = nearest(timeZone, ["Asia/Kolkata", ...Intl.supportedValuesOf("timeZone")]);
  return `${timeZone} is not a time zone; ${near ? `did you mean ${near}?` : "write a name from the time zone database, such as Asia/Kolkata"}`;
}

const format = (local: Plain): string => local.toString({ smallestUnit: "minute" }).replace("T", " ");
