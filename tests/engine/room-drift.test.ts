import assert from "node:assert/strict";
import { Room } from "pulumi-enablex";
import { behindPulumi, withEngine } from "../support/engine";

describe("engine: drift of rooms", () => {
  it("refresh shows drift of a room, and the next up fixes it", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8, description: "Daily" });
      });
      await dev.up();
      const id = emulator.rooms()[0]?.room_id;
      await behindPulumi(emulator, "PATCH", `/rooms/${id}`, { settings: { participants: 3, knock: true } });
      assert.match((await dev.refresh()).stdout, /~ 1 updated/);
      const preview = await dev.preview({ diff: true });
      assert.match(preview.stdout, /~ participants: 3 => 8/);
      assert.doesNotMatch(preview.stdout, /knock/, "what the program does not give is no drift");
      await dev.up();
      assert.equal(emulator.rooms()[0]?.settings.participants, "8");
    }));

  it("refresh removes a deleted room from the state, and the next up creates it again", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 });
      });
      await dev.up();
      await behindPulumi(emulator, "DELETE", `/rooms/${emulator.rooms()[0]?.room_id}`);
      const refreshed = await dev.refresh();
      assert.equal(refreshed.summary.resourceChanges?.delete, 1);
      assert.match(refreshed.stdout, /no longer exists/);
      await dev.up();
      assert.equal(emulator.rooms().length, 1);
    }));
});
