import type { SheetRoom } from "./sheet";

/**
 * When a room is open, in words: `Tue 1 Dec 2026, 09:00–10:00`.
 *
 * @param timeZone a name of the time zone database, in which times are written
 */
export function whenText({ kind, meeting }: SheetRoom, timeZone: string): string {
  if (!meeting) return { permanent: "any time", adhoc: "a single call", scheduled: "time unknown" }[kind];
  const { day, from, to } = meetingTimes(meeting, timeZone);
  return `${day}, ${from}–${to}`;
}

/**
 * Its parts, such as `Tue 1 Dec 2026`, `09:00` and `10:00`. An end on another day names that day, and a time that
 * clocks show twice has its offset.
 */
export function meetingTimes(
  { start, end }: NonNullable<SheetRoom["meeting"]>,
  timeZone: string,
): { day: string; from: string; to: string } {
  const first = partsOf(start, timeZone);
  const last = partsOf(end, timeZone);
  const dayOf = ({ weekday, day, month }: typeof last) => `${weekday} ${day} ${month}`;
  const [day, lastDay] = [`${dayOf(first)} ${first.year}`, `${dayOf(last)} ${last.year}`];
  const timeOf = (time: Date, { hour, minute }: typeof last) => {
    const offset = offsetIfShownTwice(time, timeZone);
    return `${hour}:${minute}${offset ? ` (UTC${offset})` : ""}`;
  };
  const on = last.year === first.year ? dayOf(last) : lastDay;
  return {
    day,
    from: timeOf(start, first),
    to: timeOf(end, last) + (lastDay === day ? "" : ` on ${on}`),
  };
}

/** `2026-12-01 09:00`, as spreadsheets read it; with the offset if clocks show the time twice. */
export function sortableTime(time: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = partsOf(time, timeZone, "2-digit");
  const offset = offsetIfShownTwice(time, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}${offset ? ` ${offset}` : ""}`;
}

/** `+02:00` for a time that clocks show twice at the end of daylight saving time. */
function offsetIfShownTwice(time: Date, timeZone: string): string | undefined {
  const offset = offsetMinutes(time, timeZone);
  const isShownTwice = [-1, 1].some((days) => {
    const other = offsetMinutes(addMinutes(time, days * 1_440), timeZone);
    return other !== offset && offsetMinutes(addMinutes(time, offset - other), timeZone) === other;
  });
  if (!isShownTwice) return undefined;
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? "-" : "+"}${[hours, minutes].map((part) => String(part).padStart(2, "0")).join(":")}`;
}

/** Offset of a time zone from UTC. */
function offsetMinutes(time: Date, timeZone: string): number {
  const { year, month, day, hour, minute } = partsOf(time, timeZone, "2-digit");
  const shown = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  // The parts have no seconds.
  return Math.ceil((shown - time.getTime()) / 60_000);
}

const addMinutes = (time: Date, minutes: number) => new Date(time.getTime() + minutes * 60_000);

/** This machine's time zone, by its current name. */
export function machineTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return currentNames[timeZone] ?? timeZone;
}

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** Node.js reports some zones by an outdated name. */
const currentNames: Record<string, string> = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
};

/** Formatted as parts, because the whole text differs between Node.js versions. */
function partsOf(time: Date, timeZone: string, digits: "short" | "2-digit" = "short") {
  const parts = formatterOf(timeZone, digits).formatToParts(time);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<
    "weekday" | "day" | "month" | "year" | "hour" | "minute",
    string
  >;
}

/** Cached, because creating one is slow. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string, digits: "short" | "2-digit"): Intl.DateTimeFormat {
  const key = `${digits} ${timeZone}`;
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      day: digits === "short" ? "numeric" : digits,
      month: digits,
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  formatters.set(key, formatter);
  return formatter;
}
