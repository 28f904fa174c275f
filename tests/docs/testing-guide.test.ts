import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findEngine } from "../../engine/find";
import { openSandbox } from "../../engine/sandbox";
import { blocksOf, pages, root } from "./pages";
import { follow, openShell } from "./shell";

const path = "docs/guides/testing.md";

describe(path, () => {
  it("has unit tests that pass, and fail for another program, and a deployment test that passes", async () => {
    await using sandbox = await openSandbox(await findEngine(console.log));
    const folder = join(sandbox.folder, "meetings");
    await mkdir(folder);
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    for (const { file, text } of blocksOf(pages().find((page) => page.path === path)!))
      if (file) await writeFile(join(folder, file), text);
    const shell = await openShell(folder, sandbox.folder, sandbox.env);
    const { types, skips, reachesTheEnd } = follow(path, shell);

    // This project's own serve.
    skips("npm install --save-dev mocha tsx @types/mocha");
    const unitTests = "npx mocha --require tsx rooms.test.ts";
    assert.match(await types(unitTests), /\b3 passing\b/);
    const program = join(folder, "rooms.ts");
    const right = await readFile(program, "utf8");
    await writeFile(
      program,
      'import { Room } from "pulumi-enablex"; export const standup = new Room("standup", { participants: 9 });' +
        "export const joinUrl = standup.moderatorUrl, hostUrl = standup.participantUrl;",
    );
    assert.match((await shell.run(unitTests)).stdout, /\b3 failing\b/);
    await writeFile(program, right);

    await types("mkdir -p .state");
    await types("export PULUMI_BACKEND_URL=file://$PWD/.state PULUMI_CONFIG_PASSPHRASE=test");
    assert.match(await types("npx mocha --require tsx --timeout 0 deployment.test.ts"), /\b1 passing\b/);
    reachesTheEnd();
  });
});
