import assert from "node:assert/strict";
import fc from "fast-check";
import { instantProblem, parseApiTime, parseInstant, toApiTime, toIso } from "../../../provider/room/instant";

const seconds = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59Z") / 1000 });
const offset = fc.record({
  sign: fc.constantFrom(1, -1),
  minutes: fc.integer({ min: 0, max: 23 * 60 + 59 }),
});

describe("an instant", () => {
  it("is the same for any offset", () => {
    fc.assert(
      fc.property(seconds, offset, (at, { sign, minutes }) => {
        const two = (n: number) => String(n).padStart(2, "0");
        const local = new Date((at + sign * minutes * 60) * 1000);
        fc.pre(local.getTime() >= 0 && local.getUTCFullYear() <= 9999);
        const text = `${local.toISOString().slice(0, 19)}${sign > 0 ? "+" : "-"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        assert.equal(parseInstant(text), at);
        assert.equal(parseInstant(text.toLowerCase()), at);
      }),
    );
  });

  it("is unchanged after the round trip to the API, for each form of the API's responses", () => {
    fc.assert(
      fc.property(seconds, (at) => {
        assert.match(toApiTime(at), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        assert.equal(parseApiTime(toApiTime(at)), at);
        assert.equal(parseApiTime(toIso(at)), at);
        assert.equal(parseApiTime(new Date(at * 1000).toISOString()), at);
      }),
    );
  });

  it("is formatted as on the vendor's page", () => {
    assert.equal(toApiTime(parseInstant("2021-05-31T11:00:00+05:30")!), "2021-05-31 05:30:00");
  });

  for (const text of [
    "2026-12-01 09:00",
    "2026-12-01T09:00:00",
    "2026-12-01T09:00Z",
    "2026-12-01",
    "2026-02-30T09:00:00Z",
    "2026-13-01T09:00:00Z",
    "2026-12-01T24:00:00Z",
    "2026-12-01T09:60:00Z",
    "2026-12-01T09:00:00+24:00",
    "2026-12-01T09:00:00+0530",
    "1969-12-31T23:59:59Z",
    "9999-12-31T23:59:59-01:00",
    "1st of December",
    "",
  ]) {
    it(`cannot be parsed from ${JSON.stringify(text)}`, () => assert.equal(parseInstant(text), undefined));
  }

  it("is not parsed from any other string, and the reason says why", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(parseInstant(text), undefined);
        assert.match(instantProblem(text), /^(has no time zone|is not a valid date and time)/);
      }),
    );
  });
});
