import assert from "node:assert/strict";
import { mute } from "../../support/clock";
import { declared, withCore } from "../../support/core";
import { failureOf, limited, operations, response, scripted } from "./scripted-api";

describe("customTimeouts", () => {
  it("end the wait for a slot and a pause after a 429", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock }) => {
      clock.setWallClock(0);
      const core = anotherRun({ fetch: mute(clock) });
      const first = failureOf(clock, operations.delete!(core));
      const second = await failureOf(clock, operations.read!(core, { timeoutSeconds: 10 }));
      assert.equal(second.ms, 10_000);
      assert.match(second.message, /not sent, because its customTimeouts of 10 s expired/);
      await first;

      const paused = anotherRun({ fetch: scripted(limited(60)) });
      const { ms, message } = await failureOf(clock, operations.read!(paused, { timeoutSeconds: 30 }));
      assert.equal(ms, 100);
      assert.match(message, /asks to wait 60 s/);
    }));

  it("leave time to find the room of a create without a response", () =>
    withCore({}, async ({ anotherRun, emulator, clock }) => {
      const lost = anotherRun({
        fetch: async (url, init) => {
          const done = await clock.during(fetch(url, { ...init, signal: null }));
          return init.method === "POST" ? mute(clock)(url, init) : done;
        },
      });
      const state = await lost.create(declared(lost), { timeoutSeconds: 20 });
      assert.equal(emulator.rooms()[0]!.room_id, state.roomId);
      assert.ok(clock.monotonic() <= 20_100, `${clock.monotonic()} ms`);
    }));

  it("leave time for the last list, which may be the first that contains the room", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const lost = anotherRun({
        fetch: async (url, init) => {
          const done = await clock.during(fetch(url, { ...init, signal: null }));
          if (init.method === "POST") return mute(clock)(url, init);
          await clock.sleep(500, init.signal);
          return clock.monotonic() < 19_000 ? response(200, { result: 0, rooms: [] }) : done;
        },
      });
      await lost.create(declared(lost), { timeoutSeconds: 20 });
    }));

  it("give the create request half of the time if they are short", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const slow = anotherRun({
        fetch: async (url, init) => {
          await clock.sleep(9_000, init.signal);
          init.signal.throwIfAborted();
          return clock.during(fetch(url, init));
        },
      });
      await slow.create(declared(slow), { timeoutSeconds: 20 });
    }));
});
