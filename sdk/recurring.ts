import * as pulumi from "@pulumi/pulumi";
import type { LocalTimeOptions } from "./local-time";
import { type Plain, parseLocal, temporal, toRfc3339 } from "./wall-clock";

export type Weekday = (typeof weekdays)[number];

/** The times of a recurring meeting. Either `count` or `until` ends it. */
export type Recurrence = LocalTimeOptions & {
  /** First possible day, and the time of day of all meetings: `YYYY-MM-DD HH:MM`. */
  start: string;
  /** Name in the time zone database, such as `Asia/Kolkata`. */
  timeZone: string;
} & (
    | {
        every: "week";
        /** Days of the week. @default the day of `start` */
        on?: readonly Weekday[];
      }
    | { every: "day"; on?: undefined }
  ) &
  (
    | {
        /** Number of meetings, at least 1. */
        count: number;
        until?: undefined;
      }
    | {
        /** Last possible day: `YYYY-MM-DD`. */
        until: string;
        count?: undefined;
      }
  );

/**
 * Computes the times of a recurring meeting in RFC 3339, each with the offset of its own day: a class at nine stays at
 * nine across daylight saving. Fails if clocks skip the time on one of the days, as `localTime` does. Filter the
 * result to skip holidays or every other week.
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
 * @returns the times in order
 * @throws RunError if a property is invalid, or if there is no meeting or more than 1,000
 */
export function recurring(recurrence: Recurrence): string[] {
  const { timeZone, every, on, count, until } = recurrence;
  const start = parseLocal("recurring: start", recurrence.start);
  const days = daysOf(every, on) ?? [weekdayOf(start)];
  const last = parseEnd(count, until);

  const times: string[] = [];
  for (let day = start; !isOver(day); day = day.add({ days: 1 })) {
    if (!days.includes(weekdayOf(day))) continue;
    if (times.length === MAX_MEETINGS)
      throw refused(`there are more than ${MAX_MEETINGS} meetings; end them earlier`);
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

/** Each meeting is a room that is billed, and a typo in `until` could create millions. */
const MAX_MEETINGS = 1000;

const weekdayOf = (day: Plain): Weekday => weekdays[day.dayOfWeek - 1]!;

/** The days of the week that have a meeting; `undefined` if it is the day of the start. */
function daysOf(every: string, on: readonly Weekday[] | undefined): readonly Weekday[] | undefined {
  if (every !== "day" && every !== "week") throw refused(`every: ${every} is neither day nor week`);
  if (every === "day" && on) throw refused('on: requires every: "week"');
  if (on !== undefined && !Array.isArray(on))
    throw refused('on: is not a list of days; write on: ["tuesday"]');
  if (on?.length === 0) throw refused("on: is an empty list");
  const unknown = on?.find((day) => !weekdays.includes(day));
  if (unknown !== undefined) throw refused(`on: ${unknown} is not one of ${weekdays.join(", ")}`);
  return every === "day" ? weekdays : on;
}

/** The last day; `undefined` if a count ends the meetings. */
function parseEnd(count: number | undefined, until: string | undefined) {
  if ((count === undefined) === (until === undefined)) throw refused("give either count or until");
  if (count !== undefined && !(Number.isInteger(count) && count > 0))
    throw refused(`count: ${count} is not a positive integer`);
  if (until === undefined) return undefined;
  try {
    // Temporal would also accept a time here, and drop it.
    if (/^\d{4}-\d\d-\d\d$/.test(until)) return temporal().PlainDate.from(until);
  } catch {}
  throw refused(`until: ${until} is not a day; write 2027-03-31`);
}

const refused = (why: string) => new pulumi.RunError(`recurring: ${why}`);
