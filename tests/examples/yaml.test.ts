import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { withEngine, yamlProject } from "../support/engine";

describe("examples: rooms-yaml", () => {
  it("rooms-yaml deploys with secret host links, also from functions, a second up changes nothing, and it can be destroyed", () =>
    withEngine(async (fixture) => {
      const { pulumi, folder } = await yamlProject(fixture, "rooms-yaml", "plugins");
      const example = join(__dirname, "..", "..", "examples", "rooms-yaml");
      const yaml = await readFile(join(example, "Pulumi.yaml"), "utf8");
      // This copy is in another folder.
      const inCopy = yaml.replace("path: ../..", `path: ${resolve(example, "../..")}`);
      await writeFile(join(folder, "Pulumi.yaml"), inCopy + moreOutputs);
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout + up.stderr);
      assert.match(
        up.stdout,
        /computedUrl +: \[secret\].*frame +: "<iframe .*mathTeacherUrl: \[secret\].*standupHostUrl: \[secret\]/s,
      );
      assert.deepEqual(
        fixture.emulator
          .rooms()
          .map(({ name }) => name)
          .sort(),
        ["Daily stand-up", "Mathematics 101"],
      );
      const teacher = await pulumi("stack", "output", "mathTeacherUrl", "--show-secrets");
      assert.match(teacher.stdout, /\/host\/[\w=]+\?name=Teacher&landing=no\n$/);
      assert.match((await pulumi("up", "--yes", "--skip-preview")).stdout, /3 unchanged/);
      assert.equal((await pulumi("destroy", "--yes", "--skip-preview")).code, 0);
      assert.deepEqual(fixture.emulator.rooms(), []);
    }));
});

/** The other functions that send no request. */
const moreOutputs = `
  computedUrl:
    fn::invoke: { function: enablex:moderatorUrl, arguments: { roomId: "\${standup.roomId}" }, return: url }
  frame:
    fn::invoke:
      { function: enablex:embedHtml, arguments: { url: "\${standup.participantUrl}", height: 720 }, return: html }
`;
