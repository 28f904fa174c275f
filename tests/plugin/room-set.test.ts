import assert from "node:assert/strict";
import type { ServiceError } from "@grpc/grpc-js";
import fc from "fast-check";
import type { Emulator } from "../../emulator/index";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { createRoomSet } from "../../provider/room-set/lifecycle";
import { sender } from "../emulator/client";
import { withCore } from "../provider/core-on-emulator";
import { fakeClock } from "../provider/fake-clock";
import { startEngine } from "./engine";
import { initFailedOf, type Json, type Provider, secret, shown, UNKNOWN, urnOf } from "./protocol";
import { configFor, withRooms as withSets } from "./start";

const urn = urnOf("timetable", "enablex:index:RoomSet");
const ID = "acme/dev/timetable";

/** A set as the engine makes it: check, then create. */
async function makeSet(provider: Provider, given: Json) {
  const { inputs, failures } = await provider.check(urn, given);
  assert.deepEqual(failures, []);
  return { inputs, ...(await provider.create(urn, inputs)) };
}

/** A change as the engine makes it: check, diff, update. */
async function changeSet(provider: Provider, made: { inputs: Json; state: Json }, given: Json) {
  const { inputs } = await provider.check(urn, given, made.inputs);
  const { kinds, replaces } = await provider.diff(urn, ID, made.state, inputs);
  assert.deepEqual(replaces, [], "nothing replaces the set");
  const update = () => provider.update(urn, ID, made.state, inputs);
  return { inputs, kinds, update };
}

const timetable = { defaults: { participants: 30 }, rooms: { "math-101": {}, art: { participants: 5 } } };

/** The changes that the API was asked for. */
const changesIn = (emulator: Emulator) => emulator.requests.filter(({ method }) => method !== "GET");

describe("plugin: a room set", () => {
  it("is made of its rooms, each completed by the defaults and named by its key", () =>
    withSets(async (provider, emulator) => {
      const { id, state } = await makeSet(provider, timetable);
      assert.equal(id, ID);
      const rooms = emulator.rooms();
      assert.deepEqual(rooms.map(({ name }) => name).sort(), ["art", "math-101"]);
      for (const room of rooms) {
        const kept = state.rooms[room.name];
        assert.equal(kept.roomId, room.room_id);
        assert.equal(kept.participantUrl, `${emulator.meetingUrl}/${room.room_id}`);
        assert.equal(room.owner_ref, `acme/dev/timetable/${room.name}`);
        assert.equal(kept.participants, Number(room.settings.participants));
        const host = Buffer.from(`${room.room_id}-${emulator.appId}`).toString("base64");
        assert.equal(shown(state.moderatorUrls)[room.name], `${emulator.meetingUrl}/host/${host}`);
      }
      assert.deepEqual(state.moderatorUrls, secret(shown(state.moderatorUrls)), "the links are a secret");
      assert.equal(JSON.stringify(state.rooms).includes("/host/"), false);
    }));

  it("adds, changes and removes one room without touching the others", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, timetable);
      emulator.clearRequests();
      const { art: _, ...rooms } = made.state.rooms;
      const next = { ...timetable, rooms: { "math-101": { knock: true }, "lab.1": {} } };
      const { kinds, update } = await changeSet(provider, made, next);
      assert.deepEqual(kinds, {
        'rooms["math-101"].knock': "add",
        "rooms.art": "delete",
        'rooms["lab.1"]': "add",
      });
      const state = await update();
      assert.deepEqual(
        changesIn(emulator)
          .map(({ method }) => method)
          .sort(),
        ["DELETE", "PATCH", "POST"],
      );
      assert.deepEqual(Object.keys(state.rooms).sort(), ["lab.1", "math-101"]);
      assert.equal(state.rooms["math-101"].roomId, rooms["math-101"].roomId);
      assert.deepEqual(
        emulator
          .rooms()
          .map(({ name }) => name)
          .sort(),
        ["lab.1", "math-101"],
      );
    }));

  it("changes with a default each room that does not say otherwise, and only those", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, timetable);
      const { kinds, update } = await changeSet(provider, made, {
        ...timetable,
        defaults: { participants: 31 },
      });
      assert.deepEqual(kinds, { 'rooms["math-101"].participants': "update" });
      await update();
      const counts = emulator.rooms().map(({ name, settings }) => [name, Number(settings.participants)]);
      assert.deepEqual(Object.fromEntries(counts), { "math-101": 31, art: 5 });
    }));

  it("makes a room anew that the API cannot change, says so in the preview, and keeps the others", async () => {
    await using engine = await startEngine();
    await withSets(
      async (provider, emulator) => {
        const made = await makeSet(provider, timetable);
        const next = {
          ...timetable,
          rooms: { ...timetable.rooms, art: { participants: 5, mode: "lecture" } },
        };
        const { inputs, kinds, update } = await changeSet(provider, made, next);
        assert.deepEqual(kinds, { "rooms.art.mode": "update" });
        const plan = await provider.update(urn, ID, made.state, inputs, { preview: true });
        assert.match(engine.lines.join(), /^rooms\.art: the API cannot make this change/);
        assert.equal(plan.rooms.art.roomId, UNKNOWN);
        assert.equal(plan.rooms["math-101"].roomId, made.state.rooms["math-101"].roomId);
        const state = await update();
        assert.notEqual(state.rooms.art.roomId, made.state.rooms.art.roomId);
        assert.equal(state.rooms["math-101"].roomId, made.state.rooms["math-101"].roomId);
        const ids = emulator.rooms().map(({ room_id }) => room_id);
        assert.deepEqual(
          ids.sort(),
          Object.values<Json>(state.rooms)
            .map(({ roomId }) => roomId)
            .sort(),
        );
      },
      { plugin: { engineAddress: engine.address } },
    );
  });

  it("keeps what it was first declared as, under another name of stack and resource", () =>
    withSets(async (provider) => {
      const { inputs, id, state } = await makeSet(provider, timetable);
      const renamed = "urn:pulumi:prod::acme::enablex:index:RoomSet::lessons";
      const checked = await provider.check(renamed, timetable, inputs);
      assert.deepEqual(checked.failures, []);
      assert.deepEqual((await provider.diff(renamed, id, state, checked.inputs)).kinds, {});
    }));

  it("follows links that the configuration changes, without a request", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, { rooms: { art: { participants: 5 } } });
      await provider.configure({ ...configFor(emulator), meetingUrl: "https://meet.example.com" });
      emulator.clearRequests();
      const { kinds, update } = await changeSet(provider, made, { rooms: { art: { participants: 5 } } });
      assert.deepEqual(kinds, { "rooms.art.participantUrl": "update", "moderatorUrls.art": "update" });
      const { rooms, moderatorUrls } = await update();
      assert.match(rooms.art.participantUrl, /^https:\/\/meet\.example\.com\/[0-9a-f]{24}$/);
      assert.match(shown(moderatorUrls).art, /^https:\/\/meet\.example\.com\/host\//);
      assert.deepEqual(emulator.requests, []);
    }));

  it("is refreshed by a list, with what somebody changed and without what somebody deleted", () =>
    withSets(async (provider, emulator) => {
      const keys = Array.from({ length: 100 }, (_, i) => `class-${i}`);
      const rooms = Object.fromEntries(keys.map((key) => [key, {}]));
      const { inputs, state } = await makeSet(provider, { defaults: { participants: 8 }, rooms });
      await send(emulator, "DELETE", state.rooms["class-7"].roomId);
      await send(emulator, "PATCH", state.rooms["class-8"].roomId, { settings: { participants: "9" } });
      emulator.clearRequests();
      const now = await provider.read(urn, ID, state, inputs);
      assert.ok(emulator.requests.length < 10, `${emulator.requests.length} requests`);
      assert.equal(now.id, ID);
      assert.equal(Object.keys(now.state!.rooms).length, 99);
      assert.equal(now.inputs!.rooms["class-8"].participants, 9);
      const checked = await provider.check(urn, { defaults: { participants: 8 }, rooms }, now.inputs);
      const { kinds } = await provider.diff(urn, ID, now.state!, checked.inputs);
      assert.deepEqual(kinds, {
        'rooms["class-7"]': "add",
        'rooms["class-8"].participants': "update",
      });
    }));

  it("keeps an adhoc room whose call is over where it is told to", () =>
    withSets(async (provider, emulator) => {
      const support = { participants: 2, kind: "adhoc", whenEnded: "keep" };
      const { inputs, state } = await makeSet(provider, { rooms: { support } });
      emulator.join(state.rooms.support.roomId, { name: "Ada" });
      emulator.leave(state.rooms.support.roomId);
      const now = await provider.read(urn, ID, state, inputs);
      assert.deepEqual(now.state!.rooms, state.rooms);
      await provider.delete(urn, ID, state);
    }));

  it("can be made of no room at all, and of a room without inputs of its own", () =>
    withSets(async (provider) => {
      const made = await makeSet(provider, { rooms: {} });
      const { update } = await changeSet(provider, made, {
        defaults: { participants: 2 },
        rooms: { art: null },
      });
      assert.equal((await update()).rooms.art.participants, 2);
    }));

  it("is neither imported nor looked at", () =>
    withSets(async (provider) => {
      for (const state of [undefined, {}]) {
        await assert.rejects(provider.read(urn, ID, state), /a room set cannot be imported.*adoptRoomId/);
      }
    }));
});

describe("plugin: a room set of which a part fails", () => {
  const small = { emulator: { behaviour: { maxParticipants: 50 } } };

  it("keeps the rooms that were made, names each other, and goes on with those", () =>
    withSets(async (provider, emulator) => {
      const rooms = { a: {}, "b c": { participants: 51 }, d: {}, e: { participants: 52 } };
      const { inputs } = await provider.check(urn, { defaults: { participants: 5 }, rooms });
      const { id, state, reasons } = initFailedOf(await failureOf(provider.create(urn, inputs)));
      assert.equal(id, ID);
      assert.deepEqual(Object.keys(state.rooms).sort(), ["a", "d"]);
      assert.equal(reasons.length, 2);
      assert.match(reasons.join("\n"), /^rooms\["b c"\]: Creating .*\nrooms\.e: Creating /);
      assert.deepEqual(state.moderatorUrls, secret(shown(state.moderatorUrls)));
      const { kinds, update } = await changeSet(
        provider,
        { inputs, state },
        { defaults: { participants: 5 }, rooms: { a: {}, "b c": {}, d: {} } },
      );
      assert.deepEqual(kinds, { 'rooms["b c"]': "add" });
      const mended = await update();
      assert.deepEqual(Object.keys(mended.rooms).sort(), ["a", "b c", "d"]);
      assert.equal(mended.rooms.a.roomId, state.rooms.a.roomId);
      assert.equal(emulator.rooms().length, 3);
    }, small));

  it("keeps the rooms also where they are too many for the engine to take with a failure", async () => {
    await using engine = await startEngine();
    await withSets(
      async (provider) => {
        const customData = { text: "x".repeat(250_000) };
        const keys = Array.from({ length: 50 }, (_, i) => `class-${i}`);
        const rooms = { ...Object.fromEntries(keys.map((key) => [key, {}])), c: { participants: 51 } };
        const { inputs } = await provider.check(urn, { defaults: { participants: 5, customData }, rooms });
        const { id, state } = await provider.create(urn, inputs);
        assert.equal(id, ID);
        assert.deepEqual(Object.keys(state.rooms).sort(), keys.sort());
        assert.match(
          engine.lines.join("\n"),
          /^rooms\.c: Creating [^\n]*\nacme\/dev\/timetable is not complete/,
        );
      },
      { emulator: small.emulator, plugin: { engineAddress: engine.address } },
    );
  });

  it("keeps nothing where nothing was made", () =>
    withSets(async (provider) => {
      const { inputs } = await provider.check(urn, { rooms: { a: { participants: 51 } } });
      const failure = await failureOf(provider.create(urn, inputs));
      assert.match(failure.message, /rooms\.a: Creating the room/);
      assert.deepEqual(failure.metadata.get("grpc-status-details-bin"), []);
    }, small));

  it("has the others changed, and the failed ones as they were", () =>
    withSets(
      async (provider, emulator) => {
        const made = await makeSet(provider, {
          rooms: { a: { participants: 2 }, b: { participants: 2 }, c: { participants: 2 } },
        });
        emulator.join(made.state.rooms.c.roomId, { name: "Ada" });
        const next = { rooms: { a: { participants: 51 }, b: { participants: 3 } } };
        const { inputs, update } = await changeSet(provider, made, next);
        const { state, reasons } = initFailedOf(await failureOf(update()));
        assert.match(reasons.join("\n"), /rooms\.a: Updating room/);
        assert.match(reasons.join("\n"), /rooms\.c: .*Ada|rooms\.c: .*1 /);
        assert.deepEqual(
          Object.entries<Json>(state.rooms).map(([key, room]) => [key, room.participants]),
          [
            ["a", 2],
            ["b", 3],
            ["c", 2],
          ],
        );
        const { kinds } = await provider.diff(urn, ID, state, inputs);
        assert.deepEqual(kinds, { "rooms.a.participants": "update", "rooms.c": "delete" });
      },
      { ...small, plugin: { clock: fakeClock() } },
    ));

  it("deletes all others, names those that are still there, and is content the next time", () =>
    withSets(
      async (provider, emulator) => {
        const { state } = await makeSet(provider, timetable);
        emulator.join(state.rooms.art.roomId, { name: "Ada" });
        await assert.rejects(provider.delete(urn, ID, state), /^Error: \d+ \w+: rooms\.art: [^\n]*$/);
        assert.deepEqual(
          emulator.rooms().map(({ name }) => name),
          ["art"],
        );
        emulator.leave(state.rooms.art.roomId);
        await provider.delete(urn, ID, state);
        assert.deepEqual(emulator.rooms(), []);
      },
      { plugin: { clock: fakeClock() } },
    ));

  it("begins no more rooms once so many failed one after the other", () =>
    withCore(small.emulator, async ({ core, emulator }) => {
      const keys = Array.from({ length: 1_000 }, (_, i) => `class-${i}`);
      const rooms = Object.fromEntries(keys.map((key) => [key, { participants: 51, name: key }]));
      await assert.rejects(
        createRoomSet(core, { rooms, declaredAs: ID }),
        /\n\d+ of 1000 rooms were not begun, because the 20 before failed one after the other/,
      );
      assert.ok(emulator.requests.length < 200, `${emulator.requests.length} requests`);
    }));

  it("keeps what was made when the run is interrupted, and begins no more", async () => {
    const real = createFetch();
    let sent = 0;
    let interrupt = () => {};
    const fetch: Fetch = async (url, init) => {
      const answer = await real(url, init);
      if (++sent === 5) interrupt();
      return answer;
    };
    await withSets(
      async (provider, emulator) => {
        const keys = Array.from({ length: 600 }, (_, i) => `class-${i}`);
        const rooms = Object.fromEntries(keys.map((key) => [key, {}]));
        const { inputs } = await provider.check(urn, { defaults: { participants: 5 }, rooms });
        const cancelled = new Promise<void>((done) => {
          interrupt = () => done(provider.cancel().then(() => {}));
        });
        const { state, reasons } = initFailedOf(await failureOf(provider.create(urn, inputs)));
        await cancelled;
        const made = emulator
          .rooms()
          .map(({ room_id }) => room_id)
          .sort();
        assert.ok(made.length < 600);
        assert.deepEqual(
          Object.values<Json>(state.rooms)
            .map(({ roomId }) => roomId)
            .sort(),
          made,
        );
        assert.deepEqual(reasons, [
          `${600 - made.length} of 600 rooms were not begun, because the run was interrupted. Run the command again to go on with them.`,
        ]);
      },
      { plugin: { fetch } },
    );
  });
});

describe("plugin: the inputs of a room set", () => {
  const failuresOf = async (given: Json) => {
    let reasons: string[] = [];
    await withSets(async (provider) => {
      reasons = (await provider.check(urn, given)).failures.map(({ reason }) => reason);
    });
    return reasons;
  };

  it("are refused with each property's path, a default once", async () => {
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
        "room: there is no such input; did you mean rooms?",
        "defaults.name: is not for all rooms alike; write it in the room that it is for",
        "defaults.moderators: 9 is more than 5; write a number up to 5",
        "defaults.particpants: there is no such input; did you mean participants?",
        'rooms["math-101"].participants: 0 is less than 1; write a number from 1',
        'rooms["math-101"].extraSettings.mode: the input mode sets it; write mode and take it out of extraSettings',
        "rooms.art: is not an object; write the room's inputs, or {} for the defaults alone",
        "rooms.lab.participants: is required; write a whole number, such as 8",
        "rooms.lab.durationMinutes: a scheduled room needs its length in minutes; write durationMinutes: 60",
      ].sort(),
    );
  });

  it("are refused without rooms", async () => {
    assert.match((await failuresOf({})).join(), /^rooms: is required; write the rooms by their keys/);
    assert.match((await failuresOf({ rooms: 3 })).join(), /^rooms: is not an object/);
    assert.match((await failuresOf({ rooms: {}, defaults: [] })).join(), /^defaults: is not an object/);
  });

  it("are refused once where the configuration is at fault", () =>
    withSets(async (provider) => {
      const { failures } = await provider.check(urn, {
        ...timetable,
        defaults: { participants: 3, account: "north" },
      });
      assert.equal(failures.length, 1);
      assert.match(failures[0]!.reason, /north/);
    }));

  it("may be unknown as a whole or in part, and the rest is known in a preview", () =>
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
    withSets(async (provider, emulator) => {
      const liveRecording = { url: "rtmps://stream.example/key" };
      const { state } = await makeSet(provider, {
        defaults: { participants: 2, liveRecording, billingCode: secret("b-7") },
        rooms: { a: { name: secret("Board") }, b: { sip: { enabled: true } } },
      });
      const { a, b } = state.rooms;
      for (const room of [a, b]) {
        assert.deepEqual(room.liveRecording, secret(liveRecording));
        assert.deepEqual(room.billingCode, secret("b-7"));
      }
      assert.deepEqual(a.name, secret("Board"));
      assert.equal(b.name, "b");
      const { pin } = emulator.rooms().find(({ name }) => name === "b")!.sip as Json;
      assert.deepEqual(b.sipPin, secret(String(pin)));
    }));
});

describe("plugin: any room set", () => {
  const anyKey = fc
    .oneof(fc.constantFrom("a", "b", "c"), fc.string({ minLength: 1, maxLength: 6 }))
    .filter((key) => key !== "__proto__");
  const anyInputs = fc.record(
    {
      participants: fc.integer({ min: 1, max: 50 }),
      knock: fc.boolean(),
      mode: fc.constantFrom("group", "lecture"),
      description: fc.string({ maxLength: 5 }),
    },
    { requiredKeys: [] },
  );
  const anySet = fc.record({
    defaults: anyInputs.map((inputs) => ({ participants: 7, ...inputs })),
    rooms: fc.dictionary(anyKey, anyInputs, { maxKeys: 6 }),
  });

  it("becomes any other: what exists is what is wanted, and nothing is left to do", () =>
    withSets(async (provider, emulator) => {
      await fc.assert(
        fc.asyncProperty(anySet, anySet, async (before, after) => {
          const made = await makeSet(provider, before);
          const { inputs, update } = await changeSet(provider, made, after);
          const state = await update();
          const ids = Object.values<Json>(state.rooms).map(({ roomId }) => roomId);
          assert.deepEqual(
            emulator
              .rooms()
              .map(({ room_id }) => room_id)
              .sort(),
            ids.sort(),
          );
          assert.deepEqual(Object.keys(state.rooms).sort(), Object.keys(after.rooms).sort());
          assert.deepEqual((await provider.diff(urn, ID, state, inputs)).kinds, {});
          const read = await provider.read(urn, ID, state, inputs);
          assert.deepEqual(read.state, state);
          for (const key of Object.keys(after.rooms)) {
            const stays = Object.hasOwn(before.rooms, key) && modeOf(before, key) === modeOf(after, key);
            const was = Object.hasOwn(before.rooms, key) && made.state.rooms[key].roomId;
            assert.equal(was === state.rooms[key].roomId, stays, `room ${key}`);
          }
          await provider.delete(urn, ID, state);
          assert.deepEqual(emulator.rooms(), []);
        }),
        { numRuns: 30 },
      );
    }));

  const modeOf = ({ defaults, rooms }: Json, key: string) => rooms[key].mode ?? defaults.mode ?? "group";
});

const failureOf = (call: Promise<unknown>): Promise<ServiceError> =>
  call.then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );

async function send(emulator: Emulator, method: string, roomId: string, body?: Json): Promise<void> {
  await sender(emulator)(method, `/rooms/${roomId}`, body);
}
