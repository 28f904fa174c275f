import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installedBy } from "../support/install";
import { entryPoints, manifest, root, succeeds } from "../support/packed";
import { programs, runs } from "./programs";

describe("installed package", () => {
  let program: string;
  before(async () => {
    program = await installedBy("npm");
  });

  for (const entry of entryPoints)
    it(`${entry} exports the same names to ES modules and CommonJS`, async () => {
      const required = await runs(
        program,
        "names.cjs",
        `console.log(JSON.stringify(Object.keys(require("${entry}"))))`,
      );
      const imported = await runs(
        program,
        "names.mjs",
        `import * as names from "${entry}"; console.log(JSON.stringify(Object.keys(names)))`,
      );
      const ofModule = (JSON.parse(imported) as string[]).filter(
        (name) => !/^(default|__esModule|module\.exports)$/.test(name),
      );
      assert.notEqual(ofModule.length, 0);
      assert.deepEqual(ofModule.sort(), (JSON.parse(required) as string[]).sort());
    });

  for (const [file, text] of Object.entries(programs))
    it(`${file} imports the package and creates a room`, async () => {
      assert.equal(await runs(program, file, text), `${process.version} Stand-up`);
    });

  it("the package installs the command pulumi-enablex", async () => {
    const { stdout } = await succeeds(join(program, "node_modules/.bin/pulumi-enablex"), ["--version"]);
    assert.equal(stdout.trim(), manifest.version);
  });

  const compilers = {
    "moduleResolution node, CommonJS": ["program.ts", "--module", "commonjs", "--moduleResolution", "node10"],
    "moduleResolution node, ES modules": ["program.ts", "--module", "es2022", "--moduleResolution", "node10"],
    "moduleResolution node16, CommonJS and ES modules": ["program.cts", "program.mts", "--module", "node16"],
    "moduleResolution bundler, CommonJS": ["program.cts", "--module", "preserve"],
    "moduleResolution bundler, ES modules": [
      "program.mts",
      "--module",
      "esnext",
      "--moduleResolution",
      "bundler",
    ],
  };
  const imports = entryPoints.map((entry, i) => `import * as entry${i} from "${entry}";`).join("\n");
  const uses = entryPoints.map((_, i) => `export const names${i}: object = entry${i};`).join("\n");
  for (const [name, options] of Object.entries(compilers))
    it(`every entry point has types under ${name}`, () =>
      compiles(`${imports}\n${uses}\n${typedProgram}`, ...options, "--skipLibCheck"));

  it("the types compile with the settings of `pulumi new typescript`, without skipLibCheck", () =>
    compiles(typedProgram, "program.ts", "--module", "commonjs", "--moduleResolution", "node10"));

  async function compiles(text: string, ...options: string[]): Promise<void> {
    const files = options.filter((option) => option.startsWith("program."));
    for (const file of files) await writeFile(join(program, file), text);
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const always = ["--strict", "--noEmit", "--target", "es2020", "--types", "node"];
    await succeeds(process.execPath, [tsc, ...always, ...options], { cwd: program });
  }
});

/** Compiles only with correct types: lines that must fail are marked. */
const typedProgram = `
import * as pulumi from "@pulumi/pulumi";
import { Room, type RoomArgs } from "pulumi-enablex";
import { startEmulator } from "pulumi-enablex/emulator";
import { Provider } from "pulumi-enablex/native";
const args: RoomArgs = { participants: 8, kind: "permanent" };
const room = new Room("standup", args);
export const url: pulumi.Output<string> = room.participantUrl;
// @ts-expect-error participants is required
new Room("standup", {});
// @ts-expect-error weekly is not a kind
new Room("standup", { participants: 8, kind: "weekly" });
// @ts-expect-error a link is a string
export const wrong: pulumi.Output<number> = room.participantUrl;
export const provider: pulumi.ProviderResource = new Provider("other", { appId: "x" });
export const apiUrl: Promise<string> = startEmulator().then((emulator) => emulator.apiUrl);
`;
