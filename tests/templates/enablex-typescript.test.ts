import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { type ConfigKey, configKeys } from "../../provider/config/keys";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { run } from "../../tools/pulumi/run";
import { type EngineFixture, stateText, withEngine } from "../support/engine";
import { succeeds } from "../support/packed";

const root = join(__dirname, "../..");
const folder = join(root, "templates/enablex-typescript");
const read = (...path: string[]) => readFileSync(join(...path), "utf8");

describe("template enablex-typescript", () => {
  it("`pulumi new` creates a program from the template that compiles and deploys", () =>
    withEngine(async (fixture) => {
      const made = await madeBy(fixture);
      assert.deepEqual(readdirSync(made).sort(), readdirSync(folder).sort());
      const project = parse(read(made, "Pulumi.yaml"));
      assert.deepEqual(
        [project.name, project.description, project.template],
        ["meetings", "Rooms of the whole company", undefined],
      );
      assert.equal(JSON.parse(read(made, "package.json")).name, "meetings");
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const compiled = await run(process.execPath, [tsc, "-p", made], { cwd: made });
      assert.equal(compiled?.code, 0, compiled?.stdout);

      const { emulator } = fixture;
      const program = async () => ({ ...require(join(made, "index.ts")) });
      const stack = await fixture.stack("meetings", program, { participants: { value: "8" } });
      const { outputs } = await stack.up();
      const [room] = emulator.rooms();
      assert.deepEqual([room?.name, room?.settings.participants], ["Daily stand-up", "8"]);
      assert.deepEqual(outputs.joinUrl, { value: `${emulator.url}/${room?.room_id}`, secret: false });
      assert.equal(outputs.hostUrl?.secret, true);
      assert.ok(!(await stateText(fixture.sandbox)).includes("/host/"));
      await stack.destroy();
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("the template asks only for known keys, and for secret keys as secrets", () => {
    const asked = Object.entries<any>(parse(read(folder, "Pulumi.yaml")).template.config);
    const ours = asked.filter(([key]) => key.startsWith("enablex:"));
    assert.notEqual(ours.length, 0);
    for (const [key, { secret, description }] of ours) {
      const facts = configKeys[key.slice("enablex:".length) as ConfigKey];
      assert.equal(secret, facts.secret, key);
      assert.ok(description, key);
    }
  });

  it("the template depends on this version and on the oldest supported Pulumi", () => {
    const { version, peerDependencies } = JSON.parse(read(root, "package.json"));
    const { dependencies } = JSON.parse(read(folder, "package.json"));
    assert.equal(dependencies["pulumi-enablex"], `^${version}`);
    assert.equal(peerDependencies["@pulumi/pulumi"], `>=${dependencies["@pulumi/pulumi"].slice(1)} <4`);
  });
});

/** Creates a program from the template and returns its folder. */
async function madeBy({ engine, sandbox }: EngineFixture): Promise<string> {
  const made = join(sandbox.folder, "program");
  const options = ["--name", "meetings", "--description", "Rooms of the whole company", "--dir", made];
  const PATH = [sandbox.env.PATH, await findLanguageHosts(engine, console.log)].join(delimiter);
  await succeeds(engine.command, ["new", folder, "--generate-only", "--yes", ...options], {
    cwd: sandbox.folder,
    env: { ...sandbox.env, PATH },
  });
  return made;
}
