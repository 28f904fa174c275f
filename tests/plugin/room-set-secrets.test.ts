import assert from "node:assert/strict";
import { withRooms as withSets } from "../support/plugin";
import { type Json, secret, shown, UNKNOWN } from "../support/protocol";
import { changeSet, ID, makeSet, nested, send, urn } from "./sets";

const stream = (key: string) => ({ url: `rtmps://stream.example/${key}` });
const mixed = {
  defaults: { participants: 2 },
  rooms: {
    plain: {},
    dial: { sip: { enabled: true } },
    "live.1": { liveRecording: stream("key") },
  },
};

/** Whether a part of a property bag is marked as a secret. */
const hasSecret = (value: unknown) => JSON.stringify(value) !== JSON.stringify(shown(value));

describe("plugin: the secrets of a room set", () => {
  it("are in maps outside the rooms, which contain no secret", () =>
    withSets(async (provider, emulator) => {
      const { inputs, state } = await makeSet(provider, mixed);
      const { pin } = emulator.rooms().find(({ name }) => name === "dial")!.sip as Json;
      assert.deepEqual(state.sipPins, secret({ dial: String(pin) }));
      assert.deepEqual(state.liveRecordings, secret({ "live.1": stream("key") }));
      assert.deepEqual(Object.keys(shown(state.moderatorUrls)).sort(), ["dial", "live.1", "plain"]);
      assert.equal(hasSecret(state.rooms), false);
      for (const room of Object.values<Json>(state.rooms)) {
        assert.equal("sipPin" in room || "liveRecording" in room, false);
      }
      assert.match(state.rooms.dial.sipMeetingId, /^\d+$/);
      assert.deepEqual(inputs.rooms["live.1"].liveRecording, secret(stream("key")), "inputs keep their form");
    }));

  it("are empty maps in a set without secrets", () =>
    withSets(async (provider) => {
      const { state } = await makeSet(provider, { rooms: { plain: { participants: 2 } } });
      assert.deepEqual([state.sipPins, state.liveRecordings], [secret({}), secret({})]);
    }));

  it("are outside the rooms in a preview too, as far as they are known", () =>
    withSets(async (provider) => {
      const { inputs } = await provider.check(urn, {
        ...mixed,
        rooms: { ...mixed.rooms, later: UNKNOWN },
      });
      const { state: plan } = await provider.create(urn, inputs, { preview: true });
      assert.deepEqual(plan.sipPins, secret({ dial: UNKNOWN, later: UNKNOWN }));
      assert.deepEqual(plan.liveRecordings, secret({ "live.1": stream("key"), later: UNKNOWN }));
      assert.equal(hasSecret(plan.rooms), false);

      const made = await makeSet(provider, mixed);
      const next = { ...mixed, rooms: { ...mixed.rooms, plain: { knock: true } } };
      const checked = await provider.check(urn, next, made.inputs);
      const updated = await provider.update(urn, ID, made.state, checked.inputs, { preview: true });
      for (const name of ["sipPins", "liveRecordings", "moderatorUrls"]) {
        assert.deepEqual(updated[name], made.state[name], `${name} do not change`);
      }
      const unknown = await provider.check(urn, { rooms: UNKNOWN });
      const nothing = (await provider.create(urn, unknown.inputs, { preview: true })).state;
      assert.deepEqual([nothing.sipPins, nothing.liveRecordings], [secret(UNKNOWN), secret(UNKNOWN)]);
    }));

  it("are unchanged by a refresh, unless they were changed elsewhere", () =>
    withSets(async (provider, emulator) => {
      const { inputs, state } = await makeSet(provider, mixed);
      const same = await provider.read(urn, ID, state, inputs);
      assert.deepEqual([same.state, same.inputs], [state, inputs]);

      const settings = { live_recording: { url: stream("other").url } };
      await send(emulator, "PATCH", state.rooms["live.1"].roomId, { settings });
      const now = await provider.read(urn, ID, state, inputs);
      assert.deepEqual(now.state!.liveRecordings, secret({ "live.1": stream("other") }));
      assert.deepEqual(now.inputs!.rooms["live.1"].liveRecording, secret(stream("other")));
      const { kinds } = await provider.diff(urn, ID, now.state!, inputs);
      assert.deepEqual(kinds, { 'rooms["live.1"].liveRecording.url': "update" });
    }));

  it("leave their map when their room or input is removed", () =>
    withSets(async (provider) => {
      const made = await makeSet(provider, mixed);
      const { update } = await changeSet(provider, made, { ...mixed, rooms: { plain: {}, dial: {} } });
      const state = await update();
      assert.deepEqual([state.sipPins, state.liveRecordings], [secret({}), secret({})]);
    }));

  it("are read from the state of an earlier version, and moved by the next update", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, mixed);
      const old = nested(made.state);
      assert.ok(old.rooms.dial.sipPin && !("sipPins" in old));
      emulator.clearRequests();
      assert.deepEqual((await provider.diff(urn, ID, old, made.inputs)).kinds, {});
      const refreshed = await provider.read(urn, ID, old, made.inputs);
      assert.deepEqual([refreshed.state, refreshed.inputs], [made.state, made.inputs]);

      const next = { ...mixed, rooms: { ...mixed.rooms, plain: { knock: true } } };
      emulator.clearRequests();
      const state = await (await changeSet(provider, { ...made, state: old }, next)).update();
      assert.deepEqual(state.sipPins, made.state.sipPins);
      assert.deepEqual(state.liveRecordings, made.state.liveRecordings);
      assert.equal(hasSecret(state.rooms), false);
      const changed = emulator.requests.filter(({ method }) => method !== "GET");
      assert.deepEqual(
        changed.map(({ path }) => path.split("/").at(-1)),
        [made.state.rooms.plain.roomId],
      );

      await provider.delete(urn, ID, old);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("that the program marks affect only their own room", () =>
    withSets(async (provider) => {
      const { state } = await makeSet(provider, {
        defaults: { participants: 2 },
        rooms: { a: { name: secret("Board") }, b: {} },
      });
      assert.deepEqual(state.rooms.a.name, secret("Board"));
      assert.equal(hasSecret(state.rooms.b), false);
    }));
});
