import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Engine, findLanguageHosts, findYamlLanguageHost } from "../../tools/pulumi/find-engine";
import { archive, archiveName } from "../../tools/release/archive";
import { ownPlatform } from "../../tools/release/platforms";
import { repository } from "../../tools/release/repository";
import { buildSdks } from "../../tools/release/sdks";
import { serveFiles } from "../../tools/release/server";
import { type EngineFixture, environmentFor, withEngine } from "../support/engine";
import { installedBy } from "../support/install";
import { runUnlisted } from "./page-fixture";
import { blocksOf, pages, root } from "./pages";
import { linesToRun, openShell, type Shell } from "./shell";

const path = "docs/other-languages.md";
const { version } = require("@pulumi/pulumi/package.json");
const { version: ours } = require("../../package.json");

const install = "npm install <path to the checkout>/pulumi-enablex-0.1.0.tgz";
const dist = "<path to the checkout>/dist-release";
const release = "npm run release:build";
const address = "http://127.0.0.1:8000";
const installPlugin = `pulumi plugin install resource enablex v${ours} --server ${address}`;

interface Project {
  language: string;
  /** File names, in the page's order. */
  files: string[];
  /** Folder of the example with the same files. */
  example?: string;
  /** In the page's order. */
  lines: string[];
  /** Commands that check the program and the SDK, and succeed. */
  checks: string[];
  says: RegExp;
  names: string[];
  /** Whether the language needs no command on PATH. The test then also runs without Node.js. */
  runsWithoutPath?: true;
}

const both = {
  says: /mathTeacherUrl: \[secret\].*standupHostUrl: \[secret\].*\+ 3 created/s,
  names: ["Daily stand-up", "Mathematics 101"],
};
const projects: Project[] = [
  {
    language: "Python",
    files: ["Pulumi.yaml", "__main__.py"],
    example: "rooms-python",
    lines: [
      install,
      "python3 -m venv venv",
      `venv/bin/pip install ${dist}/pulumi_enablex-${ours}-py3-none-any.whl`,
    ],
    checks: ["venv/bin/pip install mypy==1.18.2", "venv/bin/mypy --strict __main__.py"],
    runsWithoutPath: true,
    ...both,
  },
  {
    language: "Go",
    files: ["Pulumi.yaml", "main.go"],
    example: "rooms-go",
    lines: [
      install,
      "go mod init rooms-go",
      `go mod edit -require ${repository.goModule}@v${ours} -replace ${repository.goModule}=${dist}/sdk-go`,
      "go mod tidy",
    ],
    checks: ["go vet .", `go -C ${dist}/sdk-go vet ./...`],
    ...both,
  },
  {
    language: "YAML",
    files: ["Pulumi.yaml"],
    lines: [install],
    checks: [],
    runsWithoutPath: true,
    says: /hostUrl: \[secret\].*\+ 2 created/s,
    names: ["standup"],
  },
];

describe(path, () => {
  for (const project of projects)
    it(`the ${project.language} steps lead from an empty folder to a room and destroy it`, () =>
      withEngine(async (fixture) => {
        const shell = await emptyFolder(fixture);
        const { runLine, skipLine } = linesToRun(path, shell);
        for (const { name, text } of filesOf(project)) {
          await writeFile(join(shell.folder, name), text);
          if (project.example) assert.equal(text, await exampleFile(project.example, name));
        }
        const before = projects.slice(0, projects.indexOf(project)).flatMap(({ lines }) => lines);
        // The package and the SDKs are built and installed once for all tests.
        for (const line of [release, ...before]) skipLine(line);
        for (const line of project.lines) {
          if (line.startsWith(install)) skipLine(line);
          else await runLine(line, { put: { [dist]: await releasedSdks() } });
        }
        for (const line of project.checks) await runUnlisted(shell, line.replace(dist, await releasedSdks()));

        await runUnlisted(shell, "pulumi stack init dev");
        const { stdout } = await shell.run("pulumi up");
        assert.match(stdout, project.says);
        const rooms = fixture.emulator.rooms();
        assert.deepEqual(rooms.map(({ name }) => name).sort(), project.names);
        for (const { room_id } of rooms)
          assert.ok(stdout.includes(`"${fixture.emulator.meetingUrl}/${room_id}"`));
        assert.match((await shell.run("pulumi up")).stdout, /unchanged/);
        const { code, stdout: examined } = await shell.run("npx pulumi-enablex doctor");
        assert.equal(code, 0, examined);
        await runUnlisted(shell, "pulumi destroy");
        assert.deepEqual(fixture.emulator.rooms(), []);
        if (project.runsWithoutPath) await deployWithoutNode(fixture, shell, project);
      }));

  it("docs/other-languages.md has no untested shell line", () => {
    const page = pages().find((page) => page.path === path)!;
    const typed = blocksOf(page).filter(({ language }) => language === "sh");
    assert.deepEqual(
      typed.flatMap(({ text }) => text.trim().split("\n")),
      [release, ...projects.flatMap(({ lines }) => lines), installPlugin],
    );
  });
});

/** Deploys a project again, with the plugin's executable and without Node.js. */
async function deployWithoutNode(
  { engine, emulator, sandbox }: EngineFixture,
  { folder, env }: Shell,
  { says }: Project,
): Promise<void> {
  await rm(join(folder, "node_modules"));
  const file = join(folder, "Pulumi.yaml");
  const yaml = await readFile(file, "utf8");
  await writeFile(file, yaml.replace(/^plugins:\n(?: .*\n)+/m, ""));
  const bin = join(sandbox.folder, "bin");
  await mkdir(bin);
  await symlink("/bin/bash", join(bin, "bash"));
  const PATH = [bin, engine.folder, ...(await languageHosts(engine))].join(delimiter);
  const shell = await openShell(folder, sandbox.folder, { ...env, PATH });
  assert.equal((await shell.run("node --version")).code, 127);

  const { runLine, skipLine } = linesToRun(path, shell);
  for (const line of [release, ...projects.flatMap(({ lines }) => lines)]) skipLine(line);
  await using server = await serveFiles({ [archiveName(ownPlatform!)]: await archive(ownPlatform!) });
  await runLine(installPlugin, { put: { [address]: server.url } });
  assert.match((await shell.run("pulumi up")).stdout, says);
  await runUnlisted(shell, "pulumi destroy");
  assert.deepEqual(emulator.rooms(), []);
}

/** A file of an example, with the plugin's path in a user's project instead of the checkout. */
const exampleFile = async (example: string, name: string) =>
  (await readFile(join(root, "examples", example, name), "utf8")).replace(
    "path: ../..",
    "path: ./node_modules/pulumi-enablex",
  );

let released: Promise<string> | undefined;

/** The folder with the SDKs, built once for all tests. */
function releasedSdks(): Promise<string> {
  released ??= mkdtemp(join(tmpdir(), "sdks-test-")).then(async (folder) => {
    process.once("exit", () => rmSync(folder, { recursive: true }));
    await buildSdks(folder, console.log);
    return folder;
  });
  return released;
}

/** The files of a project as the page shows them. */
function filesOf({ language, files }: Project): { name: string; text: string }[] {
  const page = pages().find((page) => page.path === path)!;
  const section = page.text.slice(0, page.text.indexOf(`\n## ${language}\n`)).split("\n").length;
  const blocks = blocksOf(page).filter(({ line, language }) => line > section && language !== "sh");
  return files.map((name, index) => ({ name, text: blocks[index]!.text }));
}

async function emptyFolder({ engine, emulator, sandbox }: EngineFixture): Promise<Shell> {
  const folder = join(sandbox.folder, "rooms");
  await mkdir(folder);
  await symlink(
    join(await installedBy("npm", "-for-package-add"), "node_modules"),
    join(folder, "node_modules"),
    "junction",
  );
  // Pin Pulumi's Python SDK.
  const pinned = join(sandbox.folder, "pinned.txt");
  await writeFile(pinned, `pulumi==${version}\n`);
  return openShell(folder, sandbox.folder, {
    ...sandbox.env,
    PATH: [sandbox.env.PATH, ...(await languageHosts(engine))].join(delimiter),
    PIP_CONSTRAINT: pinned,
    PULUMI_SKIP_CONFIRMATIONS: "true",
    ...environmentFor(emulator),
  });
}

const languageHosts = async (engine: Engine) => [
  await findLanguageHosts(engine, console.log),
  await findYamlLanguageHost(engine, console.log),
];
