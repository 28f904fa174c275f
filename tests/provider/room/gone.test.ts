import assert from "node:assert/strict";
import { NOON } from "../../support/clock";
import { type CoreSetup, declared, withCore } from "../../support/core";

const HOUR = 3_600_000;
const meeting = {
  kind: "scheduled",
  scheduledTime: new Date(NOON + HOUR).toISOString(),
  durationMinutes: 30,
};

/** Creates a room, deletes it out of band, and refreshes after the given milliseconds. */
async function refreshOfDeleted(setup: CoreSetup, given: Record<string, unknown>, after = 0) {
  const { core, clock } = setup;
  const state = await core.create(declared(core, given));
  await core.api().delete(state.roomId);
  clock.advance(after);
  return { state, read: await core.read(state.roomId, state) };
}

describe("a room that no longer exists", () => {
  const leaves: [string, Record<string, unknown>, number, RegExp][] = [
    [
      "a permanent one",
      {},
      0,
      /Room \w+ \(standup\) no longer exists\. It is removed from the state.*creates a new room with new links/,
    ],
    ["a permanent one with whenEnded keep", { whenEnded: "keep" }, 0, /It is removed from the state/],
    ["an adhoc one", { kind: "adhoc" }, 0, /its call is over\. It is removed from the state/],
    ["a scheduled one before its time", meeting, 0, /It is removed from the state/],
    ["a scheduled one during its time", meeting, 1.4 * HOUR, /It is removed from the state/],
  ];
  for (const [name, given, after, line] of leaves) {
    it(`is removed from the state if it is ${name}`, () =>
      withCore({}, async (setup) => {
        const { read } = await refreshOfDeleted(setup, given, after);
        assert.equal(read, undefined);
        assert.equal(setup.warnings.length, 1);
        assert.match(setup.warnings[0]!, line);
      }));
  }

  const stays: [string, Record<string, unknown>, number, RegExp][] = [
    [
      "an adhoc one with whenEnded keep",
      { kind: "adhoc", whenEnded: "keep" },
      0,
      /whenEnded is "keep"\. It stays in the state/,
    ],
    ["a scheduled one after its time", meeting, 1.5 * HOUR, /its time is over\. It stays in the state/],
  ];
  for (const [name, given, after, line] of stays) {
    it(`stays in the state if it is ${name}, and destroy succeeds`, () =>
      withCore({}, async (setup) => {
        const { state, read } = await refreshOfDeleted(setup, given, after);
        assert.deepEqual(read!.state, state);
        assert.deepEqual(read!.inputs, declared(setup.core, given));
        assert.deepEqual(setup.core.diff(state.roomId, read!.state, read!.inputs), []);
        assert.equal(setup.warnings.length, 1);
        assert.match(setup.warnings[0]!, line);
        setup.takeRequests();
        await setup.core.delete(state.roomId, state);
        assert.deepEqual(setup.takeRequests(), [`GET /rooms/${state.roomId}`], "nothing is left to delete");
      }));
  }

  it("cannot be updated, and the error names the room and the fix", () =>
    withCore({}, async (setup) => {
      const { state } = await refreshOfDeleted(setup, {});
      await assert.rejects(
        setup.core.update(state.roomId, state, declared(setup.core, { participants: 9 })),
        new RegExp(`Updating room ${state.roomId} failed: it no longer exists\\. Run pulumi refresh`),
      );
      const kept = (await refreshOfDeleted(setup, meeting, 2 * HOUR)).state;
      await assert.rejects(
        setup.core.update(kept.roomId, kept, declared(setup.core, { ...meeting, participants: 9 })),
        /its time is over\. pulumi refresh keeps it in the state\. Revert the change.*--replace/,
      );
    }));

  it("is an adhoc room after the last person left", () =>
    withCore({}, async ({ core, emulator, warnings }) => {
      const state = await core.create(declared(core, { kind: "adhoc" }));
      emulator.join(state.roomId);
      assert.deepEqual((await core.read(state.roomId, state))!.state, state);
      emulator.leave(state.roomId);
      assert.equal(await core.read(state.roomId, state), undefined);
      assert.match(warnings.join(), /its call is over/);
    }));
});

describe("a room does not count as gone", () => {
  it("if the credentials are wrong", () =>
    withCore({}, async ({ core, config }) => {
      const state = await core.create(declared(core));
      config.appKey = "wrong";
      const wrong = /credentials\. Check enablex:appId, enablex:appKey .*--run-program/;
      await assert.rejects(core.read(state.roomId, state), wrong);
      await assert.rejects(core.delete(state.roomId, state), wrong);
      await assert.rejects(core.update(state.roomId, state, declared(core, { participants: 9 })), wrong);
    }));

  it("if the address is that of another API which responds 404 to everything, in either envelope", async () => {
    for (const errorStyle of ["result", "error_code"] as const) {
      await withCore({ behaviour: { errorStyle } }, async ({ core, emulator, config, takeRequests }) => {
        const state = await core.create(declared(core));
        config.apiUrl = `${emulator.url}/video/v1/nothing`;
        takeRequests();
        await assert.rejects(core.read(state.roomId, state), /Reading room .*HTTP 404.*enablex:apiUrl/);
        await assert.rejects(
          core.delete(state.roomId, state),
          /Reading room \w+ before deleting it failed: .*HTTP 404.*enablex:apiUrl/,
        );
        config.apiUrl = emulator.url;
        await assert.rejects(core.read(state.roomId, state), /HTTP 404, HTML.*enablex:apiUrl/);
        config.apiUrl = emulator.apiUrl;
        assert.ok(await core.read(state.roomId, state));
      });
    }
  });

  it("if the server fails", () =>
    withCore({}, async ({ core, emulator }) => {
      const state = await core.create(declared(core));
      for (const fault of [
        "serverError",
        "html",
        "tooManyRequests",
        "droppedConnection",
        "cutAnswer",
      ] as const) {
        emulator.setFaults({ [fault]: 1 });
        await assert.rejects(
          core.read(state.roomId, state),
          new RegExp(`Reading room ${state.roomId} failed`),
        );
        emulator.setFaults({ [fault]: 0 });
      }
      assert.ok(await core.read(state.roomId, state));
    }));

  it("unless the list confirms it, if a 404 does not say what was not found", () =>
    withCore({}, async ({ core, anotherRun, takeRequests }) => {
      const state = await core.create(declared(core));
      const vague = anotherRun({
        fetch: async (url, init) => {
          if (url.endsWith("/rooms")) return fetch(url, init);
          const text = '{"status":"error","error_code":"NOT_FOUND","message":"Resource not found"}';
          return { status: 404, headers: { get: () => null }, text: async () => text };
        },
      });
      await assert.rejects(vague.read(state.roomId, state), /Resource not found/);
      await core.delete(state.roomId, state);
      takeRequests();
      assert.equal(await vague.read(state.roomId, state), undefined);
      await vague.delete(state.roomId, state);
      await assert.rejects(
        vague.update(state.roomId, state, declared(core, { participants: 9 })),
        /pulumi refresh/,
      );
      assert.deepEqual(takeRequests(), Array(3).fill("GET /rooms"));
    }));
});
