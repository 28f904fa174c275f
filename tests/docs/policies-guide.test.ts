import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Room, type RoomArgs } from "pulumi-enablex";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { type EngineFixture, failureOf, withEngine, yamlProject } from "../support/engine";
import { blocksOf, pages } from "./pages";
import { linesToRun, openShell } from "./shell";

const path = "docs/guides/policies.md";

describe(path, () => {
  it("the policy pack rejects a room without a lobby and a duplicate name before any create", () =>
    withEngine(async (fixture) => {
      const policyPacks = [await packIn(fixture.sandbox.folder, fixture)];
      const rooms: Record<string, RoomArgs> = { standup: { participants: 8 } };
      const stack = await fixture.stack("meetings", async () => {
        for (const [name, args] of Object.entries(rooms)) new Room(name, args);
      });

      const lobby = await failureOf(stack.up({ policyPacks }));
      assert.match(lobby, /\[mandatory\]\s+rooms-wait-for-their-host/);
      assert.match(lobby, /standup: write waitForModerator: true or knock: true\./);
      assert.match(lobby, /\[advisory\]\s+rooms-are-protected/);
      assert.deepEqual(fixture.emulator.rooms(), []);

      rooms.standup = { participants: 8, knock: true };
      rooms.other = { participants: 8, waitForModerator: true, name: "standup" };
      const names = await failureOf(stack.preview({ policyPacks }));
      assert.match(names, /room-names-differ.*Several rooms have the name standup\./s);
      assert.doesNotMatch(names, /rooms-wait-for-their-host/);
      assert.deepEqual(fixture.emulator.rooms(), []);

      delete rooms.other;
      const { stdout } = await stack.up({ policyPacks });
      assert.match(stdout, /\[advisory\]\s+rooms-are-protected/);
      assert.equal(fixture.emulator.rooms().length, 1);
      await stack.destroy();
    }));

  it("the page's shell lines install the policy pack and run it in a preview", () =>
    withEngine(async (fixture) => {
      const { folder, write } = await yamlProject(fixture, "meetings");
      await packIn(folder, fixture);
      const shell = await openShell(folder, fixture.sandbox.folder, {
        ...fixture.sandbox.env,
        npm_config_prefer_offline: "true",
        npm_config_audit: "false",
      });
      const { runLine, assertEnd } = linesToRun(path, shell);
      await write("resources: { standup: { type: enablex:Room, properties: { participants: 8 } } }");
      await runLine("npm install --prefix policies");
      const preview = "pulumi preview --policy-pack policies";
      assert.match(
        await runLine(preview, { code: 1 }),
        /standup: write waitForModerator: true or knock: true\./,
      );
      assertEnd();
      await write(
        "resources: { standup: { type: enablex:Room, properties: { participants: 8, knock: true } } }",
      );
      const { code, stdout } = await shell.run(preview);
      assert.equal(code, 0, stdout);
    }));
});

/** Writes the page's pack to a folder, and puts the language host that runs it on PATH. */
async function packIn(parent: string, { engine, sandbox }: EngineFixture): Promise<string> {
  const folder = join(parent, "policies");
  await mkdir(folder);
  const page = pages().find((page) => page.path === path)!;
  const blocks = blocksOf(page);
  for (const { file, text } of blocks) if (file) await writeFile(join(folder, file), text);
  const { text } = blocks.find(({ language }) => language === "json")!;
  await writeFile(join(folder, "package.json"), text);

  const hosts = await findLanguageHosts(engine, console.log);
  sandbox.env.PATH = [sandbox.env.PATH, hosts].join(delimiter);
  return folder;
}
