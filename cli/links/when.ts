import type { SheetRoom } from "./rooms-in-state";

/**
 * When a room is open, in words: `Tue 1 Dec 2026, 09:00–10:00`.
 *
 * @param timeZone a name of the time zone database, in which times are written
 */
export function whenText({ kind, meeting }: SheetRoom, timeZone: string): string {
  if (!meeting) return { permanent: "any time", adhoc: "a single call", scheduled: "not known" }[kind];
  const { day, from, to } = meetingTimes(meeting, timeZone);
  return `${day}, ${from}–${to}`;
}

/** The parts of it, such as `Tue 1 Dec 2026`, `09:00` and `10:00`; the end of a night meeting names its day. */
export function meetingTimes(
  { start, end }: NonNullable<SheetRoom["meeting"]>,
  timeZone: string,
): { day: string; from: string; to: string } {
  const first = partsOf(start, timeZone);
  const last = partsOf(end, timeZone);
  const day = `${first.weekday} ${first.day} ${first.month} ${first.year}`;
  const sameDay = day === `${last.weekday} ${last.day} ${last.month} ${last.year}`;
  const to = `${last.hour}:${last.minute}`;
  return {
    day,
    from: `${first.hour}:${first.minute}`,
    to: sameDay ? to : `${to} on ${last.weekday} ${last.day} ${last.month}`,
  };
}

/** `2026-12-01 09:00`, as spreadsheets read it. */
export function sortableTime(time: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = partsOf(time, timeZone, "2-digit");
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

/** The time zone of this machine, by the name that is used today. */
export function machineTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return renamed[timeZone] ?? timeZone;
}

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** Node reports some zones by a name that their inhabitants would not look for. */
const renamed: Record<string, string> = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
};

/** In parts, because the whole text differs between versions of Node. */
function partsOf(time: Date, timeZone: string, digits: "short" | "2-digit" = "short") {
  const form = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: digits === "short" ? "numeric" : digits,
    month: digits,
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(form.formatToParts(time).map(({ type, value }) => [type, value])) as Record<
    "weekday" | "day" | "month" | "year" | "hour" | "minute",
    string
  >;
}
