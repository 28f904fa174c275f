import assert from "node:assert/strict";
import { configFor, withRooms as withSets } from "../support/plugin";
import { type Json, secret, shown, UNKNOWN } from "../support/protocol";
import { ID, makeSet, timetable, urn } from "./sets";

describe("plugin: the inputs of a room set", () => {
  const failuresOf = async (given: Json) => {
    let reasons: string[] = [];
    await withSets(async (provider) => {
      reasons = (await provider.check(urn, given)).failures.map(({ reason }) => reason);
    });
    return reasons;
  };

  it("are rejected with each property's path, a default only once", async () => {
    assert.deepEqual(
      (
        await failuresOf({
          room: {},
          defaults: { particpants: 3, moderators: 9, name: "All" },
          rooms: {
            "math-101": { participants: 0, extraSettings: { mode: "group" } },
            art: "x",
            lab: { kind: "scheduled", scheduledTime: "2030-01-07T09:00:00Z" },
          },
        })
      ).sort(),
      [
        "room: is not an input; did you mean rooms?",
        "defaults.name: cannot be a default; set it in each room",
        "defaults.moderators: 9 is more than 5; write a number up to 5",
        "defaults.particpants: is not an input; did you mean participants?",
        'rooms["math-101"].participants: 0 is less than 1; write a number from 1',
        'rooms["math-101"].extraSettings.mode: is set by the input mode; use mode and remove the key from extraSettings',
        "rooms.art: is not an object; write the room's inputs, or {} for the defaults alone",
        "rooms.lab.participants: is required; write a whole number, such as 8",
        "rooms.lab.durationMinutes: is required for a scheduled room; write durationMinutes: 60",
      ].sort(),
    );
  });

  it("are rejected without rooms", async () => {
    assert.match((await failuresOf({})).join(), /^rooms: is required; write rooms by key/);
    assert.match((await failuresOf({ rooms: 3 })).join(), /^rooms: is not an object/);
    assert.match((await failuresOf({ rooms: {}, defaults: [] })).join(), /^defaults: is not an object/);
  });

  it("are rejected once if the configuration is wrong", () =>
    withSets(async (provider) => {
      const { failures } = await provider.check(urn, {
        ...timetable,
        defaults: { participants: 3, account: "north" },
      });
      assert.equal(failures.length, 1);
      assert.match(failures[0]!.reason, /enablex:accounts is not set/);
    }));

  it("are rejected once for an unknown default account, and in each room that names one", () =>
    withSets(async (provider, emulator) => {
      const accounts = JSON.stringify({ north: { appId: "b".repeat(24), appKey: "k" } });
      await provider.configure({ ...configFor(emulator), accounts });
      const given = {
        defaults: { participants: 3, account: "nroth" },
        rooms: { a: {}, b: {}, "c.1": { account: "south" } },
      };
      const { failures } = await provider.check(urn, given);
      const why = "enablex:accounts has no account with that name";
      const reasons = failures.map(({ reason }) => reason.split(";")[0]);
      assert.deepEqual(reasons.sort(), [`defaults.account: ${why}`, `rooms["c.1"].account: ${why}`]);
    }));

  it("are rejected if two keys adopt the same room", async () => {
    const taken = {
      adoptRoomId: "60AF1C2e5f8b9a0012345678",
      name: "Board",
      ownerRef: "ops",
      participants: 2,
    };
    const again = { ...taken, adoptRoomId: "60af1c2e5f8b9a0012345678" };
    assert.deepEqual(await failuresOf({ rooms: { a: taken, "b c": again } }), [
      'rooms["b c"].adoptRoomId: rooms.a already adopts that room; set it in only one of them',
    ]);
  });

  it("keep the given defaults for ignoreChanges, also after a refresh", () =>
    withSets(async (provider) => {
      const defaults = { participants: 30, billingCode: secret("b-7") };
      const { inputs, id, state } = await makeSet(provider, { defaults, rooms: { a: {} } });
      assert.deepEqual(inputs.defaults, defaults);
      const refreshed = await provider.read(urn, id, state, inputs);
      assert.deepEqual(refreshed.inputs, inputs);
    }));

  it("may be unknown as a whole or in part, and a preview shows the rest", () =>
    withSets(async (provider) => {
      const given: [Json, (rooms: any) => void][] = [
        [{ rooms: UNKNOWN }, (rooms) => assert.equal(rooms, UNKNOWN)],
        [{ defaults: UNKNOWN, rooms: { a: {} } }, (rooms) => assert.deepEqual(rooms, { a: UNKNOWN })],
        [
          { rooms: { a: UNKNOWN, b: { participants: 2, name: UNKNOWN } } },
          (rooms) => {
            assert.equal(rooms.a, UNKNOWN);
            assert.equal(rooms.b.name, UNKNOWN);
            assert.equal(rooms.b.participants, 2);
          },
        ],
      ];
      const made = await makeSet(provider, { rooms: { a: { participants: 2 }, b: { participants: 2 } } });
      for (const [inputs, look] of given) {
        const checked = await provider.check(urn, inputs);
        assert.deepEqual(checked.failures, []);
        look((await provider.create(urn, checked.inputs, { preview: true })).state.rooms);
        assert.equal((await provider.diff(urn, ID, made.state, checked.inputs)).changes, true);
        look((await provider.update(urn, ID, made.state, checked.inputs, { preview: true })).rooms);
      }
    }));

  it("stay secret, those of the defaults in each room", () =>
    withSets(async (provider) => {
      const liveRecording = { url: "rtmps://stream.example/key" };
      const { inputs, state } = await makeSet(provider, {
        defaults: { participants: 2, liveRecording, billingCode: secret("b-7") },
        rooms: { a: { name: secret("Board") }, b: {} },
      });
      for (const key of ["a", "b"]) {
        assert.deepEqual(inputs.rooms[key].liveRecording, secret(liveRecording));
        assert.deepEqual(shown(state.liveRecordings)[key], liveRecording);
        assert.deepEqual(state.rooms[key].billingCode, secret("b-7"));
      }
      assert.deepEqual(state.rooms.a.name, secret("Board"));
      assert.equal(state.rooms.b.name, "b");
    }));
});
