import assert from "node:assert/strict";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { fakeClock, mute } from "../support/clock";
import { roomWith, sender } from "../support/emulator";
import { makeRoom, withRooms } from "../support/plugin";
import { initFailedOf, secret, shown, urnOf } from "../support/protocol";

const urn = urnOf("standup");

describe("plugin: an import", () => {
  it("returns all that the API reports, so the next preview shows no changes", () =>
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
      // The engine checks the imported inputs as returned, and as a program repeats them.
      const { declaredAs, ...program } = imported.inputs!;
      for (const given of [imported.inputs!, program]) {
        const { inputs, failures } = await provider.check(urnOf("board"), given, imported.inputs!);
        assert.deepEqual(failures, []);
        const { changes } = await provider.diff(urnOf("board"), id, imported.state!, inputs);
        assert.equal(changes, false);
      }
    }));

  it("rejects an invalid room id, and an id that is not in the project", () =>
    withRooms(async (provider) => {
      await assert.rejects(provider.read(urn, "standup"), /is not a room id/);
      await assert.rejects(
        provider.read(urn, "1".repeat(24)),
        /Room 1{24} does not exist in the project of App ID/,
      );
    }));

  it("differs from a get, which returns no declaredAs", () =>
    withRooms(async (provider) => {
      const { id } = await makeRoom(provider, urn, { participants: 8 });
      const { state } = await provider.read(urn, id, {}, {});
      assert.equal(state!.declaredAs, undefined);
    }));
});

describe("plugin: a read of a deleted room", () => {
  it("returns an empty id without properties", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, urn, { participants: 8 });
      await sender(emulator)("DELETE", `/rooms/${id}`);
      assert.deepEqual(await provider.read(urn, id, state, inputs), {
        id: "",
        state: undefined,
        inputs: undefined,
      });
    }));
});

describe("plugin: an operation", () => {
  it("keeps an adopted room that could not be read back, with its secrets", async () => {
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
        assert.match(reasons.join(), /was adopted but could not be read back/);
        assert.deepEqual(state.customData, { t: secret("t") });
        assert.notDeepEqual(shown(state.moderatorUrl), state.moderatorUrl);
      },
      { plugin: { fetch, clock: fakeClock(0) } },
    );
  });

  it("waits for people as long as customTimeouts allow", async () => {
    const clock = fakeClock(0);
    await withRooms(
      async (provider, emulator) => {
        const { id, state } = await makeRoom(provider, urn, { participants: 8 });
        emulator.join(id, { name: "Ada" });
        await assert.rejects(provider.delete(urn, id, state, { timeout: 90 }), /The provider waited 90 s/);
        assert.equal(clock.now(), 90_000);
      },
      { plugin: { clock } },
    );
  });

  it("finds the room of a create that has no response when the run is cancelled", async () => {
    const clock = fakeClock();
    const real = createFetch();
    let arrive = () => {};
    let cancel = () => {};
    const arrived = new Promise<void>((done) => {
      arrive = done;
    });
    const cancelled = new Promise<void>((done) => {
      cancel = done;
    });
    const fetch: Fetch = async (url, init) => {
      const response = await clock.during(real(url, init));
      if (init.method !== "POST") return response;
      arrive();
      await cancelled;
      return mute(clock)(url, init);
    };
    await withRooms(
      async (provider, emulator) => {
        const { inputs } = await provider.check(urn, { participants: 8 });
        const start = clock.monotonic();
        const creating = provider.create(urn, inputs);
        await arrived;
        await provider.cancel();
        cancel();
        assert.equal((await creating).id, emulator.rooms()[0]!.room_id);
        assert.equal(clock.monotonic() - start, 5_000);
      },
      { plugin: { fetch, clock } },
    );
  });

  it("sends no requests after the run is cancelled, until the next run", () =>
    withRooms(async (provider, emulator) => {
      const { id, inputs, state } = await makeRoom(provider, urn, { participants: 8 });
      await provider.cancel();
      emulator.clearRequests();
      for (const ask of [
        () => provider.create(urn, inputs),
        () => provider.read(urn, id, state, inputs),
        () => provider.update(urn, id, state, { ...inputs, participants: 9 }),
        () => provider.delete(urn, id, state),
        () => provider.invoke("enablex:index:getRooms", {}),
      ]) {
        await assert.rejects(ask(), /not sent, because the run was interrupted/);
      }
      assert.deepEqual(emulator.requests, []);
      const { appId, appKey, apiUrl, meetingUrl } = emulator;
      await provider.configure({ appId, appKey, apiUrl, meetingUrl });
      assert.equal((await provider.read(urn, id, state, inputs)).id, id);
    }));
});
