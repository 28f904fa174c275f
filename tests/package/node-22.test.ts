import assert from "node:assert/strict";
import { join } from "node:path";
import { startProcess } from "../plugin/process";
import { installedBy, installNode } from "../support/install";
import { manifest, succeeds } from "../support/packed";
import { programs, runs } from "./programs";

describe("installed package on Node.js 22", () => {
  let folder: string;
  let node: string;
  before(async () => {
    folder = await installedBy("npm");
    node = await installNode(22);
  });

  for (const [file, text] of Object.entries(programs))
    it(`${file} imports the package and creates a room`, async () => {
      assert.match(await runs(folder, file, text, node), /^v22\.\d+\.\d+ Stand-up$/);
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
