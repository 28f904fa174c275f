import assert from "node:assert/strict";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { Room } from "pulumi-enablex";
import { runCommand } from "../support/command";
import { type EngineFixture, stateText, withEngine, yamlProject } from "../support/engine";

interface Finding {
  check: string;
  status: string;
  message: string;
  fix?: string;
}

/** Runs the doctor in its own process on a deployed stack, and parses its JSON. */
function doctorOf({ sandbox, emulator }: EngineFixture, extra: Record<string, string> = {}) {
  return async (...args: string[]) => {
    const ended = await runCommand(["doctor", "--json", ...args], {
      cwd: join(sandbox.folder, "rooms"),
      env: { ...sandbox.env, ...extra },
    });
    assert.equal(ended.stderr, "");
    assert.ok(!ended.stdout.includes(emulator.appKey) && !ended.stdout.includes(emulator.appId));
    const { stack, findings } = JSON.parse(ended.stdout) as { stack?: string; findings: Finding[] };
    const wrong = findings.filter(({ status }) => status !== "ok");
    return {
      code: ended.code,
      stack,
      wrong: wrong.map(({ check, status }) => `${status} ${check}`),
      findings,
    };
  };
}

async function deployed({ stack }: EngineFixture): Promise<Stack> {
  const dev = await stack("rooms", async () => {
    new Room("standup", { participants: 8 });
  });
  await dev.up();
  return dev;
}

describe("pulumi-enablex doctor on a deployed stack", () => {
  let fixture: EngineFixture;
  let dev: Stack;
  let end = () => {};
  let closed: Promise<void>;

  before(
    () =>
      new Promise<void>((resolve, reject) => {
        closed = withEngine(
          async (started) => {
            fixture = started;
            dev = await deployed(started);
            const ended = new Promise<void>((done) => {
              end = done;
            });
            resolve();
            await ended;
          },
          { passphrase: "right" },
        );
        closed.catch(reject);
      }),
  );

  after(() => {
    end();
    return closed;
  });

  it("finds credentials in plain text and wrong ones, and passes once they are fixed", async () => {
    const doctor = doctorOf(fixture);
    await dev.setConfig("enablex:appKey", { value: fixture.emulator.appKey });
    await dev.up();
    const plain = await doctor();
    assert.deepEqual([plain.code, plain.wrong], [0, ["warning enablex:appKey", "warning State"]]);

    await dev.setConfig("enablex:appKey", { value: "0".repeat(36), secret: true });
    const rejected = await doctor();
    assert.deepEqual([rejected.code, rejected.wrong], [1, ["failure Rooms API", "warning State"]]);

    await dev.setConfig("enablex:appKey", { value: fixture.emulator.appKey, secret: true });
    await dev.up();
    const repaired = await doctor();
    assert.deepEqual([repaired.code, repaired.wrong], [0, []]);
  });

  it("finds old provider code in the state, which pulumi up replaces without changing the room", async () => {
    const { emulator } = fixture;
    const before = emulator.rooms();
    const exported = await dev.exportStack();
    const [room] = exported.deployment.resources.filter(({ type }: { type: string }) => /Room$/.test(type));
    room.inputs.__provider = room.outputs.__provider = 'throw new Error("old code")';
    await dev.importStack(exported);
    const old = await doctorOf(fixture)();
    assert.deepEqual([old.code, old.wrong], [1, ["failure Rooms"]]);
    await assert.rejects(dev.refresh(), /old code/, "it is run");

    emulator.clearRequests();
    assert.equal((await dev.up()).summary.resourceChanges?.update, 1);
    assert.deepEqual(
      emulator.requests.filter(({ method }) => method !== "GET"),
      [],
    );
    const repaired = await doctorOf(fixture)();
    assert.deepEqual([repaired.code, repaired.wrong], [0, []]);
    await dev.refresh();
    assert.deepEqual(emulator.rooms(), before);
  });

  // Runs last, because it stops the emulator.
  it("passes the stack, and fails on a wrong passphrase, a missing login, stack or package, and a stopped emulator", async () => {
    const { sandbox, emulator } = fixture;
    const well = await doctorOf(fixture)();
    assert.deepEqual([well.code, well.stack, well.wrong], [0, "rooms/dev", []]);
    const words = await runCommand(["doctor", "--stack", "dev"], {
      cwd: join(sandbox.folder, "rooms"),
      env: sandbox.env,
    });
    assert.match(words.stdout, /^Checking rooms\/dev\n\nok {7}Node\.js .*\n/);
    assert.match(words.stdout, /\nNo problems found\.\n$/);
    assert.equal(words.code, 0);

    const passphrase = await doctorOf(fixture, { PULUMI_CONFIG_PASSPHRASE: "wrong" })();
    assert.equal(passphrase.code, 1);
    assert.equal(passphrase.wrong[0], "failure Configuration");

    const { PULUMI_BACKEND_URL: _, ...loggedOut } = sandbox.env;
    const out = await runCommand(["doctor"], { cwd: join(sandbox.folder, "rooms"), env: loggedOut });
    assert.equal(out.code, 1);
    assert.match(out.stdout, /\nfailure {2}Login {14}not logged in .*\n {9}→ pulumi login\n/);

    const unknown = await doctorOf(fixture)("--stack", "prod");
    assert.equal(unknown.code, 1);
    assert.equal(unknown.findings.find(({ check }) => check === "Stack")?.fix, "pulumi stack init prod");

    await rm(join(sandbox.folder, "node_modules"));
    const missing = await doctorOf(fixture)();
    assert.deepEqual(missing.wrong, ["failure pulumi-enablex", "failure @pulumi/pulumi"]);
    await symlink(
      join(__dirname, "..", "..", "node_modules"),
      join(sandbox.folder, "node_modules"),
      "junction",
    );

    await emulator.close();
    const down = await doctorOf(fixture)();
    assert.deepEqual([down.code, down.wrong], [1, ["failure Rooms API", "skipped Clock"]]);
    assert.equal(
      down.findings.find(({ check }) => check === "Rooms API")?.fix,
      `cd ${join(sandbox.folder, "rooms")} && npx pulumi-enablex emulator --port ${emulator.port}`,
    );
  });
});

describe("pulumi-enablex doctor", () => {
  it("finds no credential in plain text in the state of the native form, even if the configuration has one", () =>
    withEngine(async (fixture) => {
      const { write, pulumi } = await yamlProject(fixture, "rooms");
      const { appId, appKey } = fixture.emulator;
      for (const [key, value] of Object.entries({ appId, appKey })) {
        const set = await pulumi("config", "set", `enablex:${key}`, value, "--plaintext");
        assert.equal(set.code, 0, set.stderr);
      }
      await write("resources: { standup: { type: enablex:Room, properties: { participants: 8 } } }");
      const up = await pulumi("up", "--yes", "--skip-preview");
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const { findings } = await doctorOf(fixture)();
      const says = (name: string) => findings.find(({ check }) => check === name)?.message;
      assert.match(says("enablex:appKey") ?? "", /in plain text/);
      assert.equal(says("State"), "contains no credential in plain text");
      const state = (await pulumi("stack", "export")).stdout;
      assert.ok(!state.includes(appId) && !state.includes(appKey));
      const backend = await stateText(fixture.sandbox);
      assert.ok(backend.includes(appId) && backend.includes(appKey), "its history has them as they were set");
    }));

  it("exits with code 2 for an unknown option", async () => {
    const ended = await runCommand(["doctor", "--fix"], { cwd: __dirname });
    assert.deepEqual([ended.code, ended.stdout], [2, ""]);
    assert.match(ended.stderr, /^error: unknown option '--fix'[^\n]*\n$/);
  });
});
