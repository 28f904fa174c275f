import assert from "node:assert/strict";
import { mkdir, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Room } from "pulumi-enablex";
import { Room as NativeRoom } from "pulumi-enablex/native";
import { offerPlugin, type Sandbox } from "../../tools/pulumi/sandbox";
import { failureOf, onStage, roomsInState } from "./stage";

describe("engine: state", () => {
  it("of 1,000 rooms is at most 2,000 bytes each, and one request creates each", () =>
    onStage(async ({ stack, emulator, sandbox }) => {
      skipCheckpoints(sandbox);
      const count = 1_000;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new Room(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      const { resources } = (await dev.exportStack()).deployment;
      assert.equal(resources.filter(({ type }: { type: string }) => type.endsWith(":Room")).length, count);
      const file = join(sandbox.folder, "state", ".pulumi", "stacks", "school", "dev.json");
      const bytes = (await stat(file)).size;
      console.log(`      ${Math.round(bytes / count)} bytes of state a room`);
      assert.ok(bytes / count <= 2_000, `${bytes / count} bytes`);
      assert.equal(emulator.requests.length, count);
      emulator.clearRequests();
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, 0);
      await dev.destroy({ parallel: 100 });
      assert.equal(emulator.requests.length, 2 * count, "a look at the owner, and the deletion");
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("of 300 rooms of the native form is at most 1,800 bytes each, and one request creates each", () =>
    onStage(async ({ stack, emulator, sandbox }) => {
      await offerPlugin(sandbox);
      skipCheckpoints(sandbox);
      const count = 300;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new NativeRoom(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      const bytes = (await stat(join(sandbox.folder, "state", ".pulumi", "stacks", "school", "dev.json")))
        .size;
      console.log(`      ${Math.round(bytes / count)} bytes of state a room`);
      assert.ok(bytes / count <= 1_800, `${bytes / count} bytes`);
      assert.equal(emulator.requests.length, count);
      emulator.clearRequests();
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, 0);
      await dev.refresh({ parallel: 100 });
      assert.ok(emulator.requests.length <= count / 10, `${emulator.requests.length} requests`);
      emulator.clearRequests();
      await dev.destroy({ parallel: 100 });
      assert.equal(emulator.requests.length, 2 * count, "a look at the owner, and the deletion");
    }));

  it("of rooms without the package in the program's folder: Node's error names it", () =>
    onStage(async ({ stack, sandbox }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 });
      });
      await dev.up();
      const modules = join(sandbox.folder, "node_modules");
      await rm(modules);
      await mkdir(join(modules, "@pulumi"), { recursive: true });
      const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
      await symlink(sdk, join(modules, "@pulumi", "pulumi"), "junction");
      for (const command of [() => dev.refresh(), () => dev.destroy()]) {
        assert.match(await failureOf(command()), /Cannot find module 'pulumi-enablex\/dynamic'/);
      }
      assert.equal((await roomsInState(dev)).length, 1);
    }));

  it("of a renamed stack keeps its rooms", () =>
    onStage(async ({ stack, emulator, sandbox }) => {
      const program = async () => {
        new Room("standup", { participants: 8 });
      };
      const dev = await stack("rooms", program);
      await dev.up();
      const before = emulator.rooms();
      await dev.rename({ stackName: "prod" });
      const prod = await sandbox.stack("rooms", "prod", program);
      assert.deepEqual((await prod.up()).summary.resourceChanges, { same: 2 });
      assert.deepEqual(emulator.rooms(), before);
    }));
});

/** The engine then writes the state once: what is measured is its size, not the time of its writing. */
function skipCheckpoints({ env }: Sandbox): void {
  env.PULUMI_EXPERIMENTAL = "true";
  env.PULUMI_SKIP_CHECKPOINTS = "true";
}
