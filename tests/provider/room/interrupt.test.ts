import assert from "node:assert/strict";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import { declared, withCore } from "../core-on-emulator";

describe("an interrupt", () => {
  it("lets the request in flight end, so that a room that is made is in the state", () =>
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

  it("starts no request: none of those that wait, and none again after a failure", () =>
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

  it("leaves a half-made update in the state, from which the next one goes on", () =>
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
      assert.equal(clock.slept.length, 1);
      assert.equal(emulator.rooms().length, 1);
    }));

  for (const laggingList of [0, 1])
    it(`while it is not known whether a room was made still looks for it${laggingList ? " in a list that lags" : ""}, and sends no second create`, () =>
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

  it("says that a room may have been made which it has not found, and how to find it", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const controller = new AbortController();
      emulator.setFaults({ droppedConnection: 1 });
      clock.onSleep = () => {
        controller.abort();
        emulator.setFaults({ droppedConnection: 0 });
      };
      await assert.rejects(
        core.create(declared(core), { signal: controller.signal }),
        /Creating room "standup" failed.*may exist, although.*Before the next pulumi up.*pulumi-enablex orphans/,
      );
    }));
});
