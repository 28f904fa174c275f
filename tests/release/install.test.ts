import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findYamlLanguageHost } from "../../tools/pulumi/find-engine";
import { run, succeeds } from "../../tools/pulumi/run";
import { archive, archiveName } from "../../tools/release/archive";
import { ownPlatform } from "../../tools/release/platforms";
import { type ReleaseServer, serveFiles } from "../../tools/release/server";
import { type EngineFixture, withEngine, type YamlProject, yamlProject } from "../support/engine";

const { version } = require("../../package.json");
const room = "resources:\n  standup:\n    type: enablex:Room\n    properties: { participants: 8 }";

describe("release: plugin from a server", () => {
  it("a YAML program deploys with the installed archive and no node on PATH, and the schema is valid", () =>
    withServer(async ({ folder, write, pulumi }, server, { emulator }) => {
      const installed = await pulumi(...install, `v${version}`, "--server", server.url);
      assert.equal(installed.code, 0, installed.stderr);
      await write(room);
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout);
      assert.equal(emulator.rooms().length, 1);

      // As the Registry does.
      const schema = await pulumi("package", "get-schema", `enablex@${version}`);
      assert.equal(JSON.parse(schema.stdout).version, version);
      await writeFile(join(folder, "schema.json"), schema.stdout);
      const checked = await pulumi("schema", "check", "schema.json");
      assert.equal(checked.code, 0, checked.stderr);
    }));

  it("the engine requests its own platform's archive, and names it if the server does not have it", () =>
    withServer(async ({ pulumi }, server) => {
      const { code, stderr } = await pulumi(...install, "v9.9.9", "--server", server.url);
      assert.equal(code, 1);
      const name = archiveName(ownPlatform!).replace(version, "9.9.9");
      assert.deepEqual(server.requested, [name]);
      assert.match(stderr, new RegExp(`404 HTTP error fetching plugin from ${server.url}/${name}\n$`));
    }));

  it("an archive for another platform fails with a message that docs/troubleshooting.md explains", () =>
    withServer(async ({ folder, write, pulumi }) => {
      await write(room);
      const guide = await readFile("docs/troubleshooting.md", "utf8");
      const plugin = join(folder, "pulumi-resource-enablex");
      const others = {
        "exec format error": Buffer.from(`7f454c46020101${"00".repeat(57)}`, "hex"),
        // Fails like an executable that needs glibc, on a machine without it.
        "plugin not found": "#!/nonexistent/loader\n",
      };
      for (const [message, content] of Object.entries(others)) {
        await writeFile(plugin, content, { mode: 0o755 });
        await succeeds("tar", ["-czf", "other.tar.gz", "pulumi-resource-enablex"], { cwd: folder });
        await pulumi(...install, `v${version}`, "--file", "other.tar.gz", "--reinstall");
        const { stdout } = await pulumi("preview");
        assert.match(stdout, new RegExp(`resource-enablex-v${version}/pulumi-resource-enablex: ${message}`));
        assert.match(guide, new RegExp(`^### .*\`pulumi-resource-enablex: ${message}\``, "m"));
      }
    }));
});

const install = ["plugin", "install", "resource", "enablex"];

/** Serves this platform's archive, and opens a project with only the engine and its YAML host on PATH. */
const withServer = (
  test: (project: YamlProject, server: ReleaseServer, fixture: EngineFixture) => Promise<void>,
) =>
  withEngine(async (fixture) => {
    await using server = await serveFiles({ [archiveName(ownPlatform!)]: await archive(ownPlatform!) });
    const project = await yamlProject(fixture, "rooms", "plugins");
    const { env } = fixture.sandbox;
    env.PATH = [fixture.engine.folder, await findYamlLanguageHost(fixture.engine, console.log)].join(
      delimiter,
    );
    assert.equal(await run("node", ["--version"], { env }), undefined);
    await test(project, server, fixture);
  });
