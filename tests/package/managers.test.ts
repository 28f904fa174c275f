import assert from "node:assert/strict";
import { join } from "node:path";
import { installedBy, type Manager } from "./install";
import { manifest, succeeds } from "./packed";
import { programs, runs } from "./programs";

for (const manager of ["pnpm", "Yarn 1", "Yarn 4"] satisfies Manager[])
  describe(`the package as ${manager} installs it`, () => {
    let folder: string;
    before(async () => {
      folder = await installedBy(manager);
    });

    for (const [file, text] of Object.entries(programs))
      it(`makes a room in ${file}`, async () => {
        assert.equal(await runs(folder, file, text), `${process.version} Stand-up`);
      });

    it("has its command", async () => {
      const { stdout } = await succeeds(join(folder, "node_modules/.bin/pulumi-enablex"), ["--version"]);
      assert.equal(stdout.trim(), manifest.version);
    });
  });
