import assert from "node:assert/strict";
import { configFor, withRooms } from "../support/plugin";
import { urnOf } from "../support/protocol";

const room = { participants: 2 };

describe("plugin: two resources with the same marker", () => {
  const under = (parent: string, name: string) =>
    `urn:pulumi:dev::acme::${parent}$enablex:index:Room::${name}`;

  it("are rejected: one name under two parents", () =>
    withRooms(async (provider) => {
      assert.deepEqual((await provider.check(under("acme:index:Floor", "lobby"), room)).failures, []);
      // The engine checks a resource twice before it replaces it.
      assert.deepEqual((await provider.check(under("acme:index:Floor", "lobby"), room)).failures, []);
      const { failures } = await provider.check(under("acme:index:House", "lobby"), room);
      assert.match(
        failures[0]!.reason,
        /"lobby" of this program .* declared as acme\/dev\/lobby too.*Choose another name/,
      );
    }));

  it("are rejected: a room a/b and the key b of the set a", () =>
    withRooms(async (provider) => {
      await provider.check(urnOf("floor/lobby"), room);
      const { failures } = await provider.check(urnOf("floor", "enablex:index:RoomSet"), {
        rooms: { lobby: room, attic: room },
      });
      assert.deepEqual(
        failures.map(({ property }) => property),
        ["rooms.lobby"],
      );
    }));

  it("are rejected: a new resource under the name that another one had before its alias", () =>
    withRooms(async (provider) => {
      const { inputs } = await provider.check(urnOf("lobby"), room);
      assert.deepEqual((await provider.check(urnOf("lobby"), room)).failures, []);
      assert.equal((await provider.check(urnOf("entrance"), room, inputs)).failures.length, 1);
    }));

  it("are accepted in different runs", () =>
    withRooms(async (provider, emulator) => {
      await provider.check(under("acme:index:Floor", "lobby"), room);
      await provider.configure(configFor(emulator));
      assert.deepEqual((await provider.check(under("acme:index:House", "lobby"), room)).failures, []);
    }));

  it("are accepted if both are deployed already, but not if one is a new key of a set", () =>
    withRooms(async (provider) => {
      const { inputs } = await provider.check(under("acme:index:Floor", "lobby"), room);
      for (const parent of ["acme:index:Floor", "acme:index:House"]) {
        assert.deepEqual((await provider.check(under(parent, "lobby"), room, inputs)).failures, []);
      }
      const set = urnOf("floor", "enablex:index:RoomSet");
      const old = await provider.check(set, { rooms: { attic: room } });
      const deployed = await provider.check(urnOf("floor/lobby"), room);
      assert.deepEqual((await provider.check(urnOf("floor/lobby"), room, deployed.inputs)).failures, []);
      const { failures } = await provider.check(set, { rooms: { attic: room, lobby: room } }, old.inputs);
      assert.deepEqual(
        failures.map(({ property }) => property),
        ["rooms.lobby"],
      );
    }));
});

describe("plugin: a key that adopts the room of another key in its set", () => {
  const urn = urnOf("timetable", "enablex:index:RoomSet");
  it("is rejected, unless the other key is removed", () =>
    withRooms(async (provider) => {
      const { inputs } = await provider.check(urn, { rooms: { old: room } });
      const { state } = await provider.create(urn, inputs);
      const adoption = {
        ...room,
        name: "old",
        ownerRef: "office",
        adoptRoomId: state.rooms.old.roomId.toUpperCase(),
      };
      const both = await provider.check(urn, { rooms: { old: room, fresh: adoption } }, inputs);
      await assert.rejects(
        provider.diff(urn, "acme/dev/timetable", state, both.inputs),
        /rooms\.fresh\.adoptRoomId: room .* already belongs to rooms\.old/,
      );
      const moved = await provider.check(urn, { rooms: { fresh: adoption } }, inputs);
      assert.equal((await provider.diff(urn, "acme/dev/timetable", state, moved.inputs)).changes, true);
    }));
});
