import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../tools/pulumi/run";
import { openSandbox } from "../../tools/pulumi/sandbox";
import { theEngine } from "../support/engine";
import { blocksOf, pages, root } from "./pages";
import { linesOf } from "./shell";

const path = "docs/guides/testing.md";

describe(path, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "testing-guide-"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    const page = pages().find(({ path: each }) => each === path)!;
    for (const { file, text } of blocksOf(page)) if (file) await writeFile(join(folder, file), text);
  });
  after(() => rm(folder, { recursive: true }));

  it("the testing guide has the shell lines that these tests run", () => {
    // These tests avoid npx, which finds this project's npm package pulumi before the engine.
    const typed = linesOf(pages().find((page) => page.path === path)!).map(({ text }) => text);
    assert.deepEqual(typed, [
      "npm install --save-dev mocha tsx @types/mocha",
      "npx mocha --require tsx rooms.test.ts",
      "mkdir -p .state",
      "export PULUMI_BACKEND_URL=file://$PWD/.state PULUMI_CONFIG_PASSPHRASE=test",
      "npx mocha --require tsx --timeout 0 deployment.test.ts",
    ]);
  });

  it("the testing guide's unit tests pass", async () => {
    assert.match(await mocha("rooms.test.ts", process.env), /\b3 passing\b/);
  });

  it("the testing guide's unit tests fail for a wrong program", async () => {
    await writeFile(
      join(folder, "rooms.ts"),
      'import { Room } from "pulumi-enablex"; export const standup = new Room("standup", { participants: 9 });' +
        "export const joinUrl = standup.moderatorUrl, hostUrl = standup.participantUrl;",
    );
    assert.match(await mocha("rooms.test.ts", process.env), /\b3 failing\b/);
    await restore("rooms.ts");
  });

  it("the testing guide's deployment test passes", async () => {
    await using sandbox = await openSandbox(await theEngine());
    assert.match(await mocha("deployment.test.ts", sandbox.env), /\b1 passing\b/);
  });

  const restore = async (name: string) => {
    const page = pages().find(({ path: each }) => each === path)!;
    await writeFile(join(folder, name), blocksOf(page).find(({ file }) => file === name)!.text);
  };

  /** Runs mocha with the options that the page gives. */
  async function mocha(file: string, env: NodeJS.ProcessEnv): Promise<string> {
    const command = join(dirname(require.resolve("mocha/package.json")), "bin/mocha.js");
    const ended = await run(process.execPath, [command, "--require", "tsx", "--timeout", "0", file], {
      cwd: folder,
      env,
    });
    return `${ended?.stdout}\n${ended?.stderr}`;
  }
});
