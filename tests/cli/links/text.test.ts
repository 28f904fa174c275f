import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import ICAL from "ical.js";
import { marked, type Tokens } from "marked";
import { calendar, missingEvents } from "../../../cli/links/calendar";
import { csv } from "../../../cli/links/csv";
import { markdown } from "../../../cli/links/markdown";
import type { SheetRoom } from "../../../cli/links/sheet";
import { table } from "../../../cli/links/table";
import { sortableTime } from "../../../cli/links/when";
import { hostedRoom, meeting, school, sheetOf, sheetRoom } from "./sheet-of";

/** A name as in a state: one line, without control characters. */
const name = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom(..."=+-@'\"|\\`*_[]()<>#!&~:;,.%$^{}/ aé漢") }),
    fc.constantFrom(
      "=1+1",
      "@SUM(A1)",
      "www.example.com",
      "a@example.com",
      "http://x.y",
      "[x](y)",
      "&amp;",
      "~~x~~",
      "**x**",
      "# x",
    ),
  )
  .map((text) => text.replace(/\s+/g, " ").trim() || "x");

const withoutHosts = school.map((room) => ({ ...room, moderatorUrl: undefined }));

describe("links: the table", () => {
  it("is aligned by display width, and has moderator links only if the sheet has them", () => {
    const rooms = [sheetRoom(), sheetRoom({ name: "会議室", kind: "adhoc" })];
    assert.equal(
      table(sheetOf(rooms)),
      [
        "room            open (Asia/Kolkata)  participants join at",
        "──────────────  ───────────────────  ────────────────────────────────────────────────────",
        "Daily stand-up  any time             https://acme.yourvideo.live/60af1c2e5f8b9a0012345678",
        "会議室          a single call        https://acme.yourvideo.live/60af1c2e5f8b9a0012345678",
      ].join("\n"),
    );
    assert.match(table(sheetOf(school)), /moderators join at\n/);
    assert.match(table(sheetOf(school)), /https:\/\/acme\.yourvideo\.live\/host\//);
  });

  it("writes times in the given time zone", () => {
    const rooms = [sheetRoom({ meeting: meeting("2026-12-01T18:00:00Z", 60) })];
    assert.match(table(sheetOf(rooms)), /Tue 1 Dec 2026, 23:30–00:30 on Wed 2 Dec/);
    assert.match(table(sheetOf(rooms, { timeZone: "America/New_York" })), /Tue 1 Dec 2026, 13:00–14:00/);
  });

  it("writes the year of an end in another year", () => {
    const rooms = [sheetRoom({ meeting: meeting("2026-12-31T18:00:00Z", 60) })];
    assert.match(table(sheetOf(rooms)), /Thu 31 Dec 2026, 23:30–00:30 on Fri 1 Jan 2027/);
  });

  it("writes the offset only of times that clocks show twice", () => {
    const open = (start: string, minutes: number, timeZone: string) =>
      table(sheetOf([sheetRoom({ meeting: meeting(start, minutes) })], { timeZone }));
    for (const [start, minutes, timeZone, expected] of [
      ["2026-10-25T00:45:00Z", 30, "Europe/Berlin", "02:45 (UTC+02:00)–02:15 (UTC+01:00) "],
      ["2026-10-25T01:15:59Z", 30, "Europe/Berlin", "02:15 (UTC+01:00)–02:45 (UTC+01:00) "],
      ["2026-10-24T23:45:00Z", 90, "Europe/Berlin", "01:45–02:15 (UTC+01:00) "],
      ["2026-10-24T23:30:00Z", 180, "Europe/Berlin", "01:30–03:30 "],
      ["2026-10-25T02:00:00Z", 60, "Europe/Berlin", "03:00–04:00 "],
      ["2026-11-01T05:45:00Z", 30, "America/New_York", "01:45 (UTC-04:00)–01:15 (UTC-05:00) "],
      ["2026-04-04T14:45:00Z", 30, "Australia/Lord_Howe", "01:45 (UTC+11:00)–01:45 (UTC+10:30) "],
      ["2026-10-25T00:30:00Z", 60, "Europe/London", "01:30 (UTC+01:00)–01:30 (UTC+00:00) "],
      ["2026-03-29T00:45:00Z", 30, "Europe/Berlin", "01:45–03:15 "],
    ] as const)
      assert.ok(
        open(start, minutes, timeZone).includes(`, ${expected}`),
        `${open(start, minutes, timeZone)} ${expected}`,
      );
  });

  it("says that there are no rooms", () => {
    assert.equal(table(sheetOf([])), "school/prod has no rooms.");
    assert.equal(markdown(sheetOf([])), "school\\/prod has no rooms\\.");
  });
});

describe("links: Markdown", () => {
  const cells = (text: string) => {
    const [found, ...more] = marked.lexer(text);
    assert.equal(found?.type, "table");
    assert.deepEqual(more, []);
    return (found as Tokens.Table).rows;
  };

  it("is a table with links", () => {
    const [first] = cells(markdown(sheetOf(school)));
    assert.equal(first!.length, 4);
    assert.deepEqual(
      first!.slice(2).map(({ tokens }) => (tokens[0] as Tokens.Link).href),
      [school[0]!.participantUrl, school[0]!.moderatorUrl],
    );
    assert.equal(cells(markdown(sheetOf(withoutHosts)))[0]!.length, 3);
    assert.doesNotMatch(markdown(sheetOf(withoutHosts)), /host/);
  });

  it("escapes any name", () => {
    fc.assert(
      fc.property(name, (text) => {
        const [row] = cells(markdown(sheetOf([sheetRoom({ name: text })])));
        const { tokens } = row![0]!;
        assert.ok(
          tokens.every(({ type }) => type === "text" || type === "escape"),
          JSON.stringify(tokens),
        );
        assert.equal(tokens.map((token) => (token as Tokens.Text).text).join(""), text);
        assert.equal(row!.length, 3);
      }),
    );
  });
});

describe("links: CSV", () => {
  const rows = (rooms: SheetRoom[]): Record<string, string>[] =>
    parse(csv(sheetOf(rooms)), { columns: true });

  it("has one row per room, with local times that spreadsheets read", () => {
    assert.deepEqual(rows(school)[0], {
      room: "Mathematics 101",
      kind: "scheduled",
      start: "2026-12-01 09:00",
      end: "2026-12-01 10:00",
      timeZone: "Asia/Kolkata",
      participants: "30",
      participantUrl: school[0]!.participantUrl,
      moderatorUrl: school[0]!.moderatorUrl,
      roomId: school[0]!.roomId,
    });
    assert.equal(rows(school)[3]!.start, "");
    assert.equal("moderatorUrl" in rows(withoutHosts)[0]!, false);
    assert.doesNotMatch(csv(sheetOf(withoutHosts)), /host/);
  });

  it("never ends a meeting before it starts, across the end of daylight saving too", () => {
    const rooms = [sheetRoom({ meeting: meeting("2026-10-25T00:45:00Z", 30) })];
    const [row] = parse(csv(sheetOf(rooms, { timeZone: "Europe/Berlin" })), { columns: true }) as any[];
    assert.deepEqual([row.start, row.end], ["2026-10-25 02:45 +02:00", "2026-10-25 02:15 +01:00"]);
  });

  it("writes different times differently, in every zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"),
        fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 }),
        fc.integer({ min: 1, max: 240 }),
        (timeZone, start, minutes) => {
          const [first, last] = [start, start + minutes].map((at) => new Date(at * 60_000));
          const [from, to] = [sortableTime(first!, timeZone), sortableTime(last!, timeZone)];
          assert.notEqual(from, to);
          if (!/ [+-]\d\d:/.test(`${from}${to}`)) assert.ok(from < to, `${from} ${to}`);
        },
      ),
    );
  });

  it("ends lines with CRLF, and keeps the header without rooms", () => {
    assert.equal(csv(sheetOf(school)).split("\r\n").length, 1 + school.length);
    assert.match(csv(sheetOf([])), /^"room","kind",[^\r\n]*$/);
  });

  it("round-trips any name, without a cell that a spreadsheet evaluates", () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.constantFrom("=1", "'=1", "''-1", "'tis")), (text) => {
        const [row] = rows([sheetRoom({ name: text })]);
        const cell = row!.room!;
        assert.equal(cell.replace(/^'(?='*[=+\-@＝＋－＠])/, ""), text);
        assert.doesNotMatch(cell, /^\s*[=+\-@＝＋－＠]/);
      }),
    );
  });
});

describe("links: calendar", () => {
  const events = (rooms: SheetRoom[]): ICAL.Event[] =>
    new ICAL.Component(ICAL.parse(calendar(sheetOf(rooms))!))
      .getAllSubcomponents("vevent")
      .map((component) => new ICAL.Event(component));

  it("has an event for each scheduled room, in UTC, which later files update", () => {
    const [room] = school;
    const changed = { ...room!, meeting: meeting("2026-12-01T04:30:00Z", 30), revision: 77 };
    const [before, after] = [events(school)[0]!, events([changed])[0]!];
    assert.equal(events(school).length, 3);
    assert.equal(before.summary, "Mathematics 101");
    assert.equal(before.startDate.toString(), "2026-12-01T03:30:00Z");
    assert.equal(before.endDate.toString(), "2026-12-01T04:30:00Z");
    assert.equal(before.location, room!.participantUrl);
    assert.equal(before.component.getFirstPropertyValue("url"), room!.participantUrl);
    assert.equal(before.component.getFirstPropertyValue("dtstamp")?.toString(), "2026-11-24T12:00:00Z");
    assert.match(
      before.description,
      /^Bring a pencil\.\nThe first ten minutes are for questions\.\n\nJoin: https/,
    );
    assert.equal(before.uid, `${room!.roomId}@pulumi-enablex`);
    assert.equal(after.uid, before.uid);
    assert.ok(after.sequence > before.sequence);
  });

  it("is the same text for the same rooms at the same time", () => {
    assert.equal(calendar(sheetOf(school)), calendar(sheetOf(school)));
  });

  it("contains moderator links only if the sheet has them", () => {
    assert.match(events(school)[0]!.description, /Moderators join: https:\/\/acme\.yourvideo\.live\/host\//);
    assert.doesNotMatch(calendar(sheetOf(withoutHosts))!.replaceAll("\r\n ", ""), /host|Moderators/);
  });

  it("is not created if no room is scheduled", () => {
    assert.equal(calendar(sheetOf([sheetRoom()])), undefined);
    assert.match(missingEvents(sheetOf([sheetRoom()]))!, /^No room of school\/prod is scheduled/);
  });

  it("omits rooms whose times are secrets, and says so", () => {
    const secret = sheetRoom({ kind: "scheduled", hasSecretTime: true });
    assert.equal(calendar(sheetOf([secret])), undefined);
    const line = "The times of 2 scheduled rooms are secrets. Use --moderator to read them.";
    assert.equal(missingEvents(sheetOf([secret, secret])), line);
    assert.equal(missingEvents(sheetOf([secret, secret, ...school])), line);
    assert.equal(events([secret, secret, ...school]).length, 3);
    assert.equal(
      missingEvents(sheetOf([secret])),
      "The time of 1 scheduled room is a secret. Use --moderator to read it.",
    );
    assert.equal(missingEvents(sheetOf(school)), undefined);
  });

  it("has the required properties, and lines of at most 75 bytes with CRLF", () => {
    fc.assert(
      fc.property(name, fc.string({ unit: "grapheme", maxLength: 400 }), (text, more) => {
        const room = hostedRoom({
          name: text,
          description: more.replace(/\p{Cc}/gu, " "),
          meeting: meeting("2026-12-01T03:30:00Z", 60),
        });
        const file = calendar(sheetOf([room]))!;
        const lines = file.split("\r\n");
        assert.doesNotMatch(file.replaceAll("\r\n", ""), /[\r\n]/);
        for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75, line);
        assert.deepEqual(lines.slice(0, 3), [
          "BEGIN:VCALENDAR",
          "VERSION:2.0",
          "PRODID:-//pulumi-enablex//links//EN",
        ]);
        assert.ok(lines.includes("METHOD:PUBLISH"));
      }),
    );
  });

  it("round-trips any name and description", () => {
    fc.assert(
      fc.property(name, name, name, (text, first, second) => {
        const description = `${first}\n${second}`;
        const [event] = events([
          sheetRoom({ name: text, description, meeting: meeting("2026-12-01T03:30:00Z", 60) }),
        ]);
        assert.equal(event!.summary, text);
        assert.equal(event!.description.split("\n\nJoin: ")[0], description);
      }),
    );
  });
});
