import assert from "node:assert/strict";
import { NOON } from "../../support/clock";
import { declared, withCore } from "../../support/core";

const MINUTE = 60_000;
const meetingIn = (minutes: number) => ({
  kind: "scheduled",
  scheduledTime: new Date(NOON + minutes * MINUTE).toISOString(),
  durationMinutes: 30,
});

describe("a room with people in it", () => {
  it("is updated and deleted once they leave, with one line about the wait", () =>
    withCore({}, async ({ core, emulator, clock, warnings }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      const start = clock.now();
      clock.onSleep = () => {
        if (clock.now() - start > MINUTE) emulator.leave(state.roomId);
      };
      const updated = await core.update(state.roomId, state, declared(core, { participants: 9 }));
      assert.equal(emulator.rooms()[0]!.settings.participants, "9");
      assert.ok(clock.now() - start > MINUTE);
      assert.deepEqual(warnings, [
        `Updating room ${state.roomId}: 1 person is in room ${state.roomId}; waiting up to 5 minutes for the meeting to end.`,
      ]);

      emulator.join(state.roomId);
      emulator.join(state.roomId);
      clock.onSleep = () => emulator.leave(state.roomId);
      await core.delete(state.roomId, updated);
      assert.deepEqual(emulator.rooms(), []);
      assert.match(warnings[1]!, /^Deleting room \w+: 2 people are in room/);
    }));

  it("stays unchanged if they do not leave in time, and the error says how many people, until when and what to do", () =>
    withCore({ config: { busyTimeout: "90s" } }, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      emulator.join(state.roomId);
      const before = emulator.rooms();
      // Setting the machine's clock does not shorten the wait.
      clock.onSleep = () => clock.setWallClock(clock.now() + 60 * MINUTE);
      for (const [operation, name, ofDestroy] of [
        [() => core.update(state.roomId, state, declared(core, { participants: 9 })), "Updating", ""],
        [
          () => core.delete(state.roomId, state),
          "Deleting",
          ". pulumi destroy uses the value of the last pulumi up, unless you pass --run-program",
        ],
      ] as const) {
        const start = clock.monotonic();
        await assert.rejects(operation(), {
          message:
            `${name} room ${state.roomId} failed: 2 people are in room ${state.roomId}, and the API does not report its end. Nothing was changed. The provider waited 90 s. ` +
            `End the meeting as a moderator, run the command again later, or wait longer with enablex:busyTimeout (ENABLEX_BUSY_TIMEOUT), such as 1h${ofDestroy}.`,
        });
        assert.equal(clock.monotonic() - start, 90_000);
      }
      assert.deepEqual(emulator.rooms(), before);
    }));

  it("waits as long as customTimeouts allow, whether shorter or longer than the configuration", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      for (const timeoutSeconds of [20, 900]) {
        const start = clock.now();
        const waited = timeoutSeconds === 20 ? /The provider waited 20 s/ : /The provider waited 15 minutes/;
        await assert.rejects(core.delete(state.roomId, state, { timeoutSeconds }), waited);
        assert.equal(clock.now() - start, timeoutSeconds * 1000);
      }
    }));

  it("fails without waiting if busyTimeout is 0", () =>
    withCore({ config: { busyTimeout: "0s" } }, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      await assert.rejects(core.delete(state.roomId, state), /Nothing was changed\. End the meeting/);
      assert.deepEqual(clock.slept, []);
    }));

  it("reports its scheduled end in the error", () =>
    withCore({ config: { busyTimeout: "1m" } }, async ({ core, emulator }) => {
      const state = await core.create(declared(core, meetingIn(10)));
      emulator.join(state.roomId);
      await assert.rejects(
        core.delete(state.roomId, state),
        /1 person is in room \w+, and its scheduled end is 2026-05-04T12:40:00Z/,
      );
    }));

  for (const deleteActiveCode of [10030, 50004, 50005] as const) {
    for (const errorStyle of ["result", "error_code"] as const) {
      it(`is distinguished from a failing server by its users, for ${deleteActiveCode} as ${errorStyle}`, () =>
        withCore(
          { behaviour: { deleteActiveCode, errorStyle }, config: { busyTimeout: "1m" } },
          async ({ core, emulator, clock }) => {
            const state = await core.create(declared(core));
            emulator.join(state.roomId);
            const start = clock.now();
            await assert.rejects(core.delete(state.roomId, state), /1 person is in room/);
            assert.equal(clock.now() - start, MINUTE);
            emulator.leave(state.roomId);
            await core.delete(state.roomId, state);
          },
        ));
    }
  }

  it("is not assumed if the server fails to delete an empty room: the delete is retried", () =>
    withCore({}, async ({ core, anotherRun, clock, warnings }) => {
      const state = await core.create(declared(core));
      let failures = 3;
      const failing = anotherRun({
        fetch: async (url, init) => {
          if (init.method !== "DELETE" || failures-- <= 0) return fetch(url, init);
          return { status: 500, headers: { get: () => null }, text: async () => '{"result":50004}' };
        },
      });
      await failing.delete(state.roomId, state);
      assert.deepEqual(clock.slept.slice(0, 3), [250, 500, 1000]);
      assert.ok(warnings.every((line) => !/in room/.test(line)));
      failures = Number.POSITIVE_INFINITY;
      const other = await core.create(declared(core));
      await assert.rejects(failing.delete(other.roomId, other), /failed to delete the room.*later/);
    }));

  it("is updated at once if the API accepts it", () =>
    withCore({ behaviour: { patchActive: "accept" } }, async ({ core, emulator, warnings }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      await core.update(state.roomId, state, declared(core, { participants: 9 }));
      assert.deepEqual(warnings, []);
    }));
});

describe("a scheduled room", () => {
  it("rejects an update in the 15 minutes before its start, with the reason", () =>
    withCore({}, async ({ core, clock, takeRequests }) => {
      const inputs = declared(core, meetingIn(20));
      const state = await core.create(inputs);
      await core.update(state.roomId, state, { ...inputs, participants: 9 });
      clock.advance(8 * MINUTE);
      takeRequests();
      await assert.rejects(
        core.update(state.roomId, state, { ...inputs, participants: 10 }),
        /Updating room \w+ failed: it starts at 2026-05-04T12:20:00Z, in 12 minutes.*15 minutes before its start\. Nothing was changed/,
      );
      assert.deepEqual(takeRequests(), []);
      // Changes that send no request are allowed, and so is deleting the room.
      await core.update(state.roomId, state, { ...inputs, whenEnded: "keep" });
      await core.delete(state.roomId, state);
    }));

  it("fails at once if it is open and empty, because waiting cannot help", () =>
    withCore({}, async ({ core, clock }) => {
      const inputs = declared(core, meetingIn(20));
      const state = await core.create(inputs);
      clock.advance(25 * MINUTE);
      const start = clock.now();
      await assert.rejects(
        core.update(state.roomId, state, { ...inputs, participants: 10 }),
        /nobody is in it, but the API rejects changes to a scheduled room .* its end, 2026-05-04T12:50:00Z\. Nothing was changed/,
      );
      assert.equal(clock.now(), start);
      await core.update(state.roomId, state, { ...inputs, participants: 10 }, { timeoutSeconds: 3_600 });
      assert.ok(clock.now() >= NOON + 50 * MINUTE);
    }));

  it("can be rescheduled after its meeting", () =>
    withCore({}, async ({ core, clock }) => {
      const inputs = declared(core, meetingIn(20));
      const state = await core.create(inputs);
      clock.advance(60 * MINUTE);
      const next = declared(core, { ...meetingIn(24 * 60) });
      await core.update(state.roomId, state, next);
    }));
});
