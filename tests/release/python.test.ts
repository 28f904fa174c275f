import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts } from "../../tools/pulumi/find";
import { run, succeeds } from "../../tools/pulumi/run";
import { archive } from "../../tools/release/archive";
import { ownPlatform } from "../../tools/release/platforms";
import { buildSdks } from "../../tools/release/sdks";
import { environmentFor, withEngine } from "../support/engine";

const { version } = require("../../package.json");

describe("release: SDK for Python and the executable", () => {
  it("a Python program deploys with no node on PATH", () =>
    withEngine(async ({ engine, sandbox, emulator }) => {
      const { wheel } = await buildSdks(join(sandbox.folder, "release"), console.log);
      const folder = join(sandbox.folder, "rooms");
      await mkdir(folder);
      const file = (name: string, text: string) => writeFile(join(folder, name), text);
      await file("Pulumi.yaml", "name: rooms\nruntime:\n  name: python\n  options: { virtualenv: venv }\n");
      await file(
        "__main__.py",
        'import pulumi\nimport pulumi_enablex as enablex\nroom = enablex.Room("standup", participants=8)\npulumi.export("url", room.participant_url)\n',
      );
      await succeeds("python3", ["-m", "venv", "venv"], { cwd: folder });
      const python = join(folder, "venv", "bin");
      await succeeds(join(python, "pip"), ["install", "--quiet", wheel], { cwd: folder });
      const path = [engine.folder, await findLanguageHosts(engine, console.log), python];
      const env = { ...sandbox.env, ...environmentFor(emulator), PATH: path.join(delimiter) };
      assert.equal(await run("node", ["--version"], { env }), undefined);

      const pulumi = (...args: string[]) =>
        succeeds(engine.command, [...args, "--non-interactive"], { cwd: folder, env });
      await pulumi("stack", "init", "dev");
      const plugin = ["plugin", "install", "resource", "enablex", `v${version}`];
      await pulumi(...plugin, "--file", await archive(ownPlatform!));
      await pulumi("up", "--yes", "--skip-preview");
      const [room] = emulator.rooms();
      const { stdout } = await pulumi("stack", "output", "url");
      assert.equal(stdout.trim(), `${emulator.meetingUrl}/${room?.room_id}`);
    }));
});
