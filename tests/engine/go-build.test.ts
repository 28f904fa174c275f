import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { goBuild, goFolder, yamlLanguageHost } from "../../tools/pulumi/go-build";

/** Runs a test with its own `go` command on PATH and its own cache folder. */
async function withGo(go: string, test: (cache: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "go-build-"));
  const { PATH, XDG_CACHE_HOME } = process.env;
  const cache = join(folder, "pulumi-enablex");
  try {
    await mkdir(cache);
    await writeFile(join(folder, "go"), `#!/bin/sh\n${go}\n`);
    await chmod(join(folder, "go"), 0o755);
    process.env.PATH = [folder, PATH].join(delimiter);
    process.env.XDG_CACHE_HOME = folder;
    await test(cache);
  } finally {
    process.env.PATH = PATH;
    if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
    await rm(folder, { recursive: true });
  }
}

/** A shell script that writes its output file like `go build -o <file>`. */
const builds = 'while [ $# -gt 0 ]; do [ "$1" = -o ] && echo built > "$2"; shift; done';

describe("go build of a language host", () => {
  it("go build keeps only the command and removes its intermediate files", () =>
    withGo(builds, async (cache) => {
      const built = await goBuild(yamlLanguageHost, () => {});
      assert.ok("folder" in built);
      assert.deepEqual(await readdir(built.folder), ["pulumi-language-yaml"]);
      assert.deepEqual(await readdir(cache), ["go"]);
    }));

  it("a failed go build reports Go's message and leaves no files", () =>
    withGo('[ "$1" = version ] || { echo "no space left" >&2; exit 1; }', async (cache) => {
      assert.deepEqual(await goBuild(yamlLanguageHost, () => {}), {
        why: "Go could not build it: no space left",
      });
      assert.deepEqual(await readdir(cache), []);
    }));

  it("go build removes the files of a killed build but not those of a running one", () =>
    withGo(builds, async (cache) => {
      const ended = spawnSync(process.execPath, ["--version"]).pid;
      const [killed, going] = [`building-${ended}`, `building-${process.ppid}`];
      for (const name of [killed, going]) await mkdir(join(cache, name, "modules"), { recursive: true });
      await goBuild(yamlLanguageHost, () => {});
      assert.deepEqual((await readdir(cache)).sort(), [going, "go"]);
    }));

  it("go build uses the result of another process that finished first", () =>
    withGo(`mkdir -p "${"$"}{RESULT}" && touch "${"$"}{RESULT}/theirs"; ${builds}`, async (cache) => {
      process.env.RESULT = goFolder(yamlLanguageHost);
      try {
        const built = await goBuild(yamlLanguageHost, () => {});
        assert.ok("folder" in built);
        assert.deepEqual(await readdir(built.folder), ["theirs"]);
        assert.deepEqual(await readdir(cache), ["go"]);
      } finally {
        delete process.env.RESULT;
      }
    }));
});
