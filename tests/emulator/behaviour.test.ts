import assert from "node:assert/strict";
import { cases, settings } from "./behaviour-cases";
import { makeRoom, noon, withEmulator } from "./client";

describe("emulator: a behaviour switch", () => {
  for (const [name, { other, seen, byDefault, otherwise }] of Object.entries(cases)) {
    it(`${name} has its default`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        assert.deepEqual(await seen(send, emulator), byDefault);
      }));

    it(`${name} is set by option`, () =>
      withEmulator({ now: noon, behaviour: other }, async (emulator, send) => {
        assert.deepEqual(await seen(send, emulator), otherwise);
      }));

    it(`${name} is set by control route, and reset`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const before = emulator.behaviour;
        const { status, json } = await send("PUT", "/_emulator/behaviour", other);
        assert.deepEqual([status, json], [200, { ...before, ...other }]);
        assert.deepEqual(await seen(send, emulator), otherwise);
        await emulator.reset();
        assert.deepEqual(emulator.behaviour, before);
      }));
  }

  it("usersWhenEmpty can also leave the key out", () =>
    withEmulator({ behaviour: { usersWhenEmpty: "absent" } }, async (_, send) => {
      const id = await makeRoom(send);
      assert.equal((await send("GET", `/rooms/${id}/users`)).text, '{"result":0,"total":0}');
    }));

  it("countsForm can also give text, but leaves an empty value alone", () =>
    withEmulator({ behaviour: { countsForm: "string", emptySettings: "echo" } }, async (_, send) => {
      const { moderators, duration } = await settings(send, await makeRoom(send, { duration: "" }));
      assert.deepEqual([moderators, duration], ["1", ""]);
    }));

  it("takes its value from text, as a command line gives it", () =>
    withEmulator({}, async (emulator) => {
      emulator.setBehaviour({ createStatus: "201", putAllowed: "true", maxParticipants: "7" } as object);
      const { createStatus, putAllowed, maxParticipants } = emulator.behaviour;
      assert.deepEqual([createStatus, putAllowed, maxParticipants], [201, true, 7]);
    }));
});

describe("emulator: a behaviour that cannot be", () => {
  for (const [changes, message] of [
    [
      { createStatsu: 201 },
      /^There is no behaviour "createStatsu"; there are createStatus, .*maxAudiences\.$/,
    ],
    [{ createStatus: 204 }, /^Behaviour createStatus is one of 200, 201, not 204\.$/],
    [{ putAllowed: "yes" }, /^Behaviour putAllowed is one of false, true, not "yes"\.$/],
    [{ maxParticipants: -1 }, /^Behaviour maxParticipants is a whole number from 0, not -1\.$/],
    [{ maxParticipants: 1.5 }, /^Behaviour maxParticipants is a whole number from 0, not 1.5\.$/],
    [{ constructor: 1 }, /^There is no behaviour "constructor"/],
  ] as const) {
    it(`${JSON.stringify(changes)} is refused and changes nothing`, () =>
      withEmulator({}, async (emulator, send) => {
        const before = emulator.behaviour;
        assert.throws(() => emulator.setBehaviour(changes as object), { name: "UsageError", message });
        const answer = await send("PUT", "/_emulator/behaviour", changes);
        assert.equal(answer.status, 400);
        assert.deepEqual(emulator.behaviour, before);
        await assert.rejects(
          withEmulator({ behaviour: changes as object }, async () => {}),
          { message },
        );
      }));
  }
});
