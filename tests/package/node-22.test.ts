import assert from "node:assert/strict";
import { join } from "node:path";
import { startProcess } from "../plugin/process";
import { installedBy, installNode } from "../support/install";
import { manifest, succeeds } from "../support/packed";
import { programs, runs } from "./programs";

describe("the installed package on Node 22", () => {
  let folder: string;
  let node: string;
  before(async () => {
    folder = await installedBy("npm");
    node = await installNode(22);
  });

  for (const [file, text] of Object.entries(programs))
    it(`makes a room in ${file}`, async () => {
      assert.match(await runs(folder, file, text, node), /^v22\.\d+\.\d+ Stand-up$/);
    });

  const command = (name: string) => join(folder, "node_modules", manifest.name, manifest.bin[name]!);

  it("has its command", async () => {
    const { stdout } = await succeeds(node, [command("pulumi-enablex"), "--version"]);
    assert.equal(stdout.trim(), manifest.version);
  });

  it("has its plugin, which tells its port", async () => {
    await using plugin = await startProcess([command("pulumi-resource-enablex")], {}, node);
    assert.ok(plugin.port > 0);
  });
});
