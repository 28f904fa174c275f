import assert from "node:assert/strict";
import { cp, mkdir, realpath, symlink, unlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { run } from "../../tools/pulumi/run";
import { type EngineFixture, environmentFor, installedPlugin, withEngine } from "../support/engine";
import { installedBy } from "../support/install";
import { blocksOf, pages, root } from "./pages";

describe("documentation: native form in TypeScript", () => {
  it("pulumi deploys the TypeScript program of docs/native.md", () =>
    withEngine(async (fixture) => {
      const blocks = blocksOf(pages().find(({ path }) => path === "docs/native.md")!);
      const [plugins, program] = ["yaml", "ts"].map(
        (language) => blocks.find((block) => block.language === language)!.text,
      );
      const { write, pulumi } = await typeScriptProject(fixture);
      await write(plugins!, program!);
      assert.match(
        await pulumi("up"),
        /enablex:index:Room standup created.*hostUrl: \[secret\].*\+ 2 created/s,
      );
      assert.equal(fixture.emulator.rooms().length, 1);
    }));

  it("the lines of the README move rooms to the native form without a request", () =>
    withEngine(async (fixture) => {
      const { write, pulumi } = await typeScriptProject(fixture);
      const program = (form: string) =>
        `import { Room } from "${form}";\nnew Room("standup", { participants: 8 });\n`;
      await write("", program("pulumi-enablex"));
      await pulumi("up");
      const [room] = fixture.emulator.rooms();
      fixture.emulator.clearRequests();

      const readme = blocksOf(pages().find(({ path }) => path === "README.md")!);
      await write(readme.find(({ language }) => language === "yaml")!.text, program("pulumi-enablex/native"));
      assert.match(await pulumi("up"), /2 unchanged/);
      assert.deepEqual(fixture.emulator.requests, []);
      await pulumi("destroy");
      assert.deepEqual(
        fixture.emulator.requests.map(({ method, path }) => `${method} ${path}`),
        ["GET", "DELETE"].map((method) => `${method} /video/v1/rooms/${room!.room_id}`),
      );
    }));
});

describe("docs/troubleshooting.md: messages of Pulumi", () => {
  const { text } = pages().find(({ path }) => path === "docs/troubleshooting.md")!;

  it("Pulumi's message for a plugin that Pulumi.yaml does not name is as documented", () =>
    withEngine(async (fixture) => {
      const { write, fails } = await typeScriptProject(fixture);
      await write(
        "",
        'import { Room } from "pulumi-enablex/native";\nnew Room("standup", { participants: 8 });\n',
      );
      const message = "no resource plugin 'pulumi-resource-enablex' found in the workspace";
      assert.ok(text.includes(`### \`${message}\``));
      assert.ok((await fails("up")).includes(message));
    }));

  it("Pulumi's message for a fresh clone is as documented", () =>
    withEngine(async (fixture) => {
      const { write, fails, folder } = await typeScriptProject(fixture);
      await write(installedPlugin, "");
      await unlink(join(folder, "node_modules"));
      const message = (folder: string) => `no folder at path '${folder}/node_modules/pulumi-enablex'`;
      assert.ok(text.includes(`### \`${message("…")}\``));
      assert.ok((await fails("install")).includes(message(await realpath(folder))));
    }));
});

/** The project of Getting started, without the types that the engine does not need. */
async function typeScriptProject({ engine, emulator, sandbox }: EngineFixture) {
  const folder = join(sandbox.folder, "meetings");
  await mkdir(folder);
  await symlink(join(await installedBy("npm"), "node_modules"), join(folder, "node_modules"), "junction");
  await cp(join(root, "templates/enablex-typescript/tsconfig.json"), join(folder, "tsconfig.json"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ main: "index.ts" }));
  const env = {
    ...sandbox.env,
    PATH: [sandbox.env.PATH, await findLanguageHosts(engine, console.log)].join(delimiter),
    PULUMI_SKIP_CONFIRMATIONS: "true",
    ...environmentFor(emulator),
  };
  const runPulumi = async (args: string[]) => {
    const ended = await run(engine.command, [...args, "--non-interactive"], { cwd: folder, env });
    return { code: ended?.code, printed: `${ended?.stdout}\n${ended?.stderr}` };
  };
  const pulumi = async (...args: string[]): Promise<string> => {
    const { code, printed } = await runPulumi(args);
    assert.equal(code, 0, printed);
    return printed;
  };
  const fails = async (...args: string[]): Promise<string> => {
    const { code, printed } = await runPulumi(args);
    assert.notEqual(code, 0, printed);
    return printed;
  };
  const write = async (plugins: string, program: string): Promise<void> => {
    await writeFile(join(folder, "Pulumi.yaml"), `name: meetings\nruntime: nodejs\n${plugins}`);
    await writeFile(join(folder, "index.ts"), program);
  };
  await write("", "");
  await pulumi("stack", "init", "dev");
  return { folder, write, pulumi, fails };
}
