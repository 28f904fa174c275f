import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts, findYamlLanguageHost } from "../../tools/pulumi/find";
import { type EngineFixture, environmentFor, withEngine } from "../support/engine";
import { installedBy } from "../support/install";
import { runUnlisted } from "./page-fixture";
import { blocksOf, pages, root } from "./pages";
import { linesToRun, openShell, type Shell } from "./shell";

const path = "docs/other-languages.md";
const { version } = require("@pulumi/pulumi/package.json");

const install = "npm install <path to the checkout>/pulumi-enablex-0.1.0.tgz";
const add = "pulumi package add ./node_modules/pulumi-enablex";

interface Project {
  language: string;
  /** File names, in the page's order. */
  files: string[];
  /** Folder of the example with the same files. */
  example?: string;
  /** In the page's order. `put` pins the dependencies that a line does not pin. */
  lines: { line: string; put?: Record<string, string> }[];
  says: RegExp;
  names: string[];
}

const both = ["Daily stand-up", "Mathematics 101"];
const projects: Project[] = [
  {
    language: "Python",
    files: ["Pulumi.yaml", "__main__.py"],
    example: "rooms-python",
    lines: [
      { line: 'echo "pulumi>=3.231.0,<4.0.0" > requirements.txt' },
      { line: install },
      { line: add },
      { line: "pulumi install" },
    ],
    says: /standupHostUrl: \[secret\].*\+ 3 created/s,
    names: both,
  },
  {
    language: "Go",
    files: ["Pulumi.yaml", "main.go"],
    example: "rooms-go",
    lines: [
      { line: "go mod init rooms-go" },
      { line: "go get github.com/pulumi/pulumi/sdk/v3", put: { "sdk/v3": `sdk/v3@v${version}` } },
      { line: install },
      { line: add },
      { line: "go mod tidy" },
    ],
    says: /standupHostUrl: \[secret\].*\+ 3 created/s,
    names: both,
  },
  {
    language: "YAML",
    files: ["Pulumi.yaml"],
    lines: [{ line: `${install} @pulumi/pulumi` }],
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
          if (project.example)
            assert.equal(text, await readFile(join(root, "examples", project.example, name), "utf8"));
        }
        for (const { lines } of projects.slice(0, projects.indexOf(project)))
          for (const { line } of lines) skipLine(line);
        for (const { line, put } of project.lines) {
          // The package is installed once for all tests.
          if (line.startsWith(install)) skipLine(line);
          else await runLine(line, { put });
        }

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
      }));

  it("docs/other-languages.md has no untested shell line", () => {
    const page = pages().find((page) => page.path === path)!;
    const typed = blocksOf(page).filter(({ language }) => language === "sh");
    assert.deepEqual(
      typed.flatMap(({ text }) => text.trim().split("\n")),
      projects.flatMap(({ lines }) => lines.map(({ line }) => line)),
    );
  });
});

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
  const hosts = [
    await findLanguageHosts(engine, console.log),
    await findYamlLanguageHost(engine, console.log),
  ];
  return openShell(folder, sandbox.folder, {
    ...sandbox.env,
    PATH: [sandbox.env.PATH, ...hosts].join(delimiter),
    PIP_CONSTRAINT: pinned,
    PULUMI_SKIP_CONFIRMATIONS: "true",
    ...environmentFor(emulator),
  });
}
