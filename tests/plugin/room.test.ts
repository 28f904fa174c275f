import assert from "node:assert/strict";
import type { Clock } from "../../provider/api/clock";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { everything } from "../conformance/samples";
import { roomWith, sender } from "../emulator/client";
import { initFailedOf, type Json, type Provider, secret, shown, UNKNOWN, urnOf } from "./protocol";
import { withRooms } from "./start";

const urn = urnOf("standup");

async function makeRoom(provider: Provider, given: Json) {
  const { inputs } = await provider.check(urn, given);
  return { inputs, ...(await provider.create(urn, inputs)) };
}

describe("plugin: secrets", () => {
  it("of a program stay where they are, and links and PINs become some", () =>
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
      const { id, inputs, state } = await makeRoom(provider, given);
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

  it("of the state count at a refresh, also where the inputs have none", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, {
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

describe("plugin: a difference", () => {
  it("has its kind at each property path", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, everything);
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

  it("is none where only the dynamic form's text is left behind", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8 });
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

  it("of links follows the configuration", () =>
    withRooms(async (provider, { appId, appKey, apiUrl }) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8 });
      await provider.configure({ appId, appKey, apiUrl, meetingUrl: "https://new.example.com" });
      const { kinds, replaces } = await provider.diff(urn, id, state, inputs);
      assert.deepEqual(kinds, { participantUrl: "update", moderatorUrl: "update" });
      assert.deepEqual(replaces, []);
    }));
});

describe("plugin: a preview", () => {
  it("of a new room knows its inputs and nothing more", () =>
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

  it("of an update knows all that the update will give", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8, sip: { enabled: true } });
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

  it("of an update leaves open what depends on what is unknown", () =>
    withRooms(async (provider) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8 });
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

  it("of an adoption knows the room's links", () =>
    withRooms(async (provider, { meetingUrl }) => {
      const inputs = { participants: 2, name: "a", ownerRef: "b", adoptRoomId: "60AF1C2E5F8B9A0012345678" };
      const { state } = await provider.create(urn, inputs, { preview: true });
      assert.equal(state.participantUrl, `${meetingUrl}/60af1c2e5f8b9a0012345678`);
    }));
});

describe("plugin: an import", () => {
  it("gives all that the API says, so that the next preview shows nothing", () =>
    withRooms(async (provider, emulator) => {
      const { json } = await sender(emulator)("POST", "/rooms", {
        name: "Board: weekly",
        owner_ref: "ext-7",
        settings: {
          participants: "12",
          moderators: "2",
          mode: "lecture",
          scheduled: true,
          adhoc: false,
          scheduled_time: "2030-05-31 05:30:00",
          duration: 30,
          description: "Numbers",
          role_based_recording: { moderator: "audio" },
        },
        data: { a: 1 },
        sip: { enabled: true },
      });
      const id = json.room.room_id;
      const imported = await provider.read(urnOf("board"), id);
      assert.equal(imported.id, id);
      assert.equal(imported.state!.declaredAs, "acme/dev/board");
      for (const [name, value] of Object.entries({
        name: "Board: weekly",
        ownerRef: "ext-7",
        participants: 12,
        moderators: 2,
        mode: "lecture",
        kind: "scheduled",
        scheduledTime: "2030-05-31T05:30:00Z",
        durationMinutes: 30,
        roleBasedRecording: { moderator: "audio" },
        customData: { a: 1 },
        sip: { enabled: true },
      })) {
        assert.deepEqual(imported.inputs![name], value);
      }
      // The engine checks what it was given, as it is and as a program that repeats it.
      const { declaredAs, ...program } = imported.inputs!;
      for (const given of [imported.inputs!, program]) {
        const { inputs, failures } = await provider.check(urnOf("board"), given, imported.inputs!);
        assert.deepEqual(failures, []);
        const { changes } = await provider.diff(urnOf("board"), id, imported.state!, inputs);
        assert.equal(changes, false);
      }
    }));

  it("refuses an id that is none, and one of no room here", () =>
    withRooms(async (provider) => {
      await assert.rejects(
        provider.read(urn, "standup"),
        /standup is not a room id, which has 24 hexadecimal digits/,
      );
      await assert.rejects(
        provider.read(urn, "1".repeat(24)),
        /Room 1{24} does not exist in the project of App ID/,
      );
    }));

  it("is not what a look at a room of another stack is", () =>
    withRooms(async (provider) => {
      const { id } = await makeRoom(provider, { participants: 8 });
      const { state } = await provider.read(urn, id, {}, {});
      assert.equal(state!.declaredAs, undefined);
    }));
});

describe("plugin: a room that is gone", () => {
  it("is an empty id without properties", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8 });
      await sender(emulator)("DELETE", `/rooms/${id}`);
      assert.deepEqual(await provider.read(urn, id, state, inputs), {
        id: "",
        state: undefined,
        inputs: undefined,
      });
    }));
});

describe("plugin: an operation that does not come to its end", () => {
  it("keeps a room that is half made, with its secrets", async () => {
    const real = createFetch();
    let reads = 0;
    // An adoption reads the room, changes it, and reads it back.
    const fetch: Fetch = async (url, init) => {
      if (init.method === "GET" && reads++ > 0) throw new Error("cut off");
      return real(url, init);
    };
    await withRooms(
      async (provider, emulator) => {
        const { json } = await sender(emulator)("POST", "/rooms", roomWith());
        const id = json.room.room_id;
        const given = { participants: 2, name: "a", ownerRef: "b", adoptRoomId: id };
        const { inputs } = await provider.check(urn, { ...given, customData: { t: secret("t") } });
        const failure: any = await provider.create(urn, inputs).then(
          () => assert.fail("it did not fail"),
          (error) => error,
        );
        const { id: kept, state, reasons } = initFailedOf(failure);
        assert.equal(kept, id);
        assert.match(reasons.join(), /is adopted, but could not be read back/);
        assert.deepEqual(state.customData, { t: secret("t") });
        assert.notDeepEqual(shown(state.moderatorUrl), state.moderatorUrl);
      },
      { plugin: { fetch, clock: patient() } },
    );
  });

  it("waits for people as long as customTimeouts say", async () => {
    const clock = patient();
    await withRooms(
      async (provider, emulator) => {
        const { id, state } = await makeRoom(provider, { participants: 8 });
        emulator.join(id, { name: "Ada" });
        await assert.rejects(provider.delete(urn, id, state, { timeout: 90 }), /They had 90 s to leave/);
        assert.equal(clock.now(), 90_000);
      },
      { plugin: { clock } },
    );
  });

  it("sends nothing more once the run is cancelled, and serves the next run", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, { participants: 8 });
      await provider.cancel();
      emulator.clearRequests();
      for (const ask of [
        () => provider.create(urn, inputs),
        () => provider.read(urn, id, state, inputs),
        () => provider.update(urn, id, state, { ...inputs, participants: 9 }),
        () => provider.delete(urn, id, state),
        () => provider.invoke("enablex:index:getRooms", {}),
      ]) {
        await assert.rejects(ask(), /interrupted before it was sent\. Run the command again/);
      }
      assert.deepEqual(emulator.requests, []);
      const { appId, appKey, apiUrl, meetingUrl } = emulator;
      await provider.configure({ appId, appKey, apiUrl, meetingUrl });
      assert.equal((await provider.read(urn, id, state, inputs)).id, id);
    }));
});

/** A clock that moves on by waiting alone. */
function patient(): Clock {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
  };
}
