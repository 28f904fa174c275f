import assert from "node:assert/strict";
import { declared, withCore } from "../../support/core";
import { failureOf, ID, limited, MINUTE, response, roomResponse, scripted, stateOf } from "./scripted-api";

describe("a rate limit", () => {
  for (const [text, limit] of [
    ["that asks for 60 s", limited(60)],
    ["that asks for 200 s", limited(200)],
    ["without a Retry-After", response(429, {})],
  ] as const)
    it(`${text} and never ends fails 100 creates within 6 minutes, and the next one at once`, () =>
      withCore({}, async ({ anotherRun, clock, warnings }) => {
        const core = anotherRun({ fetch: scripted(limit) });
        const create = (name: string) => failureOf(clock, core.create(declared(core, {}, name)));
        const failures = await Promise.all(Array.from({ length: 100 }, (_, i) => create(`room-${i}`)));
        assert.ok(clock.monotonic() <= 6 * MINUTE, `${clock.monotonic()} ms`);
        for (const { message } of failures) assert.match(message, /HTTP 429.*rate limit is reached/);
        const waited = warnings.map((line) => /delayed all others by (\d+) s/.exec(line)?.[1]).find(Boolean);
        assert.ok(Number(waited) <= 300, waited);
        const { ms } = await create("later");
        assert.ok(ms <= 200, `${ms} ms`);
      }));

  it("that lets one request pass causes a new wait", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let current = limited(60);
      const core = anotherRun({ fetch: async () => current });
      await failureOf(clock, core.read(ID, stateOf(core)));
      clock.advance(MINUTE);
      for (const [passing, works] of [
        [roomResponse(), true],
        [response(400), false],
      ] as const) {
        current = passing;
        const read = core.read(ID, stateOf(core));
        await (works ? read : assert.rejects(read));
        current = limited(60);
        const { ms } = await failureOf(clock, core.read(ID, stateOf(core)));
        assert.ok(ms >= 5 * MINUTE && ms <= 5 * MINUTE + 200, `${ms} ms`);
        clock.advance(MINUTE);
      }
    }));

  it("after server errors causes no new wait", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let current = limited(60);
      const core = anotherRun({ fetch: async () => current });
      await failureOf(clock, core.read(ID, stateOf(core)));
      clock.advance(MINUTE);
      current = response(500);
      await failureOf(clock, core.read(ID, stateOf(core)));
      current = limited(60);
      const { ms } = await failureOf(clock, core.read(ID, stateOf(core)));
      assert.ok(ms <= 200, `${ms} ms`);
    }));

  it("that allows a few requests per minute lets all rooms pass", () =>
    withCore({}, async ({ anotherRun, clock, emulator }) => {
      const sent: number[] = [];
      const core = anotherRun({
        fetch: async (url, init) => {
          const minute = Math.floor(clock.monotonic() / MINUTE);
          sent[minute] = (sent[minute] ?? 0) + 1;
          if (sent[minute] > 30) return limited(60 - (clock.monotonic() % MINUTE) / 1000);
          return clock.during(fetch(url, init));
        },
      });
      await Promise.all(Array.from({ length: 500 }, (_, i) => core.create(declared(core, {}, `room-${i}`))));
      assert.equal(emulator.rooms().length, 500);
    }));
});
