import assert from "node:assert/strict";
import { everything } from "../conformance/samples";
import { makeRoom, withRooms } from "../support/plugin";
import { secret, shown, UNKNOWN, urnOf } from "../support/protocol";

const urn = urnOf("standup");

describe("plugin: secrets", () => {
  it("of a program stay secret, and links and PINs become secret", () =>
    withRooms(async (provider) => {
      const given = {
        participants: secret(8),
        customData: { token: secret("t"), team: "ops", list: [1, secret("x")] },
        liveRecording: { url: "rtmps://live.example.com/key" },
        sip: { enabled: true },
      };
      const marked = {
        participants: secret(8),
        customData: { token: secret("t"), team: "ops", list: secret([1, "x"]) },
        liveRecording: secret(given.liveRecording),
      };
      const { id, inputs, state } = await makeRoom(provider, urn, given);
      const updated = await provider.update(urn, id, state, { ...inputs, name: secret("new") });
      const read = await provider.read(urn, id, state, inputs);
      for (const bag of [inputs, state, updated, read.state!, read.inputs!]) {
        for (const [name, value] of Object.entries(marked)) assert.deepEqual(bag[name], value);
      }
      assert.deepEqual(updated.name, secret("new"));
      for (const bag of [state, updated, read.state!]) {
        const secrets = Object.keys(bag).filter((name) => shown(bag[name]) !== bag[name] && bag[name].value);
        assert.ok(
          ["moderatorUrl", "sipPin"].every((name) => secrets.includes(name)),
          String(secrets),
        );
        assert.equal(typeof bag.participantUrl, "string");
      }
    }));

  it("of the state stay secret in a refresh, even if the inputs have none", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, urn, {
        participants: 8,
        name: "a",
        customData: { a: 1, b: 2 },
      });
      const { state: read, inputs: readInputs } = await provider.read(
        urn,
        id,
        { ...state, name: secret("a"), customData: { a: secret(1), b: 2 } },
        { ...inputs, customData: { a: 1, b: secret(2) } },
      );
      for (const bag of [read!, readInputs!]) {
        assert.deepEqual(bag.name, secret("a"));
        assert.deepEqual(bag.customData, { a: secret(1), b: secret(2) });
      }
    }));
});

describe("plugin: Diff", () => {
  it("reports the kind of change at each property path", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, urn, everything);
      const { description, knock, ...rest } = inputs;
      const wanted = {
        ...rest,
        participants: 31,
        mode: "group",
        audiences: 5,
        roleBasedRecording: { moderator: "audiovideo" },
        customData: { class: 8, tags: ["a"], "a b": 1 },
      };
      assert.deepEqual(await provider.diff(urn, id, state, wanted), {
        changes: true,
        isUnknown: false,
        diffs: [
          "mode",
          "participants",
          "description",
          "knock",
          "roleBasedRecording",
          "audiences",
          "customData",
        ],
        replaces: ["mode"],
        kinds: {
          mode: "update-replace",
          participants: "update",
          description: "delete",
          knock: "delete",
          "roleBasedRecording.moderator": "update",
          "roleBasedRecording.participant": "delete",
          audiences: "add",
          "customData.class": "update",
          "customData.tags": "update",
          'customData["a b"]': "add",
        },
      });
    }));

  it("ignores the dynamic form's text in the state", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, urn, { participants: 8 });
      const { changes, kinds } = await provider.diff(urn, id, { ...state, __provider: "text" }, inputs);
      assert.deepEqual({ changes, kinds }, { changes: false, kinds: {} });
      const old = { ...state, __provider: "text" };
      assert.ok(!("__provider" in (await provider.update(urn, id, old, { ...inputs, whenEnded: "keep" }))));
      assert.ok(!("__provider" in (await provider.update(urn, id, old, { ...inputs, participants: 9 }))));
      const read = await provider.read(urn, id, old, { ...inputs, __provider: "text" });
      assert.ok(!("__provider" in read.state!) && !("__provider" in read.inputs!));
      const checked = await provider.check(urn, { participants: 8 }, { ...inputs, __provider: "text" });
      assert.deepEqual(checked, { inputs, failures: [] });
      await provider.delete(urn, id, old);
    }));

  it("reports links that a change of the configuration affects", () =>
    withRooms(async (provider, { appId, appKey, apiUrl }) => {
      const { id, inputs, state } = await makeRoom(provider, urn, { participants: 8 });
      await provider.configure({ appId, appKey, apiUrl, meetingUrl: "https://new.example.com" });
      const { kinds, replaces } = await provider.diff(urn, id, state, inputs);
      assert.deepEqual(kinds, { participantUrl: "update", moderatorUrl: "update" });
      assert.deepEqual(replaces, []);
    }));
});

describe("plugin: a preview", () => {
  it("of a new room shows its inputs and leaves the outputs unknown", () =>
    withRooms(async (provider, emulator) => {
      const { inputs } = await provider.check(urn, { participants: UNKNOWN, sip: { enabled: true } });
      assert.deepEqual(await provider.create(urn, inputs, { preview: true }), {
        id: "",
        state: {
          ...inputs,
          roomId: UNKNOWN,
          participantUrl: UNKNOWN,
          moderatorUrl: secret(UNKNOWN),
          created: UNKNOWN,
          sipMeetingId: UNKNOWN,
          sipPin: secret(UNKNOWN),
        },
      });
      assert.deepEqual(emulator.requests, []);
    }));

  it("of an update predicts its result", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, urn, {
        participants: 8,
        sip: { enabled: true },
      });
      let now = state;
      let wanted = inputs;
      for (const change of [
        { participants: 9 },
        { sip: { enabled: false } },
        { meetingUrl: "https://own.example.com" },
      ]) {
        wanted = { ...wanted, ...change };
        emulator.clearRequests();
        const planned = await provider.update(urn, id, now, wanted, { preview: true });
        assert.deepEqual(emulator.requests, []);
        now = await provider.update(urn, id, now, wanted);
        assert.deepEqual(planned, now);
      }
    }));

  it("of an update leaves values unknown that depend on unknown inputs", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, urn, { participants: 8 });
      const wanted = { ...inputs, participants: UNKNOWN, sip: UNKNOWN };
      const planned = await provider.update(urn, id, state, wanted, { preview: true });
      assert.deepEqual(planned, {
        ...state,
        participants: UNKNOWN,
        sip: UNKNOWN,
        sipMeetingId: UNKNOWN,
        sipPin: secret(UNKNOWN),
      });
      const elsewhere = await provider.update(
        urn,
        id,
        state,
        { ...inputs, meetingUrl: UNKNOWN },
        { preview: true },
      );
      assert.deepEqual(
        [elsewhere.participantUrl, elsewhere.moderatorUrl, elsewhere.roomId],
        [UNKNOWN, secret(UNKNOWN), id],
      );
    }));

  it("of an adoption shows the room's links", () =>
    withRooms(async (provider, { meetingUrl }) => {
      const inputs = { participants: 2, name: "a", ownerRef: "b", adoptRoomId: "60AF1C2E5F8B9A0012345678" };
      const { state } = await provider.create(urn, inputs, { preview: true });
      assert.equal(state.participantUrl, `${meetingUrl}/60af1c2e5f8b9a0012345678`);
    }));
});
