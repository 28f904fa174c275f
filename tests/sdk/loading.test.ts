import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** The modules that Node.js loads for a program, without those of Pulumi's SDK. */
function loadedBy(program: string): string[] {
  const code = `
    require("@pulumi/pulumi");
    const before = new Set(Object.keys(require.cache));
    ${program}
    console.log(JSON.stringify(Object.keys(require.cache).filter((path) => !before.has(path))));`;
  const paths: string[] = JSON.parse(execFileSync(process.execPath, ["-e", code], { cwd: root }).toString());
  return paths.map((path) => path.slice(root.length + 1));
}

const packagesOf = (paths: string[]) =>
  new Set(paths.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));

for (const form of ["pulumi-enablex", "pulumi-enablex/native"]) {
  describe(`a program that only declares rooms of ${form}`, () => {
    it("loads one small package besides Pulumi's SDK, and no code for requests and checks", () => {
      const paths = loadedBy(`
        const pulumi = require("@pulumi/pulumi");
        pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "1", state: inputs }), call: () => ({}) });
        const { Room } = require("${form}");
        const { participantUrl } = new Room("standup", { participants: 8 });`);
      assert.deepEqual([...packagesOf(paths)], ["fastest-levenshtein"]);
      const own = paths.filter((path) => path.startsWith("dist/"));
      assert.ok(own.includes("dist/sdk/room.js"));
      assert.deepEqual(
        own.filter((path) =>
          /^dist\/provider\/(core|room\/(inputs|check|lifecycle)|api\/send)\.js$/.test(path),
        ),
        [],
      );
    });
  });
}

describe("the dynamic provider, which Pulumi loads in each run", () => {
  it("loads one file with all that a room needs, and node-fetch only for a request", () => {
    const paths = loadedBy('require("pulumi-enablex/dynamic").create;');
    assert.deepEqual([...packagesOf(paths)].sort(), ["fastest-levenshtein", "proxy-from-env"]);
    assert.deepEqual(
      paths.filter((path) => path.startsWith("dist/")),
      ["dist/provider/dynamic.js"],
    );
  });
});
