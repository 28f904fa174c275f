import assert from "node:assert/strict";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { Room } from "pulumi-enablex";
import { Room as NativeRoom } from "pulumi-enablex/native";
import { findLanguageHosts } from "../../tools/pulumi/find-engine";
import { succeeds } from "../../tools/pulumi/run";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { pages } from "../docs/pages";
import { environmentFor, failureOf, roomsInState, skipCheckpoints, withEngine } from "../support/engine";

describe("engine: state", () => {
  it("a room of a TypeScript project takes as many bytes of state as docs/scaling.md says", () =>
    withEngine(
      async ({ engine, emulator, sandbox }) => {
        await offerPlugin(sandbox);
        const folder = join(sandbox.folder, "school");
        await mkdir(folder);
        const files = {
          "Pulumi.yaml": "name: school\nruntime: nodejs\n",
          "package.json": '{ "main": "index.ts" }',
          "tsconfig.json": '{ "files": ["index.ts"] }',
          "index.ts": `import { Room } from "pulumi-enablex";
import { Room as NativeRoom } from "pulumi-enablex/native";

for (const i of [0, 1, 2, 3, 4]) new Room(\`class-\${i}\`, { participants: 30 });
for (const i of [5, 6, 7, 8, 9]) new NativeRoom(\`class-\${i}\`, { participants: 30 });
`,
        };
        for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
        const env = {
          ...sandbox.env,
          ...environmentFor(emulator),
          ENABLEX_MEETING_URL: "https://acme.yourvideo.live",
          PATH: [sandbox.env.PATH, await findLanguageHosts(engine, console.log)].join(delimiter),
        };
        await succeeds(engine.command, ["stack", "init", "dev"], { cwd: folder, env });
        await succeeds(engine.command, ["up", "--yes", "--skip-preview"], { cwd: folder, env });
        const exported = await succeeds(engine.command, ["stack", "export"], { cwd: folder, env });
        const { resources } = JSON.parse(exported.stdout).deployment;
        const [dynamic, native] = ["pulumi-nodejs:dynamic/enablex:Room", "enablex:index:Room"].map((type) =>
          bytesOf(resources.filter((resource: { type: string }) => resource.type === type)),
        );
        const table = Object.entries(native!).map(
          ([part, bytes]) =>
            `| ${part} | ${bytes.toLocaleString("en")} | ${dynamic![part]!.toLocaleString("en")} |`,
        );
        const { text } = pages().find(({ path }) => path === "docs/scaling.md")!;
        const documented = text.split("\n").map((line) => `${line.split("|").slice(0, 4).join("|")}|`);
        for (const row of table)
          assert.ok(documented.includes(row), `docs/scaling.md lacks\n${table.join("\n")}`);
      },
      { passphrase: "correct horse" },
    ));

  it("300 dynamic rooms take one create request each", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      skipCheckpoints(sandbox);
      const count = 300;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new Room(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      const { resources } = (await dev.exportStack()).deployment;
      assert.equal(resources.filter(({ type }: { type: string }) => type.endsWith(":Room")).length, count);
      assert.equal(emulator.requests.length, count);
      emulator.clearRequests();
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, 0);
      await dev.destroy({ parallel: 100 });
      assert.equal(emulator.requests.length, 2 * count, "one request to check the owner, one to delete");
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("300 native rooms take one create request each", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      await offerPlugin(sandbox);
      skipCheckpoints(sandbox);
      const count = 300;
      const dev = await stack("school", async () => {
        for (let i = 0; i < count; i++) new NativeRoom(`class-${i}`, { participants: 30 });
      });
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, count);
      emulator.clearRequests();
      await dev.up({ parallel: 100 });
      assert.equal(emulator.requests.length, 0);
      await dev.refresh({ parallel: 100 });
      assert.ok(emulator.requests.length <= count / 10, `${emulator.requests.length} requests`);
      emulator.clearRequests();
      await dev.destroy({ parallel: 100 });
      assert.equal(emulator.requests.length, 2 * count, "one request to check the owner, one to delete");
    }));

  it("refresh and destroy without the installed package fail with Node.js's error that names it", () =>
    withEngine(async ({ stack, sandbox }) => {
      const dev = await stack("rooms", async () => {
        new Room("standup", { participants: 8 });
      });
      await dev.up();
      const modules = join(sandbox.folder, "node_modules");
      await rm(modules);
      await mkdir(join(modules, "@pulumi"), { recursive: true });
      const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
      await symlink(sdk, join(modules, "@pulumi", "pulumi"), "junction");
      for (const command of [() => dev.refresh(), () => dev.destroy()]) {
        assert.match(await failureOf(command()), /Cannot find module 'pulumi-enablex\/dynamic'/);
      }
      assert.equal((await roomsInState(dev)).length, 1);
    }));

  it("a renamed stack keeps its rooms", () =>
    withEngine(async ({ stack, emulator, sandbox }) => {
      const program = async () => {
        new Room("standup", { participants: 8 });
      };
      const dev = await stack("rooms", program);
      await dev.up();
      const before = emulator.rooms();
      await dev.rename({ stackName: "prod" });
      const prod = await sandbox.stack("rooms", "prod", program);
      assert.deepEqual((await prod.up()).summary.resourceChanges, { same: 2 });
      assert.deepEqual(emulator.rooms(), before);
    }));
});

/** Bytes of a room in the state, by part. The most of several rooms: the engine drops trailing zeros of a time. */
function bytesOf(rooms: Record<string, any>[]): Record<string, number> {
  const bytes = (of: Record<string, unknown>, ...names: string[]) =>
    names.reduce((sum, name) => sum + (name in of ? `"${name}":${JSON.stringify(of[name])},`.length : 0), 0);
  const most = (count: (room: Record<string, any>) => number) => Math.max(...rooms.map(count));
  const text = most(({ inputs, outputs }) => bytes(inputs, "__provider") + bytes(outputs, "__provider"));
  const results = ["roomId", "participantUrl", "created"];
  const parts = {
    "URN, type, id": most((room) => bytes(room, "urn", "type", "custom", "id")),
    "parent, provider": most((room) => bytes(room, "parent", "provider")),
    "code of the dynamic provider, twice": text,
    "inputs, with defaults": most((room) => bytes(room, "inputs") - text / 2),
    "the same as outputs": most(
      (room) => bytes(room, "outputs") - text / 2 - bytes(room.outputs, ...results, "moderatorUrl"),
    ),
    "`roomId`, `participantUrl`, `created`": most(({ outputs }) => bytes(outputs, ...results)),
    "`moderatorUrl`, encrypted": most(({ outputs }) => bytes(outputs, "moderatorUrl")),
    "names of given inputs": most((room) => bytes(room, "propertyDependencies")),
    "names of secret outputs": most((room) => bytes(room, "additionalSecretOutputs")),
    "times of the last change": most((room) => bytes(room, "created", "modified")),
    "place of the declaration": most((room) => bytes(room, "sourcePosition", "stackTrace")),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part);
  const fields = most((room) => bytes(room, ...Object.keys(room)));
  assert.equal(total, fields, "no field of the state belongs to no part");
  return { ...parts, "**all**": total };
}
