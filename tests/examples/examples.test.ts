import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import ts from "typescript";
import type { Emulator } from "../../emulator/index";
import { type EngineFixture, stateText, withEngine } from "../support/engine";
import { programOf } from "./program";

const examples = join(__dirname, "../../examples");
const programs = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((file) => basename(file) === "tsconfig.json" && !file.includes("node_modules"))
  .map(dirname);

describe("examples", () => {
  it("permanent-room deploys a room with a public join link and a secret host link", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const stack = await fixture.stack("permanent-room", programOf("permanent-room"));
      const outputs = await deployTwice(stack, fixture, 1);

      const [room] = emulator.rooms();
      assert.equal(room?.name, "Daily stand-up");
      assert.deepEqual(
        [room?.settings.scheduled, room?.settings.adhoc, room?.settings.wait_for_moderator],
        [false, false, true],
      );
      assert.deepEqual(outputs.joinUrl, { value: `${emulator.url}/${room?.room_id}`, secret: false });
      await assertHostLink(outputs.hostUrl, "Daily stand-up");
      await destroy(stack, emulator);
    }));

  it("scheduled-class deploys a lecture and moves it to a newly configured time", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const stack = await fixture.stack("scheduled-class", programOf("scheduled-class"));
      const outputs = await deployTwice(stack, fixture, 1);
      const settings = () => emulator.rooms()[0]!.settings;

      assert.deepEqual(
        [settings().scheduled_time, settings().mode, settings().participants],
        ["2030-01-07 03:30:00", "lecture", "30"],
      );
      assert.deepEqual(outputs.studentUrl, {
        value: `${emulator.url}/${emulator.rooms()[0]?.room_id}`,
        secret: false,
      });
      assert.match(outputs.teacherUrl?.value, /\/host\/[\w=]+\?name=Teacher&landing=no$/);
      await assertHostLink(outputs.teacherUrl, "Mathematics 101");

      await stack.setConfig("startsAt", { value: "2031-02-03T10:00:00+01:00" });
      await stack.setConfig("students", { value: "25" });
      const moved = await stack.up();
      assert.deepEqual(changesOf(moved), { same: 1, update: 1 });
      assert.deepEqual(moved.outputs, outputs);
      assert.deepEqual([settings().scheduled_time, settings().participants], ["2031-02-03 09:00:00", "25"]);
      await destroy(stack, emulator);
    }));

  it("adhoc-support deploys a room for one call and does not recreate it after the call", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const stack = await fixture.stack("adhoc-support", programOf("adhoc-support"), {
        ticket: { value: "815" },
      });
      const outputs = await deployTwice(stack, fixture, 1);

      const [room] = emulator.rooms();
      assert.deepEqual([room?.settings.adhoc, room?.owner_ref], [true, "ticket-815"]);
      assert.equal(
        outputs.customerUrl?.value,
        `${emulator.url}/${room?.room_id}?user_ref=ticket-815&video=no`,
      );
      await assertHostLink(outputs.agentUrl, "Support call, ticket 815");

      emulator.join(room!.room_id, { name: "Agent", role: "moderator" });
      emulator.leave(room!.room_id);
      assert.deepEqual(emulator.rooms(), []);
      assert.deepEqual(changesOf(await stack.refresh()), { same: 2 });
      assert.deepEqual(changesOf(await stack.up()), { same: 2 });

      await stack.setConfig("ticket", { value: "816" });
      assert.deepEqual(changesOf(await stack.up()), { same: 1, create: 1, delete: 1 });
      assert.deepEqual(
        emulator.rooms().map((next) => next.owner_ref),
        ["ticket-816"],
      );
      await destroy(stack, emulator);
    }));

  it("rooms-and-website embeds a room of one stack in the page of another", () =>
    withEngine(async (fixture) => {
      const { emulator } = fixture;
      const rooms = await fixture.stack("rooms", programOf("rooms-and-website/rooms"));
      await deployTwice(rooms, fixture, 2);
      const reception = emulator.rooms().find(({ name }) => name === "Reception");

      const website = await fixture.stack("website", programOf("rooms-and-website/website"));
      const outputs = await deployTwice(website, fixture, 0);
      assert.equal(outputs.page?.secret, false);
      assert.match(
        outputs.page?.value,
        new RegExp(`<iframe [^>]*src="${emulator.url}/${reception?.room_id}"`),
      );
      assert.doesNotMatch(outputs.page?.value, /\/host\//);
      await assertHostLink(outputs.receptionistUrl, "Reception");

      await website.destroy();
      await destroy(rooms, emulator);
    }));

  for (const folder of programs)
    it(`${folder} compiles with its own tsconfig.json`, () => {
      assert.equal(errorsOf(join(examples, folder, "tsconfig.json")), "");
    });
});

/**
 * Previews, deploys, and deploys again. Asserts that the preview creates nothing, the second deployment
 * changes nothing, and the state contains no plain-text host links or credentials.
 */
async function deployTwice(
  stack: Stack,
  { emulator, sandbox }: EngineFixture,
  rooms: number,
): Promise<OutputMap> {
  emulator.clearRequests();
  const preview = await stack.preview();
  assert.equal(preview.changeSummary.create, rooms + 1);
  assert.deepEqual(emulator.requests, []);

  const { outputs } = await stack.up();
  const makes = emulator.requests.map(({ method, status }) => `${method} ${status}`);
  assert.deepEqual(makes, Array(rooms).fill("POST 200"));

  const second = changesOf(await stack.up());
  assert.deepEqual(Object.keys(second), ["same"]);
  assert.equal(emulator.requests.length, rooms);

  const kept = await stateText(sandbox);
  assert.ok(kept.includes("ciphertext"));
  for (const secret of ["/host/", emulator.appId, emulator.appKey]) assert.ok(!kept.includes(secret), secret);
  return outputs;
}

/** The number of changes of each kind. */
const changesOf = ({ summary }: { summary: { resourceChanges?: object } }) => ({
  ...summary.resourceChanges,
});

/** Asserts that an output is secret and opens the page as moderator. */
async function assertHostLink(output: OutputMap[string] | undefined, title: string): Promise<void> {
  assert.equal(output?.secret, true);
  const page = await (await fetch(output?.value)).text();
  assert.match(page, new RegExp(`<title>${title}</title>.*as moderator`, "s"));
}

/** The compiler's errors for a project. */
function errorsOf(tsconfig: string): string {
  const { config } = ts.readConfigFile(tsconfig, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(tsconfig));
  assert.equal(fileNames.length, 1);
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => examples,
    getNewLine: () => "\n",
  });
}

async function destroy(stack: Stack, emulator: Emulator): Promise<void> {
  await stack.destroy();
  assert.deepEqual(emulator.rooms(), []);
}
