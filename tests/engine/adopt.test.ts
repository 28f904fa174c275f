import assert from "node:assert/strict";
import { Room, type RoomArgs } from "pulumi-enablex";
import { behindPulumi, type EngineFixture, failureOf, roomsInState, withEngine } from "../support/engine";

async function existingRoom({ emulator }: EngineFixture): Promise<string> {
  const made = await behindPulumi(emulator, "POST", "/rooms", {
    name: "Board",
    owner_ref: "office",
    settings: { participants: 5 },
    data: { floor: 3 },
  });
  return made.room.room_id;
}

describe("engine: adoption", () => {
  it("adoptRoomId takes over a room, updates its other settings, and a replacement deletes no room", () =>
    withEngine(async (fixture) => {
      const { stack, emulator } = fixture;
      const id = await existingRoom(fixture);
      let args: RoomArgs = { adoptRoomId: id, name: "Board", ownerRef: "office", participants: 7 };
      const dev = await stack("office", async () => {
        new Room("board", args);
      });
      await dev.up();
      const [room] = emulator.rooms();
      assert.equal(emulator.rooms().length, 1);
      assert.equal(room?.room_id, id);
      assert.equal(room?.settings.participants, "7");
      assert.equal(
        (room as { data: { floor: number } } | undefined)?.data.floor,
        3,
        "what the program omits is kept",
      );
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 2 });

      const [{ urn }] = await roomsInState(dev);
      const said = await failureOf(dev.up({ replace: [urn] }));
      assert.match(said, /already belongs to office\/dev\/board|would replace the adopted room/);
      assert.equal(emulator.rooms()[0]?.room_id, id, "the room still exists");
      assert.equal((await roomsInState(dev)).length, 1);

      args = { name: "Board", ownerRef: "office", participants: 7 };
      await dev.up();
      assert.equal(emulator.rooms()[0]?.room_id, id, "removing adoptRoomId changes no room");
      await dev.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("adoptRoomId rejects a room with other fixed settings, listing them, and a room that does not exist", () =>
    withEngine(async (fixture) => {
      const { stack, emulator } = fixture;
      const id = await existingRoom(fixture);
      let args: RoomArgs = {
        adoptRoomId: id,
        name: "B",
        ownerRef: "o",
        participants: 5,
        kind: "adhoc",
        mode: "lecture",
      };
      const dev = await stack("office", async () => {
        new Room("board", args);
      });
      const before = emulator.rooms();
      const said = await failureOf(dev.up());
      assert.match(said, /kind: the room has permanent, the program adhoc; mode: the room has group/);
      args = { ...args, adoptRoomId: "60af1c2e5f8b9a0012345678" };
      assert.match(
        await failureOf(dev.up()),
        /Adopting room 60af1c2e5f8b9a0012345678 failed: it does not exist/,
      );
      args = { adoptRoomId: id, participants: 5 };
      assert.match(await failureOf(dev.preview()), /name: is required with adoptRoomId/);
      assert.deepEqual(emulator.rooms(), before);
    }));

  it("adoptRoomId rejects a different id and a replacement while it is set", () =>
    withEngine(async (fixture) => {
      const { stack } = fixture;
      const id = await existingRoom(fixture);
      let args: RoomArgs = { adoptRoomId: id, name: "Board", ownerRef: "office", participants: 5 };
      const dev = await stack("office", async () => {
        new Room("board", args);
      });
      await dev.up();
      args = { ...args, adoptRoomId: "60af1c2e5f8b9a0012345678" };
      assert.match(await failureOf(dev.preview()), /cannot adopt another one.*Remove adoptRoomId/s);
      args = { ...args, adoptRoomId: id, mode: "lecture" };
      assert.match(await failureOf(dev.preview()), /changing mode would replace the adopted room .*Remove/s);
    }));
});
