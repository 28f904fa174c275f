import * as pulumi from "@pulumi/pulumi";
import type { LocalTimeOptions } from "./local-time";
import { type Plain, parseLocal, temporal, toRfc3339 } from "./wall-clock";

export type Weekday = (typeof weekdays)[number];

/** When a meeting takes place again and again. Either `count` or `until` says when it ends. */
export type Recurrence = LocalTimeOptions & {
  /** First day that may have a meeting, and the time of day of all: `YYYY-MM-DD HH:MM`. */
  start: string;
  /** A name of the time zone database, such as `Asia/Kolkata`. */
  timeZone: string;
} & (
    | {
        every: "week";
        /** Days of the week. @default the one that `start` falls on */
        on?: readonly Weekday[];
      }
    | { every: "day"; on?: undefined }
  ) &
  (
    | {
        /** How many meetings: a whole number from 1. */
        count: number;
        until?: undefined;
      }
    | {
        /** Last day that may have a meeting: `YYYY-MM-DD`. */
        until: string;
        count?: undefined;
      }
  );

/**
 * The times of meetings that come again at the same time of day, each as RFC 3339 with the offset of its own day: a
 * class at nine stays at nine when clocks are put forward. Days that clocks skip the time on are refused, as by
 * `localTime`. The answer is an array, so that holidays can be filtered out of it, or every other week.
 *
 * @example A room for each class of the term
 * ```ts
 * const classes = recurring({
 *   start: "2026-12-01 09:00",
 *   timeZone: "Asia/Kolkata",
 *   every: "week",
 *   on: ["tuesday", "thursday"],
 *   until: "2027-03-31",
 * }).filter((time) => !time.startsWith("2026-12-24"));
 * for (const time of classes) {
 *   new Room(`math-${time.slice(0, 10)}`, {
 *     kind: "scheduled",
 *     scheduledTime: time,
 *     durationMinutes: 60,
 *     participants: 30,
 *   });
 * }
 * ```
 *
 * @returns in order of time
 * @throws RunError where a part cannot be read, where there would be no meeting, or more than 1,000
 */
export function recurring(recurrence: Recurrence): string[] {
  const { timeZone, every, on, count, until } = recurrence;
  const start = parseLocal("recurring: start", recurrence.start);
  const days = daysOf(every, on) ?? [weekdayOf(start)];
  const last = parseEnd(count, until);

  const times: string[] = [];
  for (let day = start; !isOver(day); day = day.add({ days: 1 })) {
    if (!days.includes(weekdayOf(day))) continue;
    if (times.length === most) throw refused(`these are more than ${most} meetings; end them earlier`);
    times.push(toRfc3339(day, timeZone, recurrence.ambiguous, "recurring"));
  }
  if (times.length === 0)
    throw refused(`no day from ${recurrence.start.slice(0, 10)} until ${until} has a meeting`);
  return times;

  function isOver(day: Plain): boolean {
    return last ? temporal().PlainDate.compare(day.toPlainDate(), last) > 0 : times.length === count;
  }
}

/** In Temporal's order: Monday is its day 1. */
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Each is a room that is billed; a slip in `until` would otherwise make millions. */
const most = 1000;

const weekdayOf = (day: Plain): Weekday => weekdays[day.dayOfWeek - 1]!;

/** The days of the week that have a meeting; `undefined` where the start says it. */
function daysOf(every: string, on: readonly Weekday[] | undefined): readonly Weekday[] | undefined {
  if (every !== "day" && every !== "week") throw refused(`every: ${every} is neither day nor week`);
  if (every === "day" && on) throw refused('on: it goes with every: "week"');
  if (on !== undefined && !Array.isArray(on))
    throw refused('on: it is not a list of days; write on: ["tuesday"]');
  if (on?.length === 0) throw refused("on: it names no day");
  const unknown = on?.find((day) => !weekdays.includes(day));
  if (unknown !== undefined) throw refused(`on: ${unknown} is none of ${weekdays.join(", ")}`);
  return every === "day" ? weekdays : on;
}

/** The last day; `undefined` where a count ends the meetings. */
function parseEnd(count: number | undefined, until: string | undefined) {
  if ((count === undefined) === (until === undefined)) throw refused("give either count or until");
  if (count !== undefined && !(Number.isInteger(count) && count > 0))
    throw refused(`count: ${count} is not a whole number from 1`);
  if (until === undefined) return undefined;
  try {
    // Temporal would also take a time here, and drop it.
    if (/^\d{4}-\d\d-\d\d$/.test(until)) return temporal().PlainDate.from(until);
  } catch {}
  throw refused(`until: ${until} is not a day; write 2027-03-31`);
}

const refused = (why: string) => new pulumi.RunError(`recurring: ${why}`);
