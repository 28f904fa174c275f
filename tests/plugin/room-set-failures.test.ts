import assert from "node:assert/strict";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { checkRoomSet } from "../../provider/room-set/check";
import { createRoomSet, deleteRoomSet, updateRoomSet } from "../../provider/room-set/lifecycle";
import { withCore } from "../provider/core-on-emulator";
import { fakeClock } from "../provider/fake-clock";
import { initFailedOf, type Json, secret, shown } from "./protocol";
import { changeSet, failureOf, ID, makeSet, timetable, urn } from "./sets";
import { withRooms as withSets } from "./start";

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

  it("fails with all ids where its state is too large for a failure, and refresh, up and destroy go on from there", () =>
    withSets(async (provider, emulator) => {
      const customData = { door: secret("4711"), text: "x".repeat(250_000) };
      const keys = Array.from({ length: 43 }, (_, i) => `class-${i}`);
      const rooms = { ...Object.fromEntries(keys.map((key) => [key, {}])), c: { participants: 51 } };
      const liveRecording = { url: `rtmps://h/${"k".repeat(200)}` };
      const defaults = { participants: 5, customData, liveRecording, description: "d".repeat(200) };
      const { inputs } = await provider.check(urn, { defaults, rooms });
      const { id, state, reasons } = initFailedOf(await failureOf(provider.create(urn, inputs)));
      assert.equal(id, ID);
      assert.match(reasons.join(), /^rooms\.c: Creating [^\n]*$/);
      const idsOf = (set: Json) => keys.map((key) => set.rooms[key].roomId).sort();
      const idsInApi = () =>
        emulator
          .rooms()
          .map(({ room_id }) => room_id)
          .sort();
      assert.deepEqual(idsOf(state), idsInApi());
      assert.ok(JSON.stringify(state).length < 100_000);
      assert.deepEqual(state.moderatorUrls, secret(shown(state.moderatorUrls)));
      assert.doesNotMatch(JSON.stringify(state), /4711|rtmps/);

      const assertComplete = (set: Json) => {
        assert.deepEqual(idsOf(set), idsOf(state));
        assert.deepEqual(set.rooms["class-7"].customData, customData);
        assert.equal(set.rooms["class-7"].reduced, undefined);
        assert.deepEqual(set.liveRecordings, secret(shown(set.liveRecordings)));
        assert.deepEqual(shown(set.liveRecordings)["class-7"], liveRecording);
      };
      const refreshed = await provider.read(urn, ID, state, inputs);
      assertComplete(refreshed.state!);
      assert.deepEqual(refreshed.inputs!.rooms["class-7"], inputs.rooms["class-7"]);
      assert.deepEqual((await provider.diff(urn, ID, refreshed.state!, inputs)).kinds, { "rooms.c": "add" });

      const mended = await changeSet(provider, { inputs, state }, { defaults, rooms: { ...rooms, c: {} } });
      const after = await mended.update();
      assertComplete(after);
      assert.equal(idsInApi().length, 44);

      // What left the program before the state was complete leaves the rooms too.
      const smaller = { defaults: { participants: 5 }, rooms: { "class-7": {} } };
      const takenOut = await changeSet(provider, { inputs, state }, smaller);
      const shownOf7 = Object.entries(takenOut.kinds).filter(([path]) =>
        path.startsWith('rooms["class-7"].'),
      );
      assert.deepEqual(Object.fromEntries(shownOf7), {
        'rooms["class-7"].customData': "delete",
        'rooms["class-7"].description': "delete",
        'rooms["class-7"].liveRecording': "delete",
      });
      await takenOut.update();
      const left = emulator.rooms().find(({ room_id }) => room_id === state.rooms["class-7"].roomId)!;
      assert.deepEqual(Object.keys(left.data as object), ["pulumiEnablex"]);
      assert.equal((left.settings as Json).description, undefined);
      await provider.delete(urn, ID, state);
      assert.deepEqual(idsInApi(), [after.rooms.c.roomId]);
    }, small));

  it("keeps nothing where nothing was made", () =>
    withSets(async (provider) => {
      const { inputs } = await provider.check(urn, { rooms: { a: { participants: 51 } } });
      const failure = await failureOf(provider.create(urn, inputs));
      assert.match(failure.message, /rooms\.a: Creating room/);
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

  it("keeps secret what the program made secret of a room that could not be deleted", () =>
    withSets(
      async (provider, emulator) => {
        const customData = { door: secret("4711") };
        const made = await makeSet(provider, {
          rooms: { a: { participants: 2 }, c: { participants: 2, customData, billingCode: secret("b-7") } },
        });
        emulator.join(made.state.rooms.c.roomId, { name: "Ada" });
        const { update } = await changeSet(provider, made, { rooms: { a: { participants: 3 } } });
        const { state } = initFailedOf(await failureOf(update()));
        assert.equal(state.rooms.a.participants, 3);
        assert.deepEqual(state.rooms.c.billingCode, secret("b-7"));
        assert.deepEqual(state.rooms.c.customData, customData);
      },
      { plugin: { clock: fakeClock() } },
    ));

  it("keeps that all rooms are gone, where their successors could not be made", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, { rooms: { a: { participants: 2 } } });
      const { inputs, update } = await changeSet(provider, made, { rooms: { b: { participants: 51 } } });
      const { state } = initFailedOf(await failureOf(update()));
      assert.deepEqual(emulator.rooms(), []);
      assert.deepEqual(state.rooms, {});
      const { kinds } = await provider.diff(urn, ID, state, inputs);
      assert.deepEqual(kinds, { "rooms.b": "add" });
    }, small));

  it("deletes all others, names those that are still there, and is content the next time", () =>
    withSets(
      async (provider, emulator) => {
        const { state } = await makeSet(provider, timetable);
        emulator.join(state.rooms.art.roomId, { name: "Ada" });
        await assert.rejects(
          provider.delete(urn, ID, state),
          /^Error: \d+ \w+: rooms\.art: [^\n]*\nThe other rooms are deleted.*pulumi destroy again; or pulumi refresh/,
        );
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

  it("retries no room once five have given up, and begins none once 20 have: the API is down", () =>
    withCore({}, async ({ anotherRun, emulator, clock, warnings }) => {
      const core = anotherRun({
        fetch: async (url, init) => {
          emulator.setFaults({ serverError: init.method === "POST" ? 1 : 0 });
          return clock.during(fetch(url, init));
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 300 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      const lines = error.message.split("\n");
      assert.ok(lines.length <= 102);
      assert.match(
        lines.at(-1)!,
        /^(1\d\d|200) of 300 rooms were not begun, because the rooms API at [\d.:]+ \(App ID ….{4}\) failed for 20 rooms in a row\. Run/,
      );
      // A hundred are under way at once, and each had its three tries before the first gave up.
      const posts = emulator.requests.filter(({ method }) => method === "POST").length;
      assert.ok(posts < 3 * 100 + 20, `${posts} requests`);
      assert.ok(clock.monotonic() < 120_000, `${clock.monotonic()} ms`);
      const told = warnings.filter((line) => /failed for 5 rooms in a row/.test(line));
      assert.equal(told.length, 1, warnings.join("\n"));
    }));

  it("comes to an end for a thousand rooms after 5 minutes of a rate limit that lets none pass", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let sent = 0;
      const limited = { status: 429, headers: { get: () => "60" }, text: async () => "{}" };
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return limited;
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 1_000 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      assert.match(
        error.message,
        /\n[89]\d\d of 1000 rooms were not begun, because the rate limit of the rooms API at [\d.:]+ \(App ID ….{4}\) let no request pass during 5 minutes of waiting\. Run/,
      );
      assert.ok(sent < 100 && clock.monotonic() <= 360_000, `${sent} requests, ${clock.monotonic()} ms`);
    }));

  it("comes to an end for a thousand rooms if the API accepts connections and never responds", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let sent = 0;
      const core = anotherRun({
        fetch: async (_, { signal }) => {
          sent++;
          await clock.sleep(10 ** 9, signal);
          throw signal.reason;
        },
      });
      const moderatorUrls: Record<string, string> = {};
      const rooms = Object.fromEntries(
        Array.from({ length: 1_000 }, (_, i) => {
          const roomId = `60af1c2e5f8b9a0012${String(345678 + i).padStart(6, "0")}`;
          return [`class-${i}`, { participants: 5, roomId, participantUrl: "", created: "" }];
        }),
      );
      const state = { rooms, moderatorUrls, declaredAs: ID } as never;
      const error: Error = await deleteRoomSet(core, state).catch((thrown) => thrown);
      assert.match(
        error.message,
        /\d\d\d of 1000 rooms were not begun, because the rooms API at \S+ \S+ \S+ \S+ failed for 20 rooms in a row/,
      );
      // A hundred are under way at once, eight at a time, and each has at least one try of 30 s.
      const minutes = clock.monotonic() / 60_000;
      assert.ok(sent < 300 && minutes < 18, `${sent} requests, ${minutes} minutes`);
    }));

  it("goes on with the rooms of one account while the API of another one is down, and with all of them after that", () =>
    withCore({}, async ({ anotherRun, config, emulator, clock }) => {
      const { appId = "", appKey = "", apiUrl = "" } = config;
      const north = { appId, appKey, apiUrl: apiUrl.replace("127.0.0.1", "localhost"), subdomain: "north" };
      config.accounts = JSON.stringify({ north });
      let isDown = true;
      const core = anotherRun({
        fetch: async (url, init) => {
          if (isDown && url.includes("localhost")) throw Object.assign(new Error(), { code: "ECONNREFUSED" });
          return clock.during(fetch(url, init));
        },
      });
      const room = (i: number) => ({
        participants: 5,
        ownerRef: "school",
        name: `class-${i}`,
        ...(i < 150 && { account: "north" }),
      });
      const rooms = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`class-${i}`, room(i)]));
      const { inputs } = checkRoomSet(core, {}, { rooms, declaredAs: ID });
      const error = await createRoomSet(core, inputs).catch((thrown) => thrown);
      assert.equal(emulator.rooms().length, 50);
      assert.match(
        error.reasons.at(-1),
        /^[345]\d of 200 rooms were not begun, because the rooms API at localhost:/,
      );

      isDown = false;
      await updateRoomSet(core, error.properties, inputs);
      assert.equal(emulator.rooms().length, 200);
    }));

  it("names each room whose account the configuration no longer has, however many", () =>
    withCore({}, async ({ core, emulator }) => {
      const { inputs } = checkRoomSet(core, {}, { rooms: { here: { participants: 5 } }, declaredAs: ID });
      const { rooms } = await createRoomSet(core, inputs);
      const lost = { ...rooms.here, account: "lost" };
      for (let i = 0; i < 101; i++) rooms[`class-${i}`] = lost as never;
      const state = { rooms, moderatorUrls: {}, declaredAs: ID } as never;
      const error: Error = await deleteRoomSet(core, state).catch((thrown) => thrown);
      assert.match(
        error.message,
        /^rooms\["class-0"\]: enablex:accounts is not set.*\n1 more room failed\. .*\n/s,
      );
      assert.doesNotMatch(error.message, /not begun/);
      assert.deepEqual(emulator.rooms(), []);
    }));

  for (const [why, given, behaviour] of [
    ["it differs in what cannot be changed", { mode: "lecture" }, {}],
    ["the API refuses the change", { participants: 51 }, { maxParticipants: 50 }],
  ] as const) {
    it(`keeps the room of a key that leaves if the key that was to adopt it failed: ${why}`, () =>
      withSets(
        async (provider, emulator) => {
          const made = await makeSet(provider, { rooms: { old: { participants: 5 } } });
          const { roomId } = made.state.rooms.old;
          const adoption = {
            participants: 5,
            adoptRoomId: roomId,
            name: "old",
            ownerRef: "office",
            ...given,
          };
          const { update } = await changeSet(provider, made, { rooms: { fresh: adoption } });
          const { state, reasons } = initFailedOf(await failureOf(update()));
          assert.match(reasons.join(), /^rooms\.fresh: /);
          assert.deepEqual(Object.keys(state.rooms), ["old"]);
          assert.deepEqual(
            emulator.rooms().map(({ room_id }) => room_id),
            [roomId],
          );
        },
        { emulator: { behaviour } },
      ));
  }

  it("goes on where rooms cannot be changed for reasons of their own, however many", () =>
    withCore({}, async ({ core, clock, emulator }) => {
      const soon = { kind: "scheduled", scheduledTime: "2026-05-04T12:20:00Z", durationMinutes: 60 };
      const set = (participants: number) => {
        const rooms = Array.from({ length: 150 }, (_, i) => [
          `class-${i}`,
          { participants, name: `class-${i}`, ownerRef: "school", ...(i < 30 && soon) },
        ]);
        return checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID }).inputs;
      };
      const state = await createRoomSet(core, set(5));
      clock.advance(10 * 60_000);
      const error: Error = await updateRoomSet(core, state, set(6)).catch((thrown) => thrown);
      assert.doesNotMatch(error.message, /not begun/);
      assert.equal(emulator.rooms().filter(({ settings }) => settings.participants === "6").length, 120);
    }));

  it("begins no more rooms once its customTimeouts are over, which count for all of them together", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock, emulator }) => {
      const core = anotherRun({
        fetch: async (url, init) => {
          await clock.sleep(10_000, init.signal);
          init.signal.throwIfAborted();
          return clock.during(fetch(url, init));
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 300 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs, { timeoutSeconds: 60 }).catch(
        (thrown) => thrown,
      );
      assert.match(
        error.message,
        /\n29\d of 300 rooms were not begun, because the 60 s of its customTimeouts were over but for 15 s\. Run the command again/,
      );
      assert.ok(clock.monotonic() <= 60_000, `${clock.monotonic()} ms`);
      assert.equal(emulator.rooms().length, 4);
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
