import assert from "node:assert/strict";
import { join } from "node:path";
import { run } from "../../tools/pulumi/run";
import { installedBy, installNode } from "../support/install";
import { manifest, succeeds } from "../support/packed";
import { pluginFile, startProcess } from "../support/plugin";
import { programs, runs } from "./programs";

for (const major of [22, 24]) {
  describe(`installed package on Node.js ${major}`, () => {
    let folder: string;
    let node: string;
    before(async () => {
      folder = await installedBy("npm");
      node = await installNode(major);
    });

    for (const [file, text] of Object.entries(programs))
      it(`${file} imports the package and creates a room`, async () => {
        assert.match(await runs(folder, file, text, node), new RegExp(`^v${major}\\.\\d+\\.\\d+ Stand-up$`));
      });

    const command = (name: string) => join(folder, "node_modules", manifest.name, manifest.bin[name]!);

    it("the command pulumi-enablex runs", async () => {
      const { stdout } = await succeeds(node, [command("pulumi-enablex"), "--version"]);
      assert.equal(stdout.trim(), manifest.version);
    });

    it("the plugin starts and prints its port", async () => {
      await using plugin = await startProcess([command("pulumi-resource-enablex")], {}, node);
      assert.ok(plugin.port > 0);
    });
  });
}

// The npm package of Node.js 10 does not exist for every platform.
if (process.platform === "linux") {
  describe("plugin on Node.js 10, which cannot parse current syntax", () => {
    it("exits with one line that names the required version", async () => {
      const node = await installNode(10);
      const { code, stdout, stderr } = (await run(node, [pluginFile]))!;
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^pulumi-enablex needs Node\.js 20\.19 or later, but \/\S+ is v10\.\d+\.\d+\. Install Node\.js 22 or later, or put it first on PATH\.\n$/,
      );
    });
  });
}
