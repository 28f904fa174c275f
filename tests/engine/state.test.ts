import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Room } from "pulumi-enablex";
import { Room as NativeRoom } from "pulumi-enablex/native";
import { offerPlugin, type Sandbox } from "../../tools/pulumi/sandbox";
import { failureOf, roomsInState, skipCheckpoints, withEngine } from "../support/engine";

describe("engine: state", () => {
  it("1,000 dynamic rooms take at most 2,000 bytes of state and one create request each", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      skipCheckpoints(sandbox);
      const count = 1_000;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new Room(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      const { resources } = (await dev.exportStack()).deployment;
      assert.equal(resources.filter(({ type }: { type: string }) => type.endsWith(":Room")).length, count);
      const bytes = await bytesOfState(sandbox);
      console.log(`      ${Math.round(bytes / count)} bytes of state a room`);
      assert.ok(bytes / count <= 2_000, `${bytes / count} bytes`);
      assert.equal(emulator.requests.length, count);
      emulator.clearRequests();
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, 0);
      await dev.destroy({ parallel: 100 });
      assert.equal(emulator.requests.length, 2 * count, "one request to check the owner, one to delete");
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("300 native rooms take at most 1,800 bytes of state and one create request each", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      await offerPlugin(sandbox);
      skipCheckpoints(sandbox);
      const count = 300;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new NativeRoom(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      const bytes = await bytesOfState(sandbox);
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
      assert.equal(emulator.requests.length, 2 * count, "one request to check the owner, one to delete");
    }));

  it("refresh and destroy without the installed package fail with Node.js's error that names it", () =>
    withEngine(async ({ stack, sandbox }) => {
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

  it("a renamed stack keeps its rooms", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
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

/** The size of the state of `school/dev`, the same in any checkout: stack frames contain the checkout's path. */
async function bytesOfState({ folder }: Sandbox): Promise<number> {
  const state = await readFile(join(folder, "state", ".pulumi", "stacks", "school", "dev.json"), "utf8");
  return Buffer.byteLength(state.replaceAll(join(__dirname, "../.."), "/checkout"));
}
