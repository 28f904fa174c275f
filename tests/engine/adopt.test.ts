import assert from "node:assert/strict";
import { Room, type RoomArgs } from "pulumi-enablex";
import { behindPulumi, failureOf, onStage, roomsInState, type Stage } from "./stage";

async function existingRoom({ emulator }: Stage): Promise<string> {
  const made = await behindPulumi(emulator, "POST", "/rooms", {
    name: "Board",
    owner_ref: "office",
    settings: { participants: 5 },
    data: { floor: 3 },
  });
  return made.room.room_id;
}

describe("engine: adoption", () => {
  it("takes over a room, changes the rest of it, and a replacement loses no room", () =>
    onStage(async (stage) => {
      const { stack, emulator } = stage;
      const id = await existingRoom(stage);
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
        "what the program does not give is kept",
      );
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 2 });

      const [{ urn }] = await roomsInState(dev);
      const said = await failureOf(dev.up({ replace: [urn] }));
      assert.match(said, /belongs to office\/dev\/board already|would replace room/);
      assert.equal(emulator.rooms()[0]?.room_id, id, "the room is there");
      assert.equal((await roomsInState(dev)).length, 1);

      args = { name: "Board", ownerRef: "office", participants: 7 };
      await dev.up();
      assert.equal(emulator.rooms()[0]?.room_id, id, "taking adoptRoomId out changes no room");
      await dev.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("refuses a room that differs in what cannot be changed, with the differences, and one that does not exist", () =>
    onStage(async (stage) => {
      const { stack, emulator } = stage;
      const id = await existingRoom(stage);
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

  it("refuses another id, or a replacement, while it is set", () =>
    onStage(async (stage) => {
      const { stack } = stage;
      const id = await existingRoom(stage);
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
