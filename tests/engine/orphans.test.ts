import assert from "node:assert/strict";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Room } from "pulumi-enablex";
import { run } from "../../tools/pulumi/run";
import { behindPulumi, type EngineFixture, withEngine, yamlProject } from "../support/engine";
import { orphans } from "./run-orphans";

const program = async () => {
  new Room("standup", { participants: 8, name: "Daily stand-up" });
  new Room("lobby", { participants: 3 });
};

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

describe("pulumi-enablex orphans", () => {
  it("orphans finds the rooms of a lost state, says how to recover them, and deletes the given ones", () =>
    withEngine(async (fixture) => {
      const { stack, emulator } = fixture;
      const dev = await stack("rooms", program);
      await dev.up();
      await behindPulumi(emulator, "POST", "/rooms", {
        name: "Somebody else's",
        owner_ref: "rooms/dev/lobby",
        settings: { participants: 3 },
      });
      const none = await orphans(fixture);
      assert.equal(none.code, 0, none.stderr);
      assert.match(none.stdout, /No orphans/);

      const state = await dev.exportStack();
      state.deployment.resources = state.deployment.resources.filter(
        ({ urn }: { urn: string }) => !urn.endsWith("::standup"),
      );
      await dev.importStack(state);
      const orphan = emulator.rooms().find(({ name }) => name === "Daily stand-up");
      const one = await orphans(fixture);
      assert.equal(one.code, 1);
      assert.match(
        one.stdout,
        new RegExp(`${orphan?.room_id} {2}"Daily stand-up" {2}created 0 min ago, empty`),
      );
      assert.match(one.stdout, new RegExp(`pulumi import enablex:index:Room standup ${orphan?.room_id}`));
      assert.match(
        one.stdout,
        /dynamic form: npx pulumi-enablex orphans --stack dev --adopt-file adopt\.json [0-9a-f]{24}\n/,
      );
      assert.ok(!`${one.stdout}${one.stderr}`.includes(emulator.appKey));

      const [listed] = JSON.parse((await orphans(fixture, "--json")).stdout);
      assert.equal(listed.roomId, orphan?.room_id);
      assert.equal(listed.resource, "standup");

      const unasked = await orphans(fixture, "--delete", orphan!.room_id);
      assert.equal(unasked.code, 2);
      assert.match(unasked.stderr, /Cannot confirm without a terminal/);
      const young = await orphans(fixture, "--delete", "--all", "--yes");
      assert.match(
        young.stdout,
        /^Kept 1 room that left a state.*\nNo orphan is older than 1h; 0 are younger/,
      );
      const known = emulator.rooms().find(({ name }) => name === "lobby")!;
      assert.match((await orphans(fixture, "--delete", known.room_id, "--yes")).stderr, /is not an orphan/);
      assert.equal(emulator.rooms().length, 3);

      const deleted = await orphans(fixture, "--delete", orphan!.room_id, "--yes");
      assert.equal(deleted.code, 0, deleted.stderr);
      assert.deepEqual(
        emulator
          .rooms()
          .map(({ name }) => name)
          .sort(),
        ["Somebody else's", "lobby"],
      );
    }));

  it("orphans marks duplicates, counts people inside, and deletes nothing while the stack is locked", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, sandbox } = fixture;
      const dev = await stack("rooms", program);
      await dev.up();
      const standup = emulator.rooms().find(({ name }) => name === "Daily stand-up")!;
      const twin = await behindPulumi(emulator, "POST", "/rooms", {
        name: standup.name,
        owner_ref: standup.owner_ref,
        settings: { participants: 8 },
        data: standup.data,
      });
      const id: string = twin.room.room_id;
      emulator.join(id);
      const { stdout } = await orphans(fixture);
      assert.match(
        stdout,
        new RegExp(`${id}.*1 in the room\\n.*a duplicate: the state contains room ${standup.room_id}`),
      );

      const locks = join(sandbox.folder, "state", ".pulumi", "locks", "organization", "rooms", "dev");
      await mkdir(locks, { recursive: true });
      const lock = join(locks, "other.json");
      await writeFile(lock, "{}");
      const locked = await orphans(fixture, "--delete", id, "--yes");
      assert.equal(locked.code, 2);
      assert.match(locked.stderr, /is locked: a run may be creating rooms/);
      await rm(lock);

      const busy = await orphans(fixture, "--delete", id, "--yes");
      assert.equal(busy.code, 1);
      assert.match(busy.stderr, new RegExp(`Deleting room ${id} failed.*HTTP 409`));
      emulator.leave(id);
      assert.equal((await orphans(fixture, "--delete", id, "--yes")).code, 0);
      assert.equal(emulator.rooms().length, 2);
    }));

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

  it("orphans exits with 2 and names explicit providers whose accounts it did not search", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const { appId, appKey } = emulator;
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      await write(
        `resources: { default_eu: { type: pulumi:providers:enablex, properties: { appId: "${appId}", appKey: "${appKey}" } } }`,
      );
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const { code, stderr } = await orphans(fixture);
      assert.equal(code, 2);
      assert.match(stderr, /the accounts of the program's own providers default_eu were not checked/);
    }));

  it("orphans --file reads an export and requires --unlocked to delete", () =>
    withEngine(async (fixture) => {
      const { stack, emulator, sandbox } = fixture;
      const dev = await stack("rooms", program);
      await dev.up();
      const state = await dev.exportStack();
      const rooms = state.deployment.resources;
      state.deployment.resources = rooms.filter(({ urn }: { urn: string }) => !urn.endsWith("::lobby"));
      const file = join(sandbox.folder, "export.json");
      await writeFile(file, JSON.stringify(state));
      Object.assign(sandbox.env, {
        ENABLEX_API_URL: emulator.apiUrl,
        ENABLEX_APP_ID: emulator.appId,
        ENABLEX_APP_KEY: emulator.appKey,
      });
      const found = await orphans(fixture, "--file", file);
      assert.match(
        found.stdout,
        /1 room has the marker of rooms\/dev.*past states cannot be read/,
        found.stderr,
      );
      const id = emulator.rooms().find(({ name }) => name === "lobby")!.room_id;
      const refused = await orphans(fixture, "--file", file, "--delete", id, "--yes");
      assert.match(refused.stderr, /then pass --unlocked/);
      const all = await orphans(
        fixture,
        "--file",
        file,
        "--delete",
        "--all",
        "--older-than",
        "0s",
        "--unlocked",
        "--yes",
      );
      assert.equal(all.code, 2);
      assert.match(
        all.stderr,
        /Nothing was deleted: past states cannot be read.*pass the ids: --delete <id>/,
      );
      assert.equal((await orphans(fixture, "--file", file, "--delete", id, "--yes", "--unlocked")).code, 0);
      assert.equal(emulator.rooms().length, 1);
      assert.equal((await orphans(fixture, "--file", "/no/such.json")).code, 2);
    }));
});
