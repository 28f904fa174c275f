import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findLanguageHosts } from "../../engine/find";
import { run } from "../../engine/run";
import { onStage } from "../engine/stage";
import { installedBy } from "../package/install";

const root = join(__dirname, "../..");
const { version } = require("@pulumi/pulumi/package.json");

/**
 * What the README of each example tells to do, but for the versions, which are pinned here, and the plugin, which is the
 * installed one: of a checkout, Pulumi would build it again under the feet of other tests.
 */
const examples: { name: string; steps: string[] }[] = [
  {
    name: "rooms-go",
    steps: [
      "go mod init rooms-go",
      `go get github.com/pulumi/pulumi/sdk/v3@v${version}`,
      "pulumi package add ../..",
      "go mod tidy",
    ],
  },
  { name: "rooms-python", steps: ["pulumi package add ../..", "pulumi install"] },
];

for (const { name, steps } of examples)
  describe(`the example ${name}`, () => {
    it("gets its SDK, deploys, hides the host's link, changes nothing the second time, and is destroyed", () =>
      onStage(async ({ engine, emulator, sandbox }) => {
        const folder = join(sandbox.folder, "examples", name);
        await mkdir(join(sandbox.folder, "examples"));
        await cp(join(root, "examples", name), folder, { recursive: true });
        const installed = await installedBy("npm", "-for-package-add");
        const plugin = join(installed, "node_modules", "pulumi-enablex");
        const pinned = join(sandbox.folder, "pinned.txt");
        await writeFile(pinned, `pulumi==${version}\n`);
        const env = {
          ...sandbox.env,
          PATH: [sandbox.env.PATH, await findLanguageHosts(engine, console.log)].join(delimiter),
          PIP_CONSTRAINT: pinned,
          PULUMI_SKIP_CONFIRMATIONS: "true",
          ENABLEX_API_URL: emulator.apiUrl,
          ENABLEX_MEETING_URL: emulator.meetingUrl,
          ENABLEX_APP_ID: emulator.appId,
          ENABLEX_APP_KEY: emulator.appKey,
        };
        const types = async (line: string): Promise<string> => {
          const [command, ...args] = line.split(" ").map((word) => (word === "../.." ? plugin : word));
          const ended = await run(command!, args, { cwd: folder, env });
          assert.equal(ended?.code, 0, `${line}\n${ended?.stdout}\n${ended?.stderr}`);
          return ended.stdout;
        };

        const readme = await readFile(join(folder, "README.md"), "utf8");
        for (const step of steps) {
          assert.ok(readme.includes(`\`${step.replace(/@v.*/, "")}\``), step);
          await types(step);
        }
        await types("pulumi stack init dev");
        const deployed = await types("pulumi up");
        assert.match(deployed, /\+ 3 created/);
        assert.match(deployed, /standupHostUrl: \[secret\]/);
        const rooms = emulator.rooms();
        assert.deepEqual(rooms.map((room) => room.name).sort(), ["Daily stand-up", "Mathematics 101"]);
        const standup = rooms.find((room) => room.name === "Daily stand-up")!;
        assert.match(deployed, new RegExp(`standupUrl *: "${emulator.meetingUrl}/${standup.room_id}"`));
        assert.match(await types("pulumi up"), /3 unchanged/);
        await types("pulumi destroy");
        assert.deepEqual(emulator.rooms(), []);
      }));
  });
