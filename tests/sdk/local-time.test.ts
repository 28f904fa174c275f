import assert from "node:assert/strict";
import fc from "fast-check";
import { parseInstant } from "../../provider/room/instant";
import { localTime, recurring, type Weekday } from "../../sdk/index";

const zones = Intl.supportedValuesOf("timeZone");
const zone = fc.constantFrom(...zones);
/** Any local minute in the years in which meetings are planned. */
const clockTime = fc
  .date({ min: new Date("2000-01-01T00:00Z"), max: new Date("2060-12-31T23:59Z"), noInvalidDate: true })
  .map((date) => clockText(date.getTime()));

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The local time in the zone at an instant, computed by the platform. */
function shownAt(instant: number, timeZone: string): string {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  clocks.set(timeZone, clock);
  return clock.format(instant);
}

/** All instants with this local time in the zone, found by trying every quarter of an hour around it. */
function instantsOf(local: string, timeZone: string): number[] {
  const asUtc = Date.parse(`${local.replace(" ", "T")}Z`);
  const offsets = Array.from({ length: 27 * 4 }, (_, i) => (i - 12 * 4) * 15 * 60_000);
  return offsets
    .map((offset) => asUtc - offset)
    .filter((instant) => shownAt(instant, timeZone) === local)
    .sort((a, b) => a - b);
}

describe("localTime", () => {
  it("writes the time zone's offset on that day", () => {
    assert.equal(localTime("2026-12-01 09:00", "Asia/Kolkata"), "2026-12-01T09:00:00+05:30");
    assert.equal(localTime("2026-07-01T09:00:30", "Europe/Berlin"), "2026-07-01T09:00:30+02:00");
    assert.equal(localTime("2026-12-01 09:00", "Europe/Berlin"), "2026-12-01T09:00:00+01:00");
    assert.equal(localTime("2026-12-01 09:00", "America/New_York"), "2026-12-01T09:00:00-05:00");
    assert.equal(localTime("2026-12-01 09:00", "UTC"), "2026-12-01T09:00:00+00:00");
  });

  it("returns the earlier of two instants, or the later one with ambiguous: later", () => {
    assert.equal(localTime("2026-10-25 02:30", "Europe/Berlin"), "2026-10-25T02:30:00+02:00");
    assert.equal(
      localTime("2026-10-25 02:30", "Europe/Berlin", { ambiguous: "later" }),
      "2026-10-25T02:30:00+01:00",
    );
  });

  it("rejects a time that clocks skip, and names the nearest that exist", () => {
    assert.throws(() => localTime("2026-03-29 02:30", "Europe/Berlin"), {
      message:
        "localTime: clocks in Europe/Berlin skip 2026-03-29 02:30, because they are set forward; write 2026-03-29 01:30 or 2026-03-29 03:30",
    });
    assert.throws(
      () => localTime("2011-12-30 12:00", "Pacific/Apia"),
      /write 2011-12-29 12:00 or 2011-12-31 12:00/,
    );
  });

  it("rejects a text that is not a time, with an example", () => {
    assert.throws(
      () => localTime("tomorrow", "Asia/Kolkata"),
      /tomorrow is not a time; write 2026-12-01 09:00$/,
    );
    assert.throws(() => localTime("2026-12-01", "Asia/Kolkata"), /is not a time; write 2026-12-01 09:00$/);
    for (const whole of ["2026-12-01T09:00:00Z", "2026-12-01 09:00+05:30"]) {
      assert.throws(() => localTime(whole, "Asia/Kolkata"), /is already a valid scheduledTime/);
    }
    assert.throws(
      () => localTime("2026-02-30 09:00", "Asia/Kolkata"),
      /2026-02-30 09:00 is not a valid date/,
    );
    assert.throws(
      () => localTime("2026-02-28 24:00", "Asia/Kolkata"),
      /2026-02-28 24:00 is not a valid date/,
    );
  });

  it("rejects an unknown time zone, and suggests the nearest", () => {
    assert.throws(() => localTime("2026-12-01 09:00", "Asia/Kolkatta"), /did you mean Asia\/Kolkata\?/);
    assert.throws(() => localTime("2026-12-01 09:00", "Europe/Berln"), /did you mean Europe\/Berlin\?/);
    assert.throws(() => localTime("2026-12-01 09:00", "IST"), /IST is not a time zone; write a name from/);
    assert.throws(() => localTime("2026-12-01 09:00", undefined as never), /undefined is not a time zone/);
  });

  it("returns, in any zone, the earlier instant at which clocks show the time, or rejects it", () => {
    fc.assert(
      fc.property(clockTime, zone, (local, timeZone) => {
        const expected = instantsOf(local, timeZone);
        if (expected.length === 0)
          return assert.throws(() => localTime(local, timeZone), /clocks in .* skip/);
        const earlier = localTime(local, timeZone);
        assert.ok(earlier.startsWith(local.replace(" ", "T")));
        assert.equal(Date.parse(earlier), expected[0]);
        assert.equal(Date.parse(localTime(local, timeZone, { ambiguous: "later" })), expected.at(-1));
        assert.equal(parseInstant(earlier), Date.parse(earlier) / 1000, "a room takes it as scheduledTime");
      }),
    );
  });

  it("handles every clock change of a year, in every zone", () => {
    let gaps = 0;
    for (const timeZone of zones) {
      for (const local of aroundChanges(timeZone, 2026)) {
        const expected = instantsOf(local, timeZone);
        if (expected.length === 0) {
          gaps++;
          assert.throws(() => localTime(local, timeZone), /clocks in .* skip/, `${timeZone} ${local}`);
        } else assert.equal(Date.parse(localTime(local, timeZone)), expected[0], `${timeZone} ${local}`);
      }
    }
    assert.ok(gaps > 100, "clocks are set forward somewhere");
  });
});

describe("recurring", () => {
  it("keeps the time of day across clock changes", () => {
    const times = recurring({
      start: "2026-10-19 09:00",
      timeZone: "Europe/Berlin",
      every: "week",
      count: 3,
    });
    assert.deepEqual(times, [
      "2026-10-19T09:00:00+02:00",
      "2026-10-26T09:00:00+01:00",
      "2026-11-02T09:00:00+01:00",
    ]);
  });

  it("returns the given days of the week from start to until, inclusive", () => {
    const times = recurring({
      start: "2026-12-02 09:00",
      timeZone: "Asia/Kolkata",
      every: "week",
      on: ["thursday", "tuesday"],
      until: "2026-12-10",
    });
    assert.deepEqual(
      times.map((time) => time.slice(0, 10)),
      ["2026-12-03", "2026-12-08", "2026-12-10"],
    );
  });

  it("returns every day with every: day", () => {
    const times = recurring({ start: "2026-02-27 18:00", timeZone: "Asia/Kolkata", every: "day", count: 3 });
    assert.deepEqual(
      times.map((time) => time.slice(0, 10)),
      ["2026-02-27", "2026-02-28", "2026-03-01"],
    );
  });

  it("rejects contradictory or invalid properties", () => {
    const daily = { start: "2026-12-01 09:00", timeZone: "Asia/Kolkata", every: "day" } as const;
    const weekly = { ...daily, every: "week", count: 3 } as const;
    const refusals: [object, RegExp][] = [
      [daily, /give either count or until/],
      [{ ...daily, count: 1, until: "2026-12-02" }, /give either count or until/],
      [{ ...daily, count: 1.5 }, /count: 1.5 is not a positive integer/],
      [{ ...daily, count: 0 }, /count: 0 is not a positive integer/],
      [{ ...daily, until: "2026-02-30" }, /until: 2026-02-30 is not a day; write 2027-03-31/],
      [{ ...daily, until: "2026-12-05 09:00" }, /is not a day; write/],
      [{ ...daily, until: "2026-11-30" }, /no day from 2026-12-01 until 2026-11-30 has a meeting/],
      [{ ...daily, until: "9999-12-31" }, /more than 1000 meetings/],
      [{ ...daily, every: "month", count: 1 }, /every: month is neither day nor week/],
      [{ ...daily, on: ["monday"], count: 1 }, /on: requires every: "week"/],
      [{ ...weekly, on: [] }, /on: is an empty list/],
      [{ ...weekly, on: "tuesday" }, /on: is not a list of days; write on: \["tuesday"\]/],
      [{ ...weekly, on: ["Monday"] }, /on: Monday is not one of monday, tuesday/],
      [{ ...weekly, start: "9 am" }, /recurring: start: 9 am is not a time/],
      [
        { start: "2026-03-28 02:30", timeZone: "Europe/Berlin", every: "day", count: 2 },
        /recurring: clocks in Europe\/Berlin skip 2026-03-29 02:30/,
      ],
    ];
    for (const [recurrence, message] of refusals) {
      assert.throws(() => recurring(recurrence as never), message, JSON.stringify(recurrence));
    }
  });

  it("returns, in any zone, count times in order, each on its day at the start's time of day", () => {
    const names: Weekday[] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    const days = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
    fc.assert(
      fc.property(clockTime, zone, days, fc.integer({ min: 1, max: 30 }), (start, timeZone, on, count) => {
        let times: string[];
        try {
          times = recurring({ start, timeZone, every: "week", on, count });
        } catch (error) {
          return assert.match((error as Error).message, /clocks in .* skip/);
        }
        assert.equal(times.length, count);
        for (const [i, time] of times.entries()) {
          assert.equal(time.slice(11, 16), start.slice(11));
          assert.ok(on.includes(names[new Date(`${time.slice(0, 10)}T00:00Z`).getUTCDay()]!));
          assert.equal(shownAt(Date.parse(time), timeZone), time.slice(0, 16).replace("T", " "));
          assert.ok(i === 0 || time > times[i - 1]!);
        }
        assert.ok(times[0]!.slice(0, 10) >= start.slice(0, 10));
      }),
      { numRuns: 50 },
    );
  });
});

/** Local times half an hour around each change of offset in a year. None lasts less than a week. */
function aroundChanges(timeZone: string, year: number): string[] {
  const form = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const offset = (at: number) => form.format(at).split(", ")[1];
  const found: string[] = [];
  for (let day = 1; day < 366; day += 7) {
    let [before, after] = [Date.UTC(year, 0, day), Date.UTC(year, 0, day + 7)];
    if (offset(before) === offset(after)) continue;
    while (after - before > 60_000) {
      const middle = (before + after) / 2;
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    for (const base of [before, after]) {
      const shown = Date.parse(`${shownAt(base, timeZone).replace(" ", "T")}Z`);
      for (const minutes of [-30, 0, 30]) found.push(clockText(shown + minutes * 60_000));
    }
  }
  return found;
}

const clockText = (asUtc: number): string => new Date(asUtc).toISOString().slice(0, 16).replace("T", " ");
