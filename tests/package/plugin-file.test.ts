import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundlePlugin, type PluginFiles } from "../../tools/build/plugin";
import { run } from "../../tools/pulumi/run";
import { manifest, root } from "../support/packed";

const name = "pulumi-resource-enablex";

describe("plugin: the file", () => {
  let built: PluginFiles;
  before(async () => {
    built = await bundlePlugin();
  });

  it("is the output of a new build, and is in the package", async () => {
    for (const file of [name, `${name}.cmd`, `${name}.NOTICES.txt`]) {
      assert.equal(await readFile(join(root, file), "utf8"), built.files[file]);
      assert.ok(manifest.files.includes(file), file);
    }
    assert.ok(!manifest.files.includes(`${name}.map`));
  });

  it("contains each package once, so its messages and services are compatible", () => {
    const bundled = packagesOf(built);
    assert.ok(
      bundled.has("@grpc/grpc-js") && bundled.has("google-protobuf") && bundled.has("@pulumi/pulumi"),
    );
    for (const [each, folders] of bundled) assert.equal(folders.size, 1, each);
  });

  it("comes with the licence text of each bundled package, and all licences are permissive", async () => {
    const text = built.files[`${name}.NOTICES.txt`]!;
    for (const [each, [folder]] of packagesOf(built)) {
      const { version, license } = JSON.parse(await readFile(join(root, folder!, "package.json"), "utf8"));
      assert.match(license, /^\(?(Apache-2\.0|MIT|ISC|0BSD|BSD-[23]-Clause)\b/, each);
      assert.ok(text.includes(`\n${each} ${version}, ${license}\n`), each);
    }
    assert.match(text, /Permission is hereby granted, free of charge/);
  });

  for (const [version, accepted] of [
    ["18.20.8", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["21.0.0", true],
    ["100.1.0", true],
  ] as const)
    it(`${accepted ? "accepts" : "rejects"} Node.js ${version} before it loads anything`, async () => {
      const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
        Object.defineProperty(process, "version", { value: "v${version}" });
        require("node:net").Server.prototype.listen = () => process.exit(7);
        require("./${name}");`;
      const { code, stdout, stderr } = (await run(process.execPath, ["-e", pretend], { cwd: root }))!;
      assert.equal(stdout, "");
      if (accepted) assert.equal(code, 7, stderr);
      else {
        assert.equal(code, 1);
        assert.equal(
          stderr,
          `pulumi-enablex needs Node.js 20.19 or later, but ${process.execPath} is v${version}. Install Node.js 22 or later, or put it first on PATH.\n`,
        );
      }
    });
});

/** The folders of each bundled package. */
function packagesOf({ modules }: PluginFiles): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of modules) {
    const [folder, each] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
    if (each) folders.set(each, (folders.get(each) ?? new Set()).add(folder!));
  }
  return folders;
}
