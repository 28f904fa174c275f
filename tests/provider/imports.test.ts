import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** The files of the provider with their imports, including types. */
const imports = new Map(
  readdirSync(join(root, "provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file): [string, string[]] => {
      const path = join("provider", file);
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, path), "utf8"));
      const own = importedFiles.filter(({ fileName }) => fileName.startsWith("."));
      return [path, own.map(({ fileName }) => `${relative(".", join(dirname(path), fileName))}.ts`)];
    }),
);

const folders = ["provider/api", "provider/room", "provider/room-set", "provider/plugin"];
const rank = (file: string) => folders.indexOf(dirname(file));

/** All files that a file imports directly or indirectly. */
function reached(from: string): Set<string> {
  const files = new Set<string>();
  const visit = (file: string): void => {
    for (const imported of imports.get(file) ?? []) {
      if (files.has(imported)) continue;
      files.add(imported);
      visit(imported);
    }
  };
  visit(from);
  return files;
}

describe("the files of provider/room, room-set and plugin", () => {
  it("have no import cycle, including types", () => {
    const circles = [...imports.keys()].filter((file) => rank(file) > 0 && reached(file).has(file));
    assert.deepEqual(circles, []);
  });

  it("only import from lower layers: plugin, room-set, room, api", () => {
    const upwards = [...imports].flatMap(([file, imported]) =>
      imported
        .filter((other) => rank(file) >= 0 && rank(other) > rank(file))
        .map((other) => `${file} → ${other}`),
    );
    assert.deepEqual(upwards, []);
  });

  it("do not use a raw room of the API, except wire.ts", () => {
    const files = ["provider", "sdk", "cli"]
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
          join(folder, file),
        ),
      )
      .filter((file) => file.endsWith(".ts") && /\bApiRoom\b/.test(readFileSync(join(root, file), "utf8")));
    assert.deepEqual(files.sort(), ["provider/api/client.ts", "provider/room/wire.ts"]);
  });
});
