import assert from "node:assert/strict";
import { configFor, withRooms as withSets } from "../support/plugin";
import { type Json, secret, shown, UNKNOWN } from "../support/protocol";
import { startEngine } from "./fake-engine";
import { changeSet, changesIn, ID, makeSet, send, timetable, urn } from "./sets";

describe("plugin: a room set", () => {
  it("creates its rooms, each completed with the defaults and named by its key", () =>
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

  it("moves a room to another key that adopts it, and keeps its links", () =>
    withSets(async (provider, emulator) => {
      const made = await makeSet(provider, { rooms: { a: { participants: 2 } } });
      const { roomId, ownerRef } = made.state.rooms.a;
      const adopting = { adoptRoomId: roomId, name: "a", ownerRef, participants: 2 };
      const { update } = await changeSet(provider, made, { rooms: { b: adopting } });
      const state = await update();
      assert.deepEqual(Object.keys(state.rooms), ["b"]);
      assert.equal(state.rooms.b.roomId, roomId);
      assert.deepEqual(
        emulator.rooms().map(({ room_id }) => room_id),
        [roomId],
      );
    }));

  it("applies a changed default only to the rooms that do not override it", () =>
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

  it("replaces a room that the API cannot change, warns in the preview, and keeps the others", async () => {
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

  it("keeps its first declaredAs when the stack and the resource are renamed", () =>
    withSets(async (provider, emulator) => {
      const { inputs, id, state } = await makeSet(provider, timetable);
      await provider.configure(configFor(emulator));
      const renamed = "urn:pulumi:prod::acme::enablex:index:RoomSet::lessons";
      const checked = await provider.check(renamed, timetable, inputs);
      assert.deepEqual(checked.failures, []);
      assert.deepEqual((await provider.diff(renamed, id, state, checked.inputs)).kinds, {});
    }));

  it("updates links after a change of the configuration without a request", () =>
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

  it("is refreshed with one list, including rooms that were changed or deleted elsewhere", () =>
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

  it("keeps an adhoc room after its call if whenEnded is keep", () =>
    withSets(async (provider, emulator) => {
      const support = { participants: 2, kind: "adhoc", whenEnded: "keep" };
      const { inputs, state } = await makeSet(provider, { rooms: { support } });
      emulator.join(state.rooms.support.roomId, { name: "Ada" });
      emulator.leave(state.rooms.support.roomId);
      const now = await provider.read(urn, ID, state, inputs);
      assert.deepEqual(now.state!.rooms, state.rooms);
      await provider.delete(urn, ID, state);
    }));

  it("can have no rooms, and rooms without inputs of their own", () =>
    withSets(async (provider) => {
      const made = await makeSet(provider, { rooms: {} });
      const { update } = await changeSet(provider, made, {
        defaults: { participants: 2 },
        rooms: { art: null },
      });
      assert.equal((await update()).rooms.art.participants, 2);
    }));

  it("cannot be imported or read with get", () =>
    withSets(async (provider) => {
      for (const state of [undefined, {}]) {
        await assert.rejects(provider.read(urn, ID, state), /a room set cannot be imported.*adoptRoomId/);
      }
    }));
});
