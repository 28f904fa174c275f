import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Room } from "pulumi-enablex";
import { run } from "../../tools/pulumi/run";
import { behindPulumi, type EngineFixture, withEngine } from "../support/engine";
import { orphans, program } from "./run-orphans";

/** Puts a `pulumi` first on PATH that returns an older state for this many exports, and runs all else. */
async function returnOlderState(
  { sandbox, engine }: Pick<EngineFixture, "sandbox" | "engine">,
  times: number,
  older: string,
): Promise<void> {
  const folder = join(sandbox.folder, "older");
  await mkdir(folder);
  await writeFile(join(folder, "state.json"), older);
  await writeFile(join(folder, "left"), String(times));
  const script = `#!/bin/sh
left=$(cat "${folder}/left")
if [ "$1 $2" = "stack export" ] && [ "$left" -gt 0 ]; then
  echo $((left - 1)) > "${folder}/left"
  exec cat "${folder}/state.json"
fi
exec "${engine.command}" "$@"
`;
  await writeFile(join(folder, "pulumi"), script);
  await chmod(join(folder, "pulumi"), 0o755);
  sandbox.env.PATH = [folder, sandbox.env.PATH].join(delimiter);
}

describe("pulumi-enablex orphans: rooms that it keeps", () => {
  it("orphans --delete --all keeps a retained room, even after stack rm; --delete <id> deletes it", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, engine, sandbox } = fixture;
      sandbox.env.PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS = "false";
      let declare = () => {
        new Room("standup", { participants: 8 }, { retainOnDelete: true });
      };
      const dev = await stack("rooms", async () => declare());
      await dev.up();
      const [retained] = emulator.rooms();
      const twin = await behindPulumi(emulator, "POST", "/rooms", {
        name: retained!.name,
        owner_ref: retained!.owner_ref,
        settings: { participants: 8 },
        data: retained!.data,
      });
      declare = () => {};
      await dev.up();
      const where = { cwd: join(sandbox.folder, "rooms"), env: sandbox.env };
      const removed = await run(engine.command, ["stack", "rm", "dev", "--force", "--yes"], where);
      assert.equal(removed?.code, 0, removed?.stderr);
      await stack("rooms", async () => {});
      const { stdout } = await orphans(fixture);
      assert.match(
        stdout,
        new RegExp(
          `1 room has the marker of rooms/dev and is in no state, current or past.\\n\\n.*${twin.room.room_id}`,
        ),
      );
      assert.match(
        stdout,
        new RegExp(
          `1 room left a state.*\\n\\n.*${retained!.room_id}.*\\n.*last in rooms/dev on 20.* UTC, as standup`,
        ),
      );
      const all = await orphans(fixture, "--delete", "--all", "--older-than", "0s", "--yes");
      assert.equal(all.code, 0, all.stderr);
      assert.match(all.stdout, /Kept 1 room that left a state/);
      assert.deepEqual(
        emulator.rooms().map(({ room_id }) => room_id),
        [retained!.room_id],
      );
      assert.equal((await orphans(fixture, "--delete", retained!.room_id, "--yes")).code, 0);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("orphans --delete --all keeps rooms in the state of another project", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, engine, sandbox } = fixture;
      await (await stack("rooms", program)).up();
      await (await stack("other", async () => {})).up();
      const where = { cwd: join(sandbox.folder, "rooms"), env: sandbox.env };
      const urn = "urn:pulumi:dev::rooms::pulumi-nodejs:dynamic/enablex:Room::standup";
      const ends = ["--source", "organization/rooms/dev", "--dest", "organization/other/dev"];
      const moved = await run(engine.command, ["state", "move", ...ends, urn, "--yes"], where);
      assert.equal(moved?.code, 0, `${moved?.stdout}${moved?.stderr}`);
      const none = await orphans(fixture, "--delete", "--all", "--older-than", "0s", "--yes");
      assert.equal(emulator.rooms().length, 2);
      assert.equal(none.code, 0, none.stderr);
      assert.match(none.stderr, /Reading the states of 2 stacks/);
    }));

  it("orphans keeps the rooms of a renamed stack when a new stack has its old name", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, engine, sandbox } = fixture;
      await (await stack("rooms", program)).up();
      const where = { cwd: join(sandbox.folder, "rooms"), env: sandbox.env };
      const renamed = await run(engine.command, ["stack", "rename", "prod", "--stack", "dev"], where);
      assert.equal(renamed?.code, 0, renamed?.stderr);
      await stack("rooms", async () => {});
      const none = await orphans(fixture);
      assert.equal(none.code, 0, none.stdout + none.stderr);
      assert.match(
        (await orphans(fixture, "--delete", "--all", "--older-than", "0s", "--yes")).stdout,
        /No orphan/,
      );
      assert.equal(emulator.rooms().length, 2);
    }));

  it("orphans --delete rereads the states and keeps a room that a run added meanwhile", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, engine, sandbox } = fixture;
      const dev = await stack("rooms", program);
      await dev.up();
      const state = await dev.exportStack();
      const rooms = state.deployment.resources;
      state.deployment.resources = rooms.filter(({ urn }: { urn: string }) => !urn.endsWith("::lobby"));
      // The search reads the state twice: for the stack, and for all stacks of the project.
      await returnOlderState({ sandbox, engine }, 2, JSON.stringify(state));
      const id = emulator.rooms().find(({ name }) => name === "lobby")!.room_id;
      const kept = await orphans(fixture, "--delete", id, "--yes");
      assert.match(kept.stdout, new RegExp(`Kept ${id} "lobby": a state contains it now`), kept.stderr);
      assert.equal(emulator.rooms().length, 2);
    }));
});
