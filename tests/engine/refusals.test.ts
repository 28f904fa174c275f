import assert from "node:assert/strict";
import { Room, type RoomArgs } from "pulumi-enablex";
import { behindPulumi, failureOf, roomsInState, withEngine } from "../support/engine";

const other = { appId: `${"a".repeat(20)}beef`, appKey: "B".repeat(36) };

describe("engine: rejected programs", () => {
  it("an invalid room fails the preview with every path, value, rule and fix", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("class", {
          kind: "scheduled",
          scheduledTime: "2026-12-01 09:00:00",
          participants: 0,
          quality: "4K",
          partcipants: 8,
          customData: { secret: "do-not-repeat", pulumiEnablex: "x" },
          hlsViewUrl: "http://do-not-repeat",
          description: ["do-not-repeat"],
        } as unknown as RoomArgs);
      });
      const said = await failureOf(dev.preview());
      for (const part of [
        "scheduledTime: 2026-12-01 09:00:00 has no time zone; write 2026-12-01T09:00:00+05:30 or …Z",
        "durationMinutes: is required for a scheduled room",
        "participants: 0 is less than 1",
        "quality: 4K is not one of HD, SD, LD",
        "partcipants: is not an input; did you mean participants?",
        "customData.pulumiEnablex: is reserved",
        "hlsViewUrl: the value is neither DEFAULT nor an https URL",
        "description: the value is not valid; write a string",
      ]) {
        assert.ok(said.includes(part), `${part}\n— is missing in —\n${said}`);
      }
      assert.doesNotMatch(said, /do-not-repeat|\n\s+at .*\(/);
      assert.deepEqual(emulator.requests, []);
    }));

  it("missing configuration fails the preview with each key, its variable and where to find the value", () =>
    withEngine(async ({ sandbox }) => {
      const dev = await sandbox.stack("rooms", "dev", async () => {
        new Room("standup", { participants: 8 });
      });
      const said = await failureOf(dev.preview());
      for (const [key, variable] of Object.entries({
        "enablex:appId": "ENABLEX_APP_ID",
        "enablex:appKey": "ENABLEX_APP_KEY",
        "enablex:subdomain": "ENABLEX_SUBDOMAIN",
      })) {
        assert.match(said, new RegExp(`${key} is not set.*${variable}.*portal\\.enablex\\.io`));
      }
    }));

  it("plain http to another host is rejected", () =>
    withEngine(async ({ stack }) => {
      const dev = await stack(
        "rooms",
        async () => {
          new Room("standup", { participants: 8 });
        },
        { "enablex:apiUrl": { value: "http://api.example.com/video/v1" } },
      );
      assert.match(await failureOf(dev.preview()), /enablex:apiUrl: .* is plain http, which is refused/);
    }));

  it("wrong credentials fail, and no room counts as deleted because of them", () =>
    withEngine(async ({ stack, emulator }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 });
      });
      await dev.up();
      await dev.setConfig("enablex:appKey", { value: "C".repeat(36), secret: true });
      const said = await failureOf(dev.refresh({ runProgram: true }));
      assert.match(said, /rejected the credentials.*enablex:appKey.*pulumi up.*--run-program/s);
      assert.ok(!said.includes("C".repeat(36)));
      assert.equal((await roomsInState(dev)).length, 1);
      assert.equal(emulator.rooms().length, 1);
    }));

  it("credentials of another project fail, naming both projects, and change neither rooms nor state", () =>
    withEngine(
      async ({ stack, emulator }) => {
        let participants = 8;
        const dev = await stack("rooms", async () => {
          new Room("standup", { participants });
        });
        await dev.up();
        await dev.setConfig("enablex:appId", { value: other.appId, secret: true });
        await dev.setConfig("enablex:appKey", { value: other.appKey, secret: true });
        participants = 9;
        for (const command of [
          () => dev.up(),
          () => dev.refresh({ runProgram: true }),
          () => dev.destroy({ runProgram: true }),
        ]) {
          assert.match(await failureOf(command()), /belongs to the project with App ID …0504/);
        }
        assert.equal((await roomsInState(dev)).length, 1);
        assert.equal(emulator.rooms()[0]?.settings.participants, "8");
        assert.deepEqual(emulator.rooms(other.appId), []);
      },
      { accounts: [other] },
    ));

  it("an update of a deleted room fails with its id and recommends pulumi refresh", () =>
    withEngine(async ({ stack, emulator }) => {
      let participants = 8;
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants });
      });
      await dev.up();
      const id = emulator.rooms()[0]?.room_id;
      await behindPulumi(emulator, "DELETE", `/rooms/${id}`);
      participants = 9;
      assert.match(await failureOf(dev.up()), new RegExp(`Updating room ${id} failed.*pulumi refresh`, "s"));
    }));

  it("pulumi import of a dynamic Room fails and recommends adoptRoomId", () =>
    withEngine(async ({ stack }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 }, { import: "60af1c2e5f8b9a0012345678" });
      });
      assert.match(await failureOf(dev.preview()), /adoptRoomId: "60af1c2e5f8b9a0012345678"/);
    }));
});
