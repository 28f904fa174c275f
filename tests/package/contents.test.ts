import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { cp, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { entryPoints, manifest, type Packed, pack, root, succeeds } from "../support/packed";

describe("package", () => {
  let packed: Packed;
  before(async () => {
    packed = await pack();
  });

  it("the package contains only what users need", () => {
    const tops = new Set(packed.files.map((file) => file.split("/")[0]));
    assert.deepEqual([...tops].sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "PulumiPlugin.yaml",
      "README.md",
      "dist",
      "package.json",
      "pulumi-resource-enablex",
      "pulumi-resource-enablex.NOTICES.txt",
      "pulumi-resource-enablex.cmd",
    ]);
    const built = packed.files.filter((file) => file.startsWith("dist/"));
    assert.deepEqual([...new Set(built.map((file) => file.split("/")[1]))].sort(), [
      "cli",
      "emulator",
      "provider",
      "sdk",
    ]);
    const others = built.filter(
      (file) => !/\.(js|d\.ts)$/.test(file) && !file.startsWith("dist/emulator/pages/assets/"),
    );
    assert.deepEqual(others, []);
  });

  it("the package has at most 610 KB", async () => {
    const { size } = await stat(packed.tarball);
    assert.ok(size <= 610_000, `${size} bytes`);
  });

  it("the plugin is one file that loads only modules of Node.js", () => {
    const required = packagesIn(join(root, manifest.bin["pulumi-resource-enablex"]!));
    const never = ["@grpc/proto-loader", "web-streams-polyfill"]; // see tools/build/plugin.ts
    assert.deepEqual([...new Set(required)].sort(), never);
  });

  it("npm pack trims the published package.json and restores the checkout's own", async () => {
    // Packing also builds. Use a copy, because other tests use the build of this checkout.
    const copy = join(packed.folder, "checkout");
    const others = [".git", "node_modules", "dist", "tests"].map((name) => join(root, name));
    await cp(root, copy, { recursive: true, filter: (path) => !others.includes(path) });
    await symlink(join(root, "node_modules"), join(copy, "node_modules"), "junction");
    const own = await readFile(join(copy, "package.json"), "utf8");

    // The backup that a killed npm pack left behind.
    await writeFile(join(copy, "package.json.whole"), '{ "version": "0.0.1", "scripts": {} }');

    await succeeds("npm", ["pack"], { cwd: copy });

    assert.equal(await readFile(join(copy, "package.json"), "utf8"), own);
    assert.ok(!existsSync(join(copy, "package.json.whole")));
    const tarball = join(copy, `${manifest.name}-${manifest.version}.tgz`);
    const { stdout: inIt } = await succeeds("tar", ["-xzOf", tarball, "package/package.json"]);
    const { scripts, devDependencies, ...rest } = JSON.parse(own);
    assert.ok(scripts && devDependencies);
    assert.deepEqual(JSON.parse(inIt), rest);
    const { stdout: list } = await succeeds("tar", ["-tzf", tarball]);
    const files = list
      .trim()
      .split("\n")
      .map((file) => file.replace(/^package\//, ""));
    assert.deepEqual(files.sort(), [...packed.files].sort());
  });

  it("the package declares exactly the dependencies that it requires", () => {
    const scripts = packed.files.filter((file) => file.endsWith(".js"));
    const required = new Set(scripts.flatMap((file) => packagesIn(join(root, file))));
    required.delete(manifest.name);
    assert.deepEqual(
      [...required].sort(),
      [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)].sort(),
    );
  });

  it("the package pins its dependencies to exact versions", () => {
    for (const [name, version] of Object.entries(manifest.dependencies))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it("package.json has no pulumi field, which would make Pulumi download a plugin", () => {
    assert.ok(!("pulumi" in manifest));
  });

  it("typesVersions lists every entry point for older compilers", () => {
    const subpaths = entryPoints.slice(1).map((entry) => entry.slice(manifest.name.length + 1));
    assert.deepEqual(Object.keys(manifest.typesVersions["*"]).sort(), subpaths.sort());
  });

  it("the package passes publint", async () => {
    await succeeds(join(root, "node_modules/.bin/publint"), ["run", packed.tarball, "--strict"]);
  });

  it("the package passes are-the-types-wrong", async () => {
    await succeeds(join(root, "node_modules/.bin/attw"), [packed.tarball]);
  });
});

/** The packages that a built file imports, without the modules of Node.js. */
function packagesIn(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !/^(\.|node:)/.test(name) && !builtinModules.includes(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
}
