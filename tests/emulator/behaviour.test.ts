import assert from "node:assert/strict";
import { createRoom, noon, withEmulator } from "../support/emulator";
import { cases, settings } from "./behaviour-cases";

describe("emulator: a behaviour switch", () => {
  for (const [name, { change, observe, byDefault, afterChange }] of Object.entries(cases)) {
    it(`${name} has its default`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        assert.deepEqual(await observe(send, emulator), byDefault);
      }));

    it(`${name} can be set by option`, () =>
      withEmulator({ now: noon, behaviour: change }, async (emulator, send) => {
        assert.deepEqual(await observe(send, emulator), afterChange);
      }));

    it(`${name} can be set by control route, and is reset`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const before = emulator.behaviour;
        const { status, json } = await send("PUT", "/_emulator/behaviour", change);
        assert.deepEqual([status, json], [200, { ...before, ...change }]);
        assert.deepEqual(await observe(send, emulator), afterChange);
        await emulator.reset();
        assert.deepEqual(emulator.behaviour, before);
      }));
  }

  it("usersWhenEmpty: absent omits the key", () =>
    withEmulator({ behaviour: { usersWhenEmpty: "absent" } }, async (_, send) => {
      const id = await createRoom(send);
      assert.equal((await send("GET", `/rooms/${id}/users`)).text, '{"result":0,"total":0}');
    }));

  it("countsForm: string does not change an empty value", () =>
    withEmulator({ behaviour: { countsForm: "string", emptySettings: "echo" } }, async (_, send) => {
      const { moderators, duration } = await settings(send, await createRoom(send, { duration: "" }));
      assert.deepEqual([moderators, duration], ["1", ""]);
    }));

  it("switches accept strings, as from a command line", () =>
    withEmulator({}, async (emulator) => {
      emulator.setBehaviour({ createStatus: "201", putAllowed: "true", maxParticipants: "7" } as object);
      const { createStatus, putAllowed, maxParticipants } = emulator.behaviour;
      assert.deepEqual([createStatus, putAllowed, maxParticipants], [201, true, 7]);
    }));
});

describe("emulator: invalid behaviour switches", () => {
  for (const [changes, message] of [
    [{ createStatsu: 201 }, /^Unknown behaviour "createStatsu"\. Use one of createStatus, .*maxAudiences\.$/],
    [{ createStatus: 204 }, /^Behaviour createStatus must be one of 200, 201, not 204\.$/],
    [{ putAllowed: "yes" }, /^Behaviour putAllowed must be one of false, true, not "yes"\.$/],
    [{ maxParticipants: -1 }, /^Behaviour maxParticipants must be an integer from 0, not -1\.$/],
    [{ maxParticipants: 1.5 }, /^Behaviour maxParticipants must be an integer from 0, not 1.5\.$/],
    [{ constructor: 1 }, /^Unknown behaviour "constructor"/],
  ] as const) {
    it(`the behaviour ${JSON.stringify(changes)} is rejected and changes nothing`, () =>
      withEmulator({}, async (emulator, send) => {
        const before = emulator.behaviour;
        assert.throws(() => emulator.setBehaviour(changes as object), { name: "UsageError", message });
        const response = await send("PUT", "/_emulator/behaviour", changes);
        assert.equal(response.status, 400);
        assert.deepEqual(emulator.behaviour, before);
        await assert.rejects(
          withEmulator({ behaviour: changes as object }, async () => {}),
          { message },
        );
      }));
  }
});
