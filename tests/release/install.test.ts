import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { findYamlLanguageHost } from "../../tools/pulumi/find";
import { run } from "../../tools/pulumi/run";
import { archive, archiveName } from "../../tools/release/archive";
import { ownPlatform } from "../../tools/release/platforms";
import { type EngineFixture, withEngine, type YamlProject, yamlProject } from "../support/engine";
import { type ReleaseServer, serveFiles } from "../support/release-server";

const { version } = require("../../package.json");
const room = "resources:\n  standup:\n    type: enablex:Room\n    properties: { participants: 8 }";

describe("release: plugin from a server", () => {
  it("a YAML program deploys with the installed archive and no node on PATH", () =>
    withServer(async ({ write, pulumi }, server, { emulator }) => {
      const installed = await pulumi(...install, `v${version}`, "--server", server.url);
      assert.equal(installed.code, 0, installed.stderr);
      await write(room);
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout);
      assert.equal(emulator.rooms().length, 1);
    }));

  it("the engine asks for its own platform's archive, and names it if the server does not have it", () =>
    withServer(async ({ pulumi }, server) => {
      const { code, stderr } = await pulumi(...install, "v9.9.9", "--server", server.url);
      assert.equal(code, 1);
      const name = archiveName(ownPlatform!).replace(version, "9.9.9");
      assert.deepEqual(server.requested, [name]);
      assert.match(stderr, new RegExp(`404 HTTP error fetching plugin from ${server.url}/${name}\n$`));
    }));
});

const install = ["plugin", "install", "resource", "enablex"];

/** A server of this platform's archive, and a project whose engine finds nothing on PATH but itself and its YAML host. */
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
