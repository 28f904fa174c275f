import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { behindPulumi, withEngine, yamlProject } from "../support/engine";
import { orphans, program } from "./run-orphans";

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
