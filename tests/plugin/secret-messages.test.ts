import assert from "node:assert/strict";
import { configFor, makeRoom, withRooms } from "../support/plugin";
import { asset, type Json, secret, shown, urnOf } from "../support/protocol";
import { failureOf, ID, makeSet, urn as setUrn } from "./sets";

const roomUrn = urnOf("standup");

/** What the engine prints for failures: each reason, and the value at the property's path. */
async function printed(urn: string, given: Json): Promise<string> {
  let text = "";
  await withRooms(async (provider) => {
    const { failures } = await provider.check(urn, given);
    assert.ok(failures.length > 0, "it is refused");
    text = failures
      .map(({ property, reason }) => `${reason} ${JSON.stringify(shown(given[property]))}`)
      .join("\n");
  });
  return text;
}

describe("plugin: error messages", () => {
  const wrong: Record<string, Json> = {
    "a number": { participants: secret(-4711) },
    "a text instead of a number": { participants: secret("4711") },
    "an enum": { participants: 8, quality: secret("HD4711") },
    "an unknown input": { participants: 8, audience: secret(4711) },
    "a part of an input": { participants: 8, roleBasedRecording: { moderator: secret("a4711") } },
    "a part of an input that is not an object": { participants: [secret(4711)] },
    "a time": { participants: 8, kind: "scheduled", durationMinutes: 5, scheduledTime: secret("4711-01-01") },
    "an account": { participants: 8, account: secret("n4711") },
  };
  for (const [name, given] of Object.entries(wrong)) {
    it(`of a room do not quote a secret: ${name}`, async () => {
      assert.doesNotMatch(await printed(roomUrn, given), /4711/);
    });
    it(`of a set do not quote a secret of its defaults or of a room: ${name}`, async () => {
      const inRoom = await printed(setUrn, { rooms: { a: given } });
      const inDefaults = await printed(setUrn, { defaults: given, rooms: { a: {} } });
      const secretRoom = await printed(setUrn, { rooms: { a: secret(shown(given)) } });
      const secretRooms = await printed(setUrn, { rooms: secret({ a: shown(given) }) });
      const secretDefaults = await printed(setUrn, { defaults: secret(shown(given)), rooms: { a: {} } });
      assert.doesNotMatch([inRoom, inDefaults, secretRoom, secretRooms, secretDefaults].join("\n"), /4711/);
    });
  }

  it("of an update do not quote a secret: the times of a scheduled room", () =>
    withRooms(async (provider, emulator) => {
      await provider.configure({ ...configFor(emulator), busyTimeout: "0s" });
      const start = new Date(Math.floor(Date.now() / 1000) * 1000 + 10 * 60_000);
      const time = (minutes: number) =>
        new Date(start.getTime() + minutes * 60_000).toISOString().replace(".000Z", "Z");
      const scheduled = { participants: 8, kind: "scheduled", durationMinutes: 30, scheduledTime: time(0) };
      const messagesFor = async (given: Json) => {
        const { id, inputs, state } = await makeRoom(provider, roomUrn, given);
        const late = await failureOf(provider.update(roomUrn, id, state, { ...inputs, participants: 9 }));
        emulator.join(id);
        const busy = await failureOf(provider.delete(roomUrn, id, state));
        const set = await makeSet(provider, { rooms: { a: given } });
        emulator.join(set.state.rooms.a.roomId);
        const busySet = await failureOf(provider.delete(setUrn, ID, set.state));
        return [late, busy, busySet].map((error) => error.details);
      };
      const shownTimes = await messagesFor(scheduled);
      assert.match(shownTimes[0]!, new RegExp(`it starts at ${time(0)}`));
      assert.match(shownTimes[1]!, new RegExp(`its scheduled end is ${time(30)}`));
      assert.match(shownTimes[2]!, new RegExp(`its scheduled end is ${time(30)}`));
      const hidden = await messagesFor({ ...scheduled, scheduledTime: secret(time(0)) });
      assert.match(hidden[0]!, /it starts within 15 minutes/);
      assert.match(hidden[1]!, /is in room .* its scheduled end is a secret/);
      assert.doesNotMatch(hidden.join("\n"), new RegExp(`${time(0)}|${time(30)}|in 10 minutes`));
    }));

  it("of an update that makes a time plain do not quote the secret time of the state", () =>
    withRooms(async (provider) => {
      const start = (minutes: number) =>
        new Date(Math.floor(Date.now() / 1000) * 1000 + minutes * 60_000).toISOString().replace(".000Z", "Z");
      const [was, is] = [start(10), start(300)];
      const given = { participants: 8, kind: "scheduled", durationMinutes: 30 };
      const before = { ...given, scheduledTime: secret(was) };
      const after = { ...given, scheduledTime: is };
      const made = await makeRoom(provider, roomUrn, before);
      const { inputs } = await provider.check(roomUrn, after);
      const failure = await failureOf(provider.update(roomUrn, made.id, made.state, inputs));
      const set = await makeSet(provider, { rooms: { a: before } });
      const checked = await provider.check(setUrn, { rooms: { a: after } });
      const setFailure = await failureOf(provider.update(setUrn, ID, set.state, checked.inputs));
      for (const { details } of [failure, setFailure]) {
        assert.match(details, /it starts within 15 minutes/);
        assert.doesNotMatch(details, new RegExp(was));
      }
    }));

  it("of a room in a set do not quote a secret default: a kind", async () => {
    const given = { participants: 8, kind: "adhoc", scheduledTime: "2030-01-01T00:00:00Z" };
    assert.match(await printed(setUrn, { defaults: given, rooms: { a: {} } }), /this room is adhoc/);
    const hidden = { ...given, kind: secret("adhoc") };
    assert.doesNotMatch(await printed(setUrn, { defaults: hidden, rooms: { a: {} } }), /is adhoc/);
  });

  it("of a rejected adoption do not quote a secret", () =>
    withRooms(async (provider) => {
      const { id } = await makeRoom(provider, roomUrn, { participants: 8 });
      const adopting = {
        adoptRoomId: id,
        name: "x",
        ownerRef: "y",
        participants: 8,
        mode: secret("lecture"),
      };
      const { inputs } = await provider.check(urnOf("other"), adopting);
      const { details } = await failureOf(provider.create(urnOf("other"), inputs));
      const set = await provider.check(setUrn, { rooms: { a: adopting } });
      const ofSet = await failureOf(provider.create(setUrn, set.inputs));
      for (const text of [details, ofSet.details]) {
        assert.match(text, /mode: the room has group, the program another value/);
        assert.doesNotMatch(text, /lecture/);
      }
    }));

  it("quote a value that is not a secret", async () => {
    assert.match(await printed(roomUrn, { participants: -4711 }), /participants: -4711 is less than 1/);
    assert.match(await printed(setUrn, { rooms: { a: { participants: -4711 } } }), /-4711 is less than 1/);
  });

  it("do not quote a set's rooms or defaults of a wrong type, or a file", async () => {
    const rooms = [{ name: "4711" }];
    assert.doesNotMatch(await printed(setUrn, { rooms }), /4711/);
    assert.doesNotMatch(await printed(setUrn, { room: rooms, rooms: {} }), /4711/);
    assert.doesNotMatch(await printed(setUrn, { defaults: rooms, rooms: {} }), /4711/);
    const file = { ...asset, text: "4711" };
    assert.doesNotMatch(await printed(roomUrn, { participants: 8, name: file }), /4711/);
  });
});
