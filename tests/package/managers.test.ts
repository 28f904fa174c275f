import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { withEngine } from "../support/engine";
import { installedBy, type Manager } from "../support/install";
import { manifest, succeeds } from "../support/packed";
import { programs, runs } from "./programs";

for (const manager of ["pnpm", "Yarn 1", "Yarn 4"] satisfies Manager[])
  describe(`package installed by ${manager}`, () => {
    let folder: string;
    before(async () => {
      folder = await installedBy(manager);
    });

    for (const [file, text] of Object.entries(programs))
      it(`${file} imports the package and creates a room`, async () => {
        assert.equal(await runs(folder, file, text), `${process.version} Stand-up`);
      });

    it("the package installs the command pulumi-enablex", async () => {
      const { stdout } = await succeeds(join(folder, "node_modules/.bin/pulumi-enablex"), ["--version"]);
      assert.equal(stdout.trim(), manifest.version);
    });
  });

describe("package installed by pnpm, which hides transitive dependencies", () => {
  it("a deployment finds the provider and its dependencies", () =>
    withEngine(async (fixture) => {
      const folder = await installedBy("pnpm");
      const { Room } = createRequire(join(folder, "program.js"))("pulumi-enablex");
      // The engine starts the provider in the project's folder, and it resolves packages from there.
      const project = join(fixture.sandbox.folder, "meetings");
      await mkdir(project);
      await symlink(join(folder, "node_modules"), join(project, "node_modules"), "junction");
      const stack = await fixture.stack("meetings", async () => {
        new Room("standup", { participants: 8 });
      });
      await stack.up();
      assert.equal(fixture.emulator.rooms().length, 1);
      await stack.destroy();
      assert.deepEqual(fixture.emulator.rooms(), []);
    }));
});
