import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorHookFunction } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Room } from "pulumi-enablex";
import ts from "typescript";
import { run } from "../../tools/pulumi/run";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import {
  behindPulumi,
  environmentFor,
  failureOf,
  stateText,
  withEngine,
  yamlProject,
} from "../support/engine";
import { blocksOf, pages, root } from "./pages";
import { linesToRun, openShell } from "./shell";

const path = "docs/guides/resource-options.md";
const blocks = blocksOf(pages().find((page) => page.path === path)!);
const india = { appId: `${"a".repeat(20)}beef`, appKey: "B".repeat(36) };

describe(path, () => {
  it("a changed trigger replaces a room of either form; ignored and hidden changes do not", () =>
    withEngine(async ({ stack, sandbox, emulator }) => {
      await offerPlugin(sandbox);
      const texts = ["replacementTrigger:", "ignoreChanges:", "hideDiffs:"].map(example).join("");
      let edited = texts.replace('replacementTrigger: "2026-11"', "");
      const native = () =>
        edited
          .replaceAll('"pulumi-enablex"', '"pulumi-enablex/native"')
          .replaceAll("Room(", "Room('native-' + ");
      const dev = await stack("meetings", async () => ({
        dynamic: await runProgram(edited),
        native: await runProgram(native()),
      }));
      const roomNamed = (name: string) => emulator.rooms().find((room) => room.name === name)!;
      const ids = () => ["board", "native-board"].map((name) => roomNamed(name).room_id);
      await dev.up();
      const before = ids();
      edited = texts;
      await dev.up();
      assert.deepEqual(ids(), before, "the first value");

      for (const name of ["training", "native-training"])
        await behindPulumi(emulator, "PATCH", `/rooms/${roomNamed(name).room_id}`, {
          settings: { participants: "5" },
        });
      await dev.refresh();
      emulator.clearRequests();
      edited = texts.replace("2026-11", "2026-12").replace('?? "1"', '?? "2"');
      const { outputs, stdout } = await dev.up({ diff: true });
      const changes = emulator.requests
        .map(({ method }) => method)
        .filter((method) => /POST|DELETE/.test(method));
      assert.deepEqual(changes, ["POST", "POST", "DELETE", "DELETE"], "the new rooms first");
      const [board, nativeBoard] = ids().map((id) => ({ joinUrl: `${emulator.meetingUrl}/${id}`, seats: 5 }));
      assert.deepEqual(outputs.dynamic?.value, board);
      assert.deepEqual(outputs.native?.value, nativeBoard);
      for (const name of ["training", "native-training"])
        assert.equal(roomNamed(name).settings.participants, "5");
      for (const name of ["lobby", "native-lobby"])
        assert.equal((roomNamed(name).data as { build?: string }).build, "2");
      assert.equal(stdout.match(/customData\.build \(hidden\)/g)?.length, 2);
      assert.doesNotMatch(stdout, /build *: "1" => "2"/);
      assert.match(stdout, /build *: "1"/, "it hides no secret");
    }));

  it("retainOnDelete and deletedWith leave rooms that orphans keeps, until the backups are removed", () =>
    withEngine(async ({ stack, emulator, engine, sandbox }) => {
      sandbox.env.PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS = "false";
      let program: PulumiFn = () => {
        const lobby = new Room("lobby", { participants: 2 });
        const wing = new pulumi.ComponentResource("meetings:Wing", "wing", {}, { deletedWith: lobby });
        new Room("annex", { participants: 2 }, { parent: wing });
        return runProgram(example("retainOnDelete:"));
      };
      const dev = await stack("meetings", () => program());
      await dev.up();
      program = () => runProgram(example("protect:").replace(/^.*archive.*$/m, ""));
      await dev.up();
      const names = () => emulator.rooms().map(({ name }) => name);
      assert.deepEqual(names().sort(), ["annex", "archive", "reception"]);
      const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
      const { text } = blocks.find(({ language }) => language === "text")!;
      assert.ok(oneLine(await failureOf(dev.destroy())).includes(oneLine(text)));

      const where = { cwd: join(sandbox.folder, "meetings"), env: sandbox.env };
      const deleteAll = ["orphans", "--stack", "dev", "--delete", "--all", "--older-than", "0s", "--yes"];
      const orphans = () => run(process.execPath, [join(root, "dist/cli/main.js"), ...deleteAll], where);
      assert.match((await orphans())!.stdout, /Kept 2 rooms that left a state/);
      await run(engine.command, ["stack", "rm", "dev", "--force", "--yes", "--remove-backups"], where);
      await stack("meetings", () => program());
      await orphans();
      assert.deepEqual(names(), []);
    }));

  it("an error hook repeats an operation while people are in the room, in a destroy only with --run-program", () =>
    withEngine(async ({ stack, emulator }) => {
      const operations: string[] = [];
      // People leave after the hook's first call.
      class ErrorHook extends pulumi.ErrorHook {
        constructor(name: string, callback: ErrorHookFunction) {
          super(name, (args) => {
            operations.push(args.failedOperation);
            const isRepeated = callback(args);
            emulator.leave(args.id);
            return isRepeated;
          });
        }
      }
      const modules = { "@pulumi/pulumi": { ...pulumi, ErrorHook } };
      const outputs: Record<string, unknown>[] = [];
      const afterCreate = ({ newOutputs }: pulumi.ResourceHookArgs) => void outputs.push(newOutputs!);
      const text = example("onError:");
      let edited = text;
      const busyTimeout = { "enablex:busyTimeout": { value: "0s" } };
      const program = async () => {
        new Room("lobby", { participants: 2 }, { hooks: { afterCreate: [afterCreate] } });
        await runProgram(edited, modules);
      };
      const dev = await stack("meetings", program, busyTimeout);
      await dev.up();
      assert.equal(typeof outputs[0]?.moderatorUrl, "string", "no secret in a hook of the dynamic form");
      const clinic = () => emulator.rooms().find(({ name }) => name === "clinic")!;
      emulator.join(clinic().room_id);
      edited = text.replace("participants: 4", "participants: 5");
      await dev.up();
      assert.equal(clinic().settings.participants, "5");

      emulator.join(clinic().room_id);
      assert.match(await failureOf(dev.destroy()), /Deleting room \w+ failed: 1 person is in/);
      assert.deepEqual(operations, ["update"]);
      await dev.destroy({ runProgram: true });
      assert.deepEqual(operations, ["update", "delete"]);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("envVarMappings creates rooms in a second account, and its credentials stay out of the state", () =>
    withEngine(
      async ({ stack, sandbox, emulator }) => {
        await offerPlugin(sandbox);
        Object.assign(sandbox.env, environmentFor(emulator));
        const mumbai = (project: string) => stack(project, () => runProgram(example("envVarMappings:")));
        // Without its variables, the provider uses the account of the environment.
        await (await mumbai("other")).up();
        assert.equal(emulator.rooms().length, 1);

        Object.assign(sandbox.env, { INDIA_APP_ID: india.appId, INDIA_APP_KEY: india.appKey });
        await (await mumbai("meetings")).up();
        assert.equal(emulator.rooms(india.appId).length, 1);
        const state = await stateText(sandbox);
        assert.ok(state.includes("INDIA_APP_KEY"));
        assert.ok(!state.includes(india.appId) && !state.includes(india.appKey));

        delete sandbox.env.INDIA_APP_ID;
        assert.match(await failureOf((await mumbai("meetings")).refresh()), /belongs to the project/);
      },
      { accounts: [india] },
    ));

  it("pulumi import uses the provider that its file names, and the printed code shows no change", () =>
    withEngine(
      async (fixture) => {
        const { emulator, sandbox } = fixture;
        const { folder, write, pulumi } = await yamlProject(fixture, "meetings");
        const provider = `  india: { type: pulumi:providers:enablex, properties: ${JSON.stringify(india)} }`;
        await write(`resources:\n${provider}`);
        await pulumi("up", "--yes");
        const { room } = await behindPulumi({ ...emulator, ...india }, "POST", "/rooms", {
          name: "Mumbai",
          owner_ref: "india",
          settings: { participants: "5" },
        });
        const { text } = blocks.find(({ language }) => language === "json")!;
        await writeFile(join(folder, "rooms.json"), text.replace("60af1c2e5f8b9a0012345678", room.room_id));
        const env = { ...sandbox.env, PULUMI_SKIP_CONFIRMATIONS: "true" };
        const { runLine, assertEnd } = linesToRun(path, await openShell(folder, sandbox.folder, env));
        await runLine("pulumi import --file rooms.json --out rooms.txt");
        assertEnd();
        const code = await readFile(join(folder, "rooms.txt"), "utf8");
        assert.match(code, /protect: true\n\s*provider: \$\{india\}|provider: \$\{india\}\n\s*protect: true/);
        await write(code.replace("resources:", `resources:\n${provider}`));
        const { code: exit, stdout } = await pulumi("preview", "--expect-no-changes");
        assert.equal(exit, 0, stdout);
      },
      { accounts: [india] },
    ));
});

/** The TypeScript block that contains a text. */
const example = (contains: string): string =>
  blocks.find(({ language, text }) => language === "ts" && text.includes(contains))!.text;

/** Runs a TypeScript program of the page as a stack's program. */
async function runProgram(text: string, modules: Record<string, unknown> = {}): Promise<object> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const exported = {};
  new Function("require", "exports", outputText)((name: string) => modules[name] ?? require(name), exported);
  return exported;
}
