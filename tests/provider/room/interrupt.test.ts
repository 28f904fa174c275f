import assert from "node:assert/strict";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import { mute } from "../../support/clock";
import { declared, withCore } from "../../support/core";
import { failureOf, limited, operations } from "./scripted-api";

describe("an interrupt", () => {
  it("lets the request in flight finish, so a created room is in the state", () =>
    withCore({}, async ({ core, anotherRun, emulator }) => {
      const controller = new AbortController();
      const run = anotherRun({
        fetch: async (url, init) => {
          controller.abort();
          return fetch(url, init);
        },
      });
      const state = await run.create(declared(core), { signal: controller.signal });
      assert.equal(emulator.rooms()[0]!.room_id, state.roomId);
    }));

  it("starts no waiting request and no retry", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ core, emulator, clock, takeRequests }) => {
      const controller = new AbortController();
      const { signal } = controller;
      emulator.setFaults({ tooManyRequests: 1 });
      clock.onSleep = () => controller.abort();
      const creates = ["a", "b", "c"].map((name) => core.create(declared(core, {}, name), { signal }));
      for (const { status, reason } of (await Promise.allSettled(creates)) as PromiseRejectedResult[]) {
        assert.equal(status, "rejected");
        assert.match(
          reason.message,
          /rate limit|not sent, because the run was interrupted\. Run the command again/,
        );
      }
      assert.equal(takeRequests().length, 1);
      await assert.rejects(
        core.create(declared(core), { signal }),
        /not sent, because the run was interrupted/,
      );
      assert.deepEqual(takeRequests(), []);
    }));

  it("keeps a partial update in the state, which the next update completes", () =>
    withCore({}, async ({ core, anotherRun, takeRequests }) => {
      const state = await core.create(declared(core));
      const wanted = declared(core, { participants: 9 });
      const controller = new AbortController();
      const run = anotherRun({
        fetch: async (url, init) => {
          if (init.method === "PATCH") controller.abort();
          return fetch(url, init);
        },
      });
      const error = await run
        .update(state.roomId, state, wanted, { signal: controller.signal })
        .catch((thrown) => thrown);
      assert.ok(error instanceof PartialStateError);
      takeRequests();
      const kept = error.properties as never;
      assert.deepEqual(core.diff(state.roomId, kept, wanted), []);
      assert.deepEqual(await core.update(state.roomId, kept, wanted), kept);
      assert.deepEqual(takeRequests(), []);
    }));

  it("ends the wait for people in a room", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      const controller = new AbortController();
      clock.onSleep = () => controller.abort();
      await assert.rejects(core.delete(state.roomId, state, { signal: controller.signal }), /interrupted/);
      assert.deepEqual([clock.slept.length, clock.monotonic()], [1, 0]);
      assert.equal(emulator.rooms().length, 1);
    }));

  for (const laggingList of [0, 1])
    it(`during a create with an unknown outcome still searches the ${laggingList ? "lagging " : ""}list and sends no second create`, () =>
      withCore({}, async ({ core, emulator, clock }) => {
        const controller = new AbortController();
        emulator.setFaults({ lostAnswer: 1, laggingList });
        clock.onSleep = () => {
          controller.abort();
          emulator.setFaults({ lostAnswer: 0 });
        };
        const state = await core.create(declared(core), { signal: controller.signal });
        assert.deepEqual(
          emulator.rooms().map(({ room_id }) => room_id),
          [state.roomId],
        );
        assert.equal(emulator.requests.filter(({ method }) => method === "POST").length, 1);
      }));

  it("reports that a room may exist that was not found, and how to find it", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const controller = new AbortController();
      emulator.setFaults({ droppedConnection: 1 });
      clock.onSleep = () => {
        controller.abort();
        emulator.setFaults({ droppedConnection: 0 });
      };
      await assert.rejects(
        core.create(declared(core), { signal: controller.signal }),
        /Creating room "standup" failed.*may exist.*The next pulumi up.*pulumi-enablex orphans/,
      );
    }));

  for (const laggingList of [0, 1])
    it(`ends a create without a response within 15 s${laggingList ? ", also if the list lags" : ""}`, () =>
      withCore({}, async ({ anotherRun, emulator, clock }) => {
        emulator.setFaults({ laggingList });
        const controller = new AbortController();
        const lost = anotherRun({
          fetch: async (url, init) => {
            const done = await clock.during(fetch(url, { ...init, signal: null }));
            return init.method === "POST" ? mute(clock)(url, init) : done;
          },
        });
        clock.after(1_000, () => controller.abort());
        const state = await lost.create(declared(lost), { signal: controller.signal });
        assert.equal(emulator.rooms()[0]!.room_id, state.roomId);
        assert.ok(clock.monotonic() <= 16_000, `${clock.monotonic()} ms`);
      }));

  it("ends a pause after a 429 at once and sends nothing more", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const controller = new AbortController();
      let sent = 0;
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return limited(60);
        },
      });
      clock.after(3_000, () => controller.abort());
      const { ms } = await failureOf(clock, operations.create!(core, { signal: controller.signal }));
      assert.equal(ms, 3_100);
      assert.equal(sent, 1);
    }));

  it("ends a function that reads after 5 s", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const controller = new AbortController();
      const core = anotherRun({ fetch: mute(clock) });
      clock.after(3_000, () => controller.abort());
      const { ms, message } = await failureOf(clock, core.getRooms({}, { signal: controller.signal }));
      assert.equal(ms, 8_000);
      assert.match(message, /for 8 s when the run was interrupted/);
    }));

  it("without a running operation, as at the end of every run, delays and ends nothing", () =>
    withCore({}, async ({ core, clock }) => {
      const controller = new AbortController();
      await core.create(declared(core), { signal: controller.signal });
      controller.abort();
      clock.advance(60_000);
      assert.deepEqual(clock.slept, []);
    }));
});
