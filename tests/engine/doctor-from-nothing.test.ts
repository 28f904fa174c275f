import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { openShell, type Shell } from "../docs/shell";
import { withEngine } from "../support/engine";
import { installedBy } from "../support/install";

describe("doctor: from nothing", () => {
  it("leads to a working room by its fixes alone, and repairs a broken project", () =>
    withEngine(async ({ engine, emulator, sandbox }) => {
      const folder = join(sandbox.folder, "meetings");
      await mkdir(folder);
      const modules = join(await installedBy("npm"), "node_modules");
      await symlink(modules, join(folder, "node_modules"), "junction");
      await writeFile(join(folder, "package.json"), '{ "dependencies": { "pulumi-enablex": "0.1.0" } }');
      const shell = await openShell(folder, sandbox.folder, {
        ...sandbox.env,
        PATH: [sandbox.env.PATH, await findLanguageHosts(engine, console.log)].join(delimiter),
        PULUMI_SKIP_CONFIRMATIONS: "true",
        // The only thing that doctor cannot know: the emulator's address.
        ENABLEX_API_URL: emulator.apiUrl,
        ENABLEX_MEETING_URL: emulator.meetingUrl,
      });
      const credentials = { appId: emulator.appId, appKey: emulator.appKey };

      assert.deepEqual(await followsDoctor(shell, credentials), [
        "Stack",
        "Program",
        "Stack",
        "enablex:appId",
        "enablex:appKey",
      ]);
      const { stdout } = await shell.run("pulumi up");
      const [, joinUrl] = /joinUrl: "(.+)"/.exec(stdout) ?? assert.fail(stdout);
      assert.match(await (await fetch(joinUrl!)).text(), /Joining as participant/);

      for (const line of [
        "pulumi config set enablex:appKey anotherKeyThatDoesNotBelongToTheAppId",
        "pulumi stack unselect",
        "mv index.ts index.txt",
      ])
        assert.equal((await shell.run(line)).code, 0, line);
      assert.deepEqual(await followsDoctor(shell, credentials), ["Program", "Stack", "Rooms API"]);
      await shell.run("mv index.txt index.ts");
      assert.match((await shell.run("pulumi up")).stdout, /2 unchanged/);
      await shell.run("pulumi destroy");
      assert.deepEqual(emulator.rooms(), []);
    }));
});

/** Runs the fix of the first failure and then doctor again, like a user who knows nothing else.
 * @returns the failed checks, in order
 */
async function followsDoctor(shell: Shell, credentials: Record<string, string>): Promise<string[]> {
  const failed: string[] = [];
  for (;;) {
    const { stdout, stderr } = await shell.run("npx pulumi-enablex doctor --json");
    assert.notEqual(stdout, "", stderr);
    const { findings } = JSON.parse(stdout) as {
      findings: { check: string; status: string; message: string; fix: string }[];
    };
    const failure = findings.find(({ status }) => status === "failure");
    if (!failure) return failed;
    failed.push(failure.check);
    assert.ok(failed.length < 10, `${failed.join()}: ${failure.message}`);
    // Pulumi prompts for each secret; the first prompt would read all of a piped input.
    const secrets = failure.fix.includes("--secret") ? failure.fix.split(" && ") : [failure.fix];
    for (const line of secrets) {
      const [, key = ""] = /--secret enablex:(\w+)/.exec(line) ?? [];
      const ended = await shell.run(line, `${credentials[key] ?? ""}\n`);
      assert.equal(ended.code, 0, `${line}\n${ended.stdout}\n${ended.stderr}`);
    }
  }
}
