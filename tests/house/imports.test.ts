import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** The source files of a folder, by their paths in the repository. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes("node_modules"))
    .map((file) => join(folder, file));

const files = ["provider", "sdk", "cli", "emulator", "tools", "bench", "demo"].flatMap(filesIn);

/** The repository's own files that each file imports, types and dynamic imports included. */
const imports = new Map(
  files.map((file): [string, string[]] => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"));
    const own = importedFiles.filter(({ fileName }) => fileName.startsWith("."));
    return [file, own.flatMap(({ fileName }) => resolved(file, fileName) ?? [])];
  }),
);

function resolved(from: string, name: string): string | undefined {
  const path = relative(".", join(dirname(from), name));
  const candidates = [path, `${path}.ts`, join(path, "index.ts"), path.replace(/\.js$/, ".ts")];
  return candidates.find((candidate) => files.includes(candidate));
}

/** The files that a file imports, directly or indirectly. */
function reached(from: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    for (const imported of imports.get(file) ?? []) {
      if (found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit(from);
  return found;
}

/** Imports from a folder into any of others, as `importer → imported`. */
const between = (folder: string, others: string[]): string[] =>
  [...imports]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([file, imported]) =>
      imported
        .filter((other) => others.some((each) => other.startsWith(`${each}/`) || other === `${each}.ts`))
        .map((other) => `${file} → ${other}`),
    );

describe("imports between the files of the repository", () => {
  it("resolve, so that the other cases see them", () => {
    assert.ok([...imports.values()].flat().length > 500);
    assert.ok(imports.get("cli/orphans/command.ts")?.includes("cli/orphans/run.ts"));
  });

  it("form no cycle, types included", () => {
    const circles = files.filter((file) => reached(file).has(file));
    assert.deepEqual(circles, []);
  });

  const forbidden: [string, string[]][] = [
    ["provider", ["sdk", "cli", "emulator", "tools", "bench", "demo"]],
    ["emulator", ["provider", "sdk", "cli", "tools", "bench", "demo"]],
    ["sdk", ["cli", "emulator", "tools", "bench", "demo"]],
    ["cli", ["tools", "bench", "demo"]],
    ["provider/api", ["provider/room", "provider/room-set", "provider/core", "provider/plugin"]],
    ["provider/room", ["provider/room-set", "provider/core", "provider/plugin", "provider/dynamic"]],
    ["provider/room-set", ["provider/plugin", "provider/dynamic"]],
  ];
  for (const [folder, others] of forbidden) {
    it(`lead from ${folder} to none of ${others.join(", ")}`, () => {
      assert.deepEqual(between(folder, others), []);
    });
  }

  it("give the API's raw rooms to provider/api/client.ts and provider/room/wire.ts only", () => {
    const knowing = ["provider", "sdk", "cli"]
      .flatMap(filesIn)
      .filter((file) => /\bApiRoom\b/.test(readFileSync(join(root, file), "utf8")));
    assert.deepEqual(knowing.sort(), ["provider/api/client.ts", "provider/room/wire.ts"]);
  });
});
