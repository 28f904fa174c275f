import assert from "node:assert/strict";
import { readdir, readFile, realpath, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { run } from "../../tools/pulumi/run";
import { environmentFor, installedPlugin, withEngine } from "../support/engine";
import { environmentOf, installedBy, type Manager } from "../support/install";

const install = "install";
const add = "package add ./node_modules/pulumi-enablex";
const up = "up --yes --skip-preview";

/** A sequence of commands for each package manager. */
const orders: [Manager, ...string[]][] = [
  ["npm", up, install, add, up],
  ["pnpm", add, install, up],
  ["Yarn 1", add, up],
  ["Yarn 4", install, add, up],
];

describe("package in a TypeScript program of the native form", () => {
  for (const [manager, ...commands] of orders)
    it(`${manager}: pulumi ${commands.map((command) => command.split(" -")[0]).join(", ")} keep the program working, with one copy of @pulumi/pulumi`, () =>
      withEngine(async ({ engine, sandbox, emulator }) => {
        const dependencies = {
          "@pulumi/pulumi": require("@pulumi/pulumi/package.json").version,
          typescript: require("typescript/package.json").version,
        };
        const folder = await installedBy(manager, "-with-sdk", dependencies);
        for (const [file, text] of Object.entries(project)) await writeFile(join(folder, file), text);
        const hosts = await findLanguageHosts(engine, console.log);
        const env = await environmentOf(manager, {
          ...sandbox.env,
          ...environmentFor(emulator),
          PATH: [sandbox.env.PATH, hosts].join(delimiter),
        });
        const pulumi = async (command: string) => {
          const ended = await run(engine.command, [...command.split(" "), "--non-interactive"], {
            cwd: folder,
            env,
          });
          assert.equal(ended?.code, 0, `pulumi ${command}\n${ended?.stdout}\n${ended?.stderr}`);
          const files = await readdir(join(folder, "node_modules"), { recursive: true });
          const sdks = files.filter((file) => /@pulumi[\\/]pulumi[\\/]package\.json$/.test(file));
          const copies = new Set(
            await Promise.all(sdks.map((file) => realpath(join(folder, "node_modules", file)))),
          );
          assert.equal(copies.size, 1, `after pulumi ${command}: ${[...copies].join("\n")}`);
        };
        await pulumi("stack init dev");
        for (const command of commands) await pulumi(command);
        assert.equal(emulator.rooms().length, 1);
        const { dependencies: kept } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
        assert.match(kept["pulumi-enablex"], /\.tgz$/);
      }));
});

const project = {
  "Pulumi.yaml": `name: meetings\nruntime: nodejs\nmain: index.ts\n${installedPlugin}`,
  "index.ts":
    'import { Room } from "pulumi-enablex/native";\nconst standup = new Room("standup", { participants: 8 });\nexport const joinUrl = standup.participantUrl;\n',
};
