import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { openSandbox } from "../../tools/pulumi/sandbox";
import { configFor, theEngine, withEngine } from "../support/engine";
import { pack } from "../support/packed";
import { runUnlisted } from "./page-fixture";
import { blocksOf, pages, root } from "./pages";
import { linesToRun, openShell, type Shell } from "./shell";

const path = "docs/getting-started.md";

describe(path, () => {
  it("Getting started leads from an empty folder to a room that is updated, recovered and destroyed", async () => {
    const engine = await theEngine();
    await using sandbox = await openSandbox(engine);
    const packed = await pack();
    const shell = await emptyFolder(sandbox, await findLanguageHosts(engine, console.log));
    const { runLine, runInline, skipLine, assertEnd } = linesToRun(path, shell);

    // The package is packed once for all tests.
    skipLine("npm pack");
    await runLine("npm init -y");
    await runLine("npm pkg set main=index.ts");
    await runLine("npm install @pulumi/pulumi <path to the checkout>/pulumi-enablex-0.1.0.tgz", {
      put: { "<path to the checkout>": packed.folder },
    });
    await runLine("npm install --save-dev typescript@5.9 @types/node@20");
    for (const { file, text } of filesOfPage()) await writeFile(join(shell.folder, file), text);
    const compiled = await shell.run("npx tsc");
    assert.equal(compiled.code, 0, compiled.stdout);
    // The next test runs these two.
    skipLine("pulumi new <path to the checkout>/templates/enablex-typescript --generate-only");
    skipLine("npm install <path to the checkout>/pulumi-enablex-0.1.0.tgz");
    skipLine("npx pulumi-enablex emulator");
    await using emulator = await shell.start("npx pulumi-enablex emulator --port 0", /appKey/);
    const port = /127\.0\.0\.1:(\d+)/.exec(emulator.printed)?.[1] ?? "";
    const put = { "8480": port };

    // Keep the home folder of the person who runs the tests unchanged.
    const state = join(sandbox.folder, "state");
    await runLine("pulumi login --local", { put: { "--local": pathToFileURL(state).href } });
    await runLine("export PULUMI_CONFIG_PASSPHRASE=choose-one");
    await runLine("pulumi stack init dev");
    for (const line of [
      "pulumi config set enablex:apiUrl http://127.0.0.1:8480/video/v1",
      "pulumi config set enablex:meetingUrl http://127.0.0.1:8480",
      "pulumi config set --secret enablex:appId 5f9e8d7c6b5a493827160504",
      "pulumi config set --secret enablex:appKey EmulatorAppKeyForLocalUseOnly0000000",
    ]) {
      assert.ok(
        emulator.printed.includes(line.replace("8480", port)),
        `the emulator does not print: ${line}`,
      );
      await runLine(line, { put });
    }

    const deployed = await runLine("pulumi up");
    assert.match(deployed, /hostUrl: \[secret\]/);
    assert.match(deployed, /\+ 2 created/);
    const joinUrl = linkIn(deployed);
    assert.match(await pageAt(joinUrl), /Joining as participant.*Daily stand-up/s);
    const hostUrl = (await runLine("pulumi stack output hostUrl --show-secrets")).trim();
    assert.match(await pageAt(hostUrl), /Joining as moderator.*Daily stand-up/s);

    const program = join(shell.folder, "index.ts");
    await writeFile(
      program,
      (await readFile(program, "utf8")).replace("participants: 8", "participants: 12"),
    );
    assert.match(await runLine("pulumi preview --diff"), /~ participants: 8 => 12/);
    assert.equal(linkIn(await runInline("pulumi up")), joinUrl);
    assert.match(await runInline("pulumi up"), /2 unchanged/);

    const id = basename(joinUrl);
    await runLine(
      "curl -X DELETE -u 5f9e8d7c6b5a493827160504:EmulatorAppKeyForLocalUseOnly0000000 http://127.0.0.1:8480/video/v1/rooms/ID",
      { put: { ...put, "rooms/ID": `rooms/${id}` } },
    );
    assert.match(await runInline("pulumi refresh"), /- 1 deleted/);
    const newLink = linkIn(await runInline("pulumi up"));
    assert.notEqual(newLink, joinUrl);
    assert.match(await pageAt(newLink), /Daily stand-up/);

    await runLine("pulumi destroy");
    await runLine("pulumi stack rm dev");
    assertEnd();
    assert.match(await (await fetch(newLink)).text(), /Room not found/);
  });

  it("Getting started also works with the template", () =>
    withEngine(async ({ engine, sandbox, emulator }) => {
      const packed = await pack();
      const shell = await emptyFolder(sandbox, await findLanguageHosts(engine, console.log));
      const { runLine, runInline, skipLine } = linesToRun(path, shell);
      skipLine("npm pack");
      skipLine("npm init -y");
      skipLine("npm pkg set main=index.ts");
      skipLine("npm install @pulumi/pulumi <path to the checkout>/pulumi-enablex-0.1.0.tgz");
      skipLine("npm install --save-dev typescript@5.9 @types/node@20");
      await runLine("pulumi new <path to the checkout>/templates/enablex-typescript --generate-only", {
        put: { "<path to the checkout>": root, "--generate-only": "--generate-only --yes" },
      });
      await runLine("npm install <path to the checkout>/pulumi-enablex-0.1.0.tgz", {
        put: { "<path to the checkout>": packed.folder },
      });
      Object.assign(shell.env, {
        PULUMI_BACKEND_URL: sandbox.env.PULUMI_BACKEND_URL,
        PULUMI_CONFIG_PASSPHRASE: "x",
      });
      await runUnlisted(shell, "pulumi stack init dev");
      for (const [key, { value, secret }] of Object.entries(configFor(emulator)))
        await runUnlisted(shell, `pulumi config set ${secret ? "--secret " : ""}${key} ${value}`);
      await runInline("pulumi config set participants 8");
      const deployed = await runInline("pulumi up");
      assert.match(await pageAt(linkIn(deployed)), /Joining as participant.*Daily stand-up/s);
    }));
});

/** A shell in an empty folder, with a `pulumi` that was never used. */
async function emptyFolder(
  { folder: scratch, env }: { folder: string; env: Record<string, string> },
  languageHosts: string,
): Promise<Shell> {
  const folder = join(scratch, "meetings");
  await mkdir(folder);
  const { PULUMI_BACKEND_URL: _, PULUMI_CONFIG_PASSPHRASE: __, ...own } = env;
  return openShell(folder, scratch, {
    ...own,
    PATH: [own.PATH, languageHosts].join(delimiter),
    // Confirms as `yes` would at a terminal.
    PULUMI_SKIP_CONFIRMATIONS: "true",
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
  });
}

/** Writes the program's files as the page shows them. */
function filesOfPage(): { file: string; text: string }[] {
  const blocks = blocksOf(pages().find((page) => page.path === path)!);
  const files = { yaml: "Pulumi.yaml", json: "tsconfig.json", ts: "index.ts" };
  return Object.entries(files).map(([language, file]) => ({
    file,
    text: blocks.find((block) => block.language === language)!.text,
  }));
}

/** The value of an output in what `pulumi up` prints: the new one follows the old one. */
const linkIn = (printed: string): string =>
  /joinUrl\s*: (?:"[^"]+" => )?"([^"]+)"/.exec(printed)?.[1] ?? assert.fail(printed);

async function pageAt(url: string): Promise<string> {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return answer.text();
}
