import assert from "node:assert/strict";
import { mute } from "../../support/clock";
import { declared, withCore } from "../../support/core";
import {
  failureOf,
  ID,
  limited,
  MINUTE,
  operations,
  response,
  roomResponse,
  scripted,
  stateOf,
} from "./scripted-api";

describe("the 2 minutes of an operation on one room", () => {
  it("exclude pauses after a 429, which have their own 5 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const start = clock.monotonic();
      const core = anotherRun({ fetch: scripted(limited(150), limited(150), roomResponse()) });
      await core.read(ID, stateOf(core));
      assert.equal(clock.monotonic() - start, 300_100);

      const run = anotherRun({ fetch: scripted(limited(200), roomResponse(), limited(150)) });
      const { ms, message } = await failureOf(clock, operations.update!(run));
      assert.equal(ms, 200_100);
      assert.match(message, /^Updating room .* asks to wait 150 s/);
    }));

  it("exclude a pause after the 429 of another operation, which counts toward those 5 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const other = "60af1c2e5f8b9a0012345679";
      let sent = 0;
      const core = anotherRun({
        fetch: async (url) => {
          if (!url.includes(other)) return sent++ === 0 ? limited(200) : roomResponse();
          await clock.sleep(1_000);
          return limited(102);
        },
      });
      const first = core.read(ID, stateOf(core));
      await clock.sleep(1_000);
      const { ms, message } = await failureOf(clock, core.read(other, { ...stateOf(core), roomId: other }));
      assert.equal(ms, 200_100);
      assert.match(message, /^Reading room \w+9 failed: .*asks to wait 102 s/);
      await first;
    }));

  it("exclude a pause of the shared list, which counts toward those 5 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const lists = [limited(200), response(200, { result: 0, rooms: [] })];
      let single = roomResponse();
      const core = anotherRun({
        fetch: async (url) => (url.endsWith("/rooms") ? lists.shift()! : single),
      });
      for (let i = 0; i < 5; i++) await core.read(ID, stateOf(core));
      single = limited(101);
      const { ms, message } = await failureOf(clock, core.read(ID, stateOf(core)));
      assert.equal(ms, 200_100);
      assert.match(message, /^Reading room .*asks to wait 101 s/);
      assert.deepEqual(lists, []);
    }));

  it("exclude the wait for a slot", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock }) => {
      const core = anotherRun({
        fetch: async () => {
          await clock.sleep(25_000);
          return roomResponse();
        },
      });
      const names = Array.from({ length: 20 }, (_, i) => `room-${i}`);
      await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      assert.equal(clock.monotonic(), 500_000);
    }));

  it("exclude the wait for people to leave and its requests", () =>
    withCore({ config: { busyTimeout: "30m" } }, async ({ core, anotherRun, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      clock.after(20 * MINUTE, () => emulator.leave(state.roomId));
      const slow = anotherRun({
        fetch: async (url, init) => {
          await clock.sleep(10_000);
          return clock.during(fetch(url, init));
        },
      });
      await slow.delete(state.roomId, state);
      assert.ok(clock.monotonic() >= 20 * MINUTE, `${clock.monotonic()} ms`);
    }));

  it("include all requests of the operation", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const slow = anotherRun({
        fetch: async (_, { method, signal }) => {
          await clock.sleep(29_000, signal);
          signal.throwIfAborted();
          if (method === "GET") return roomResponse();
          return clock.monotonic() < 100_000 ? response(500) : response(200, { result: 0 });
        },
      });
      const { ms, message } = await failureOf(clock, operations.update!(slow));
      assert.ok(ms <= 120_100, `${ms} ms`);
      assert.match(
        message,
        /was updated but could not be read back.* when its time limit of 120 s was reached/,
      );
    }));

  it("end at once if a Retry-After exceeds the remaining time, and the error says so", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const down = response(503, { result: 50000 }, { "retry-after": "121" });
      for (const run of [operations.read!, operations.update!, operations.delete!]) {
        const { ms, message } = await failureOf(clock, run(anotherRun({ fetch: scripted(down) })));
        assert.equal(ms, 100);
        assert.match(message, /asks to wait 121 s/);
      }
    }));

  it("are 15 s for an unreachable server", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      const core = anotherRun({ fetch: () => Promise.reject(refused) });
      for (const run of Object.values(operations)) {
        const { ms } = await failureOf(clock, run(core));
        assert.ok(ms > 7_000 && ms <= 15_100, `${ms} ms`);
      }
    }));

  it("leave time to check whether an adoption without a response took effect", () =>
    withCore({}, async ({ core, anotherRun, clock }) => {
      const { roomId } = await core.create(declared(core));
      const lost = anotherRun({
        fetch: async (url, init) => {
          const done = await clock.during(fetch(url, { ...init, signal: null }));
          return init.method === "PATCH" ? mute(clock)(url, init) : done;
        },
      });
      const adoption = { adoptRoomId: roomId, name: "standup", ownerRef: "office" };
      const adopted = await lost.create(declared(lost, adoption, "adopter"));
      assert.equal(adopted.roomId, roomId);
      assert.ok(clock.monotonic() <= 2 * MINUTE, `${clock.monotonic()} ms`);
    }));
});
