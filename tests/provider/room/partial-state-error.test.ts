import assert from "node:assert/strict";
import { inspect } from "node:util";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import type { RoomState } from "../../../provider/room/properties";
import { type CoreSetup, declared, loseResponses, withCore } from "../../support/core";

/** Another run, in which reads of a room fail after the given number of successes. */
function withBrokenReads({ anotherRun }: CoreSetup, working: number) {
  let reads = 0;
  return anotherRun({
    fetch: async (url, init) => {
      if (init.method !== "GET" || reads++ < working) return fetch(url, init);
      return { status: 500, headers: { get: () => null }, text: async () => '{"result":50003}' };
    },
  });
}

async function partialState(operation: Promise<unknown>): Promise<PartialStateError> {
  const error = await operation.catch((thrown) => thrown);
  assert.ok(error instanceof PartialStateError, String(error));
  assert.deepEqual(error.reasons, [error.message]);
  assert.ok(Object.values(error.properties).every((value) => value !== undefined));
  assert.doesNotMatch(inspect(error, { depth: 10 }), /\/host\//);
  return error;
}

describe("an update that cannot be read back", () => {
  it("keeps the sent values in the state, and the next update completes it", () =>
    withCore({}, async (setup) => {
      const { core, takeRequests } = setup;
      const state = await core.create(declared(core));
      const wanted = declared(core, { participants: 9, sip: { enabled: true } });
      const error = await partialState(withBrokenReads(setup, 1).update(state.roomId, state, wanted));
      assert.equal(error.id, state.roomId);
      assert.match(
        error.message,
        /Room \w+ was updated but could not be read back\. Reading room .* result 50003/,
      );
      const kept = error.properties as unknown as RoomState;
      assert.deepEqual(kept, { ...state, ...wanted });
      assert.deepEqual(core.diff(state.roomId, kept, wanted), []);

      // The engine calls update for a partial room even if nothing differs.
      takeRequests();
      const done = await core.update(state.roomId, kept, wanted);
      assert.match(done.sipPin!, /^\d+$/);
      assert.deepEqual(takeRequests(), [`GET /rooms/${state.roomId}`]);
    }));
});

describe("an adoption that cannot be read back", () => {
  it("keeps the room in the state, and the next update completes it", () =>
    withCore({}, async (setup) => {
      const { core } = setup;
      const made = await core.create(declared(core, {}, "elsewhere"));
      const wanted = declared(core, { adoptRoomId: made.roomId, name: "a", ownerRef: "b" });
      const error = await partialState(withBrokenReads(setup, 1).create(wanted));
      assert.match(error.message, /was adopted but could not be read back/);
      const kept = error.properties as unknown as RoomState;
      assert.equal(kept.roomId, made.roomId);
      const done = await core.update(made.roomId, kept, wanted);
      assert.deepEqual(done, { ...kept, created: made.created });
    }));
});

describe("an update that fails", () => {
  it("leaves the state unchanged, so the next update sends the same again", () =>
    withCore({}, async ({ core, anotherRun, emulator, clock }) => {
      const state = await core.create(declared(core));
      const wanted = declared(core, { participants: 9 });
      const run = anotherRun({ fetch: loseResponses("PATCH") });
      const error = await run.update(state.roomId, state, wanted).catch((thrown) => thrown);
      assert.equal(error.name, "ConnectionError");
      assert.match(error.message, /Updating room \w+ failed: the connection to .* broke/);
      assert.ok(clock.slept.length > 3);
      await core.update(state.roomId, state, wanted);
      assert.equal(emulator.rooms()[0]!.settings.participants, "9");
    }));
});
