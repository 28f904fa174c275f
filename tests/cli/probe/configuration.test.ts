import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { startEmulator } from "../../../emulator/index";
import { environmentOf, runCommand } from "../../support/command";

/** A project folder whose `pulumi` returns this stack configuration. */
async function withProject(
  config: Record<string, string>,
  test: (folder: string, path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "probe-"));
  try {
    const entries = Object.entries(config).map(([key, value]) => [`enablex:${key}`, { value }]);
    await writeFile(join(folder, "config.json"), JSON.stringify(Object.fromEntries(entries)));
    await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nruntime: nodejs\n");
    await writeFile(
      join(folder, "pulumi"),
      `#!/bin/sh\ncase "$*" in\n"config --json --show-secrets --stack dev --non-interactive") cat config.json;;\n*) echo "error: no stack selected" >&2; exit 1;;\nesac\n`,
    );
    await chmod(join(folder, "pulumi"), 0o755);
    await test(folder, `${folder}${delimiter}${process.env.PATH}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("probe: its configuration", () => {
  it("comes from the stack, completed by the environment", async () => {
    await using emulator = await startEmulator();
    const { appId, appKey, apiUrl } = emulator;
    await withProject({ appId, apiUrl }, async (folder, PATH) => {
      const env = { PATH, ENABLEX_APP_KEY: appKey, ENABLEX_APP_ID: "0".repeat(24) };
      const { code, stdout } = await runCommand(["probe", "--clean", "--stack", "dev"], {
        cwd: folder,
        env,
      });
      assert.deepEqual([code, stdout], [0, "No rooms of the probe were found.\n"]);
    });
  });

  it("fails in a project if the stack cannot be read, because it may name another platform", () =>
    withProject({}, async (folder, PATH) => {
      const { code, stderr } = await runCommand(["probe", "--clean"], { cwd: folder, env: { PATH } });
      assert.deepEqual([code, stderr], [2, "error: pulumi config --json failed: no stack selected\n"]);
    }));

  it("fails with one line per missing key, and requires --yes in scripts", async () => {
    const cwd = __dirname;
    const none = await runCommand(["probe"], { cwd, env: { PATH: process.env.PATH! } });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^error: enablex:appId is not set\. .*\nenablex:appKey is not set\. .*\n$/);
    await using emulator = await startEmulator();
    const env = environmentOf(emulator);
    const unasked = await runCommand(["probe"], { cwd, env });
    assert.equal(unasked.code, 2);
    assert.match(
      unasked.stderr,
      /\nerror: Cannot confirm without a terminal\. Nothing was changed; pass --yes in scripts\.\n$/,
    );
    assert.deepEqual(emulator.requests, []);
  });
});
