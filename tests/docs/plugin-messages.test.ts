import assert from "node:assert/strict";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../package.json";
import { withEngine, yamlProject } from "../support/engine";
import { pluginFile } from "../support/plugin";
import { pages } from "./pages";

describe("docs/troubleshooting.md: messages about the plugin's file", () => {
  const { text } = pages().find(({ path }) => path === "docs/troubleshooting.md")!;

  it("the messages for an old plugin, an old Node.js and a missing permission are as documented", () =>
    withEngine(async (fixture) => {
      const { folder, write, pulumi } = await yamlProject(fixture, "meetings", "package");
      const home = join(folder, "node_modules/pulumi-enablex");
      const file = join(home, "pulumi-resource-enablex");
      await mkdir(home, { recursive: true });
      const preview = async () => (await pulumi("preview")).stdout;
      const documented = (message: string) => assert.ok(text.includes(`### \`${message}\`\n`), message);

      await writeFile(file, await readFile(pluginFile), { mode: 0o755 });
      await write(ROOM);
      const old = (wanted: string, has: string) =>
        `resource plugin enablex is expected to have version >=${wanted}, but has ${has}`;
      documented(old("…", "…"));
      assert.ok((await preview()).includes(`${old("99.0.0", version)};`));

      const onOldNode = (await readFile(pluginFile, "utf8")).replace("process.versions.node", '"18.20.8"');
      await writeFile(file, onOldNode);
      const needed = "pulumi-enablex needs Node.js 20.19 or later";
      documented(needed.replace("pulumi-enablex", "…"));
      assert.ok((await preview()).includes(`${needed}, but ${process.execPath} is ${process.version}.`));

      await chmod(file, 0o644);
      documented("…/pulumi-resource-enablex: permission denied");
      assert.match(await preview(), /\/pulumi-resource-enablex: permission denied/);
    }));
});

/** A room of an SDK that is newer than the plugin. */
const ROOM = `
resources:
  standup:
    type: enablex:Room
    properties:
      participants: 8
    options:
      version: 99.0.0
`;
