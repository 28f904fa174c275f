import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Room, type RoomArgs } from "pulumi-enablex";
import { RoomSet } from "pulumi-enablex/native";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { type EngineFixture, withEngine, yamlProject } from "../support/engine";
import { orphans } from "./run-orphans";

const loseState = ({ sandbox }: EngineFixture) =>
  rm(join(sandbox.folder, "state", ".pulumi", "stacks"), { recursive: true });

const changesIn = ({ requests }: { requests: readonly { method: string }[] }) =>
  requests.map(({ method }) => method).filter((method) => method !== "GET");

describe("engine: lost state", () => {
  it("orphans --adopt-file recovers dynamic Rooms and a RoomSet under the same resource names", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, sandbox } = fixture;
      await offerPlugin(sandbox);
      let adopt: Record<string, Partial<RoomArgs>> = {};
      const program = async () => {
        new Room("standup", {
          name: "Daily stand-up",
          participants: 8,
          customData: { floor: 3 },
          ...adopt.standup,
        });
        new Room("lobby", { participants: 3, ...adopt.lobby });
        new RoomSet("timetable", {
          rooms: { "math-101": { participants: 30, ...adopt["timetable/math-101"] } },
        });
      };
      await (await stack("rooms", program)).up();
      const before = emulator.rooms();
      await loseState(fixture);
      const dev = await stack("rooms", program);

      const unasked = await orphans(fixture, "--adopt-file", "adopt.json");
      assert.equal(unasked.code, 2, unasked.stdout);
      assert.deepEqual(emulator.rooms(), before);
      const written = await orphans(fixture, "--adopt-file", "adopt.json", "--yes");
      assert.equal(written.code, 0, written.stderr);
      adopt = JSON.parse(await readFile(join(sandbox.folder, "rooms", "adopt.json"), "utf8"));
      assert.deepEqual(Object.keys(adopt), ["lobby", "standup", "timetable/math-101"]);
      const again = await orphans(fixture, "--adopt-file", "adopt.json", "--yes");
      assert.equal(again.code, 0, again.stderr);
      assert.deepEqual(
        JSON.parse(await readFile(join(sandbox.folder, "rooms", "adopt.json"), "utf8")),
        adopt,
      );

      emulator.clearRequests();
      const up = await dev.up();
      assert.deepEqual(changesIn(emulator), ["PATCH", "PATCH", "PATCH"], "no room is created");
      assert.doesNotMatch(up.stdout + up.stderr, /marker/);
      const shown = (rooms: typeof before) =>
        rooms.map(({ room_id, name, data }) => [room_id, name, { ...(data as object), pulumiEnablex: "" }]);
      assert.deepEqual(shown(emulator.rooms()), shown(before));

      adopt = {};
      emulator.clearRequests();
      await dev.up();
      assert.deepEqual(changesIn(emulator), []);
      assert.deepEqual((await dev.up()).summary.resourceChanges, { same: 4 });
      await dev.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("orphans --import-file and pulumi import recover native Rooms", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      await write(`resources:
  standup: { type: enablex:Room, properties: { name: Daily stand-up, participants: 8 } }
  lobby: { type: enablex:Room, properties: { participants: 3 } }
`);
      assert.equal((await pulumi("up", "--yes", "--skip-preview")).code, 0);
      const before = emulator.rooms();
      await loseState(fixture);
      assert.equal((await pulumi("stack", "init", "dev")).code, 0);
      const written = await orphans(fixture, "--import-file", "rooms.json");
      assert.equal(written.code, 0, written.stderr);
      assert.match(written.stdout, /pulumi import --file rooms\.json --stack dev/);
      const imported = await pulumi("import", "--file", "rooms.json", "--yes", "--protect=false");
      assert.equal(imported.code, 0, imported.stdout + imported.stderr);
      assert.equal((await pulumi("up", "--yes", "--skip-preview")).code, 0);
      assert.deepEqual(
        emulator.rooms().map(({ room_id }) => room_id),
        before.map(({ room_id }) => room_id),
      );
    }));
});
