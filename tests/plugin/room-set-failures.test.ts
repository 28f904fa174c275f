import assert from "node:assert/strict";
import { fakeClock } from "../support/clock";
import { withRooms as withSets } from "../support/plugin";
import { initFailedOf, type Json, secret, shown } from "../support/protocol";
import { changeSet, failureOf, ID, makeSet, timetable, urn } from "./sets";

describe("plugin: a room set with failures", () => {
  const small = { emulator: { behaviour: { maxParticipants: 50 } } };

  it("keeps created rooms, names each failure, and creates the rest in the next update", () =>
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
      const repaired = await update();
      assert.deepEqual(Object.keys(repaired.rooms).sort(), ["a", "b c", "d"]);
      assert.equal(repaired.rooms.a.roomId, state.rooms.a.roomId);
      assert.equal(emulator.rooms().length, 3);
    }, small));

  it("keeps no state if no room was created", () =>
    withSets(async (provider) => {
      const { inputs } = await provider.check(urn, { rooms: { a: { participants: 51 } } });
      const failure = await failureOf(provider.create(urn, inputs));
      assert.match(failure.message, /rooms\.a: Creating room/);
      assert.deepEqual(failure.metadata.get("grpc-status-details-bin"), []);
    }, small));

  it("keeps the changes of the other rooms, and the failed rooms as they were", () =>
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

  it("keeps the secrets of a room that could not be deleted", () =>
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

  it("keeps an empty state if all rooms were deleted and their replacements failed", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, { rooms: { a: { participants: 2 } } });
      const { inputs, update } = await changeSet(provider, made, { rooms: { b: { participants: 51 } } });
      const { state } = initFailedOf(await failureOf(update()));
      assert.deepEqual(emulator.rooms(), []);
      assert.deepEqual(state.rooms, {});
      const { kinds } = await provider.diff(urn, ID, state, inputs);
      assert.deepEqual(kinds, { "rooms.b": "add" });
    }, small));

  it("deletes all other rooms, names those that still exist, and succeeds the next time", () =>
    withSets(
      async (provider, emulator) => {
        const { state } = await makeSet(provider, timetable);
        emulator.join(state.rooms.art.roomId, { name: "Ada" });
        await assert.rejects(
          provider.delete(urn, ID, state),
          /^Error: \d+ \w+: rooms\.art: [^\n]*\nThe other rooms are deleted.*pulumi destroy again\. .*pulumi refresh/,
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

  for (const [why, given, behaviour] of [
    ["it differs in inputs that cannot be changed", { mode: "lecture" }, {}],
    ["the API refuses the change", { participants: 51 }, { maxParticipants: 50 }],
  ] as const) {
    it(`keeps the room of a removed key if its adoption by another key failed: ${why}`, () =>
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
});
