import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Room, type RoomArgs } from "pulumi-enablex";
import { failureOf, onStage, type Stage } from "../engine/stage";
import { blocksOf, pages } from "./pages";

describe("docs/guides/policies.md", () => {
  it("has a pack that stops a room without a lobby, and two rooms of one name, before anything is made", () =>
    onStage(async (stage) => {
      const policyPacks = [await packOf(stage)];
      const rooms: Record<string, RoomArgs> = { standup: { participants: 8 } };
      const stack = await stage.stack("meetings", async () => {
        for (const [name, args] of Object.entries(rooms)) new Room(name, args);
      });

      const lobby = await failureOf(stack.up({ policyPacks }));
      assert.match(lobby, /\[mandatory\]\s+rooms-wait-for-their-host/);
      assert.match(lobby, /standup: write waitForModerator: true or knock: true\./);
      assert.match(lobby, /\[advisory\]\s+rooms-are-protected/);
      assert.deepEqual(stage.emulator.rooms(), []);

      rooms.standup = { participants: 8, knock: true };
      rooms.other = { participants: 8, waitForModerator: true, name: "standup" };
      const names = await failureOf(stack.preview({ policyPacks }));
      assert.match(names, /room-names-differ.*Several rooms have the name standup\./s);
      assert.doesNotMatch(names, /rooms-wait-for-their-host/);
      assert.deepEqual(stage.emulator.rooms(), []);

      delete rooms.other;
      const { stdout } = await stack.up({ policyPacks });
      assert.match(stdout, /\[advisory\]\s+rooms-are-protected/);
      assert.equal(stage.emulator.rooms().length, 1);
      await stack.destroy();
    }));
});

/** The folder of the page's pack, in a sandbox whose engine can run it. */
async function packOf({ sandbox }: Stage): Promise<string> {
  const folder = join(sandbox.folder, "policies");
  await mkdir(folder);
  const page = pages().find(({ path }) => path === "docs/guides/policies.md")!;
  const blocks = blocksOf(page);
  for (const { file, text } of blocks) if (file) await writeFile(join(folder, file), text);
  const { text } = blocks.find(({ language }) => language === "json")!;
  await writeFile(join(folder, "package.json"), text);

  // An engine without a language host for Node looks for this command, which older distributions had.
  const commands = join(sandbox.folder, "commands");
  await mkdir(commands);
  const command = join(commands, "pulumi-analyzer-policy-nodejs");
  const pack = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${pack}" "$@"\n`);
  await chmod(command, 0o755);
  sandbox.env.PATH = [commands, sandbox.env.PATH].join(delimiter);
  return folder;
}
