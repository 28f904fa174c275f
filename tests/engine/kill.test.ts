import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fraction } from "../../emulator/random";
import { findYamlLanguageHost } from "../../engine/find";
import { type Ended, run } from "../../engine/run";
import { onStage, type Stage } from "./stage";

const root = join(__dirname, "..", "..");
const count = 50;
const points = 10;
const seed = 20261124;

/** Kills this many `up`s, each at another moment: after so many create requests, the engine or the provider in turn. */
const moments = Array.from({ length: points }, (_, i) => ({
  afterCreates: 1 + Math.floor(fraction(seed, "kill", i) * (count - 1)),
  victim: i % 2 === 0 ? "engine" : "provider",
}));

/** Runs `pulumi` in the folder of the project, whose rooms are declared in YAML and served by the plugin. */
async function pulumi({ engine, sandbox }: Stage, ...args: string[]): Promise<Ended> {
  const cwd = join(sandbox.folder, "killed");
  return (await run(engine.command, [...args, "--non-interactive"], { cwd, env: sandbox.env }))!;
}

async function prepare(stage: Stage): Promise<void> {
  const { sandbox, emulator, engine } = stage;
  const folder = join(sandbox.folder, "killed");
  await mkdir(folder);
  const rooms = Array.from(
    { length: count },
    (_, i) => `  room-${i}:\n    type: enablex:Room\n    properties: { participants: 8 }`,
  );
  await writeFile(
    join(folder, "Pulumi.yaml"),
    `name: killed\nruntime: yaml\nresources:\n${rooms.join("\n")}\n`,
  );
  const plugins = join(sandbox.folder, "plugins");
  await mkdir(plugins);
  await symlink(
    join(root, "dist", "provider", "plugin", "main.js"),
    join(plugins, "pulumi-resource-enablex"),
  );
  const yaml = await findYamlLanguageHost(engine, console.log);
  Object.assign(sandbox.env, {
    PATH: [plugins, yaml, sandbox.env.PATH].join(":"),
    ENABLEX_API_URL: emulator.apiUrl,
    ENABLEX_MEETING_URL: emulator.meetingUrl,
    ENABLEX_APP_ID: emulator.appId,
    ENABLEX_APP_KEY: emulator.appKey,
  });
  assert.equal((await pulumi(stage, "stack", "init", "dev")).code, 0);
}

/** Starts an `up` and kills a process of it after so many rooms were asked for. */
async function killedUp(stage: Stage, { afterCreates, victim }: (typeof moments)[number]): Promise<void> {
  const { sandbox, emulator, engine } = stage;
  const up = spawn(engine.command, ["up", "--yes", "--skip-preview", "--non-interactive"], {
    cwd: join(sandbox.folder, "killed"),
    env: sandbox.env,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => up.on("close", () => resolve()));
  while (emulator.requests.length < afterCreates) await new Promise((resolve) => setImmediate(resolve));
  // The engine starts one for the schema too.
  const providers = await childrenNamed(up.pid!, /pulumi-resource-enablex/);
  assert.ok(providers.length > 0);
  for (const pid of victim === "engine" ? [up.pid!] : providers) process.kill(pid, "SIGKILL");
  await ended;
  // The provider of a dead engine ends by itself.
  while (providers.some(isAlive)) await new Promise((resolve) => setImmediate(resolve));
}

async function childrenNamed(parent: number, name: RegExp): Promise<number[]> {
  const children: number[] = [];
  for (const pid of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const about = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const isChild = (await about("status")).includes(`\nPPid:\t${parent}\n`);
    if (isChild && name.test(await about("cmdline"))) children.push(Number(pid));
  }
  return children;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("engine: a run that is killed", () => {
  for (const [i, moment] of moments.entries()) {
    const { afterCreates, victim } = moment;
    it(`(the ${victim}, after ${afterCreates} of ${count} create requests) loses no room and makes none twice`, () =>
      onStage(
        async (stage) => {
          const { emulator, sandbox } = stage;
          await prepare(stage);
          await killedUp(stage, moment);
          await pulumi(stage, "cancel", "--yes");
          const kept = await roomIds(stage);

          const command = join(root, "dist", "cli", "main.js");
          const args = ["orphans", "--stack", "dev", "--delete", "--all", "--older-than", "0s", "--yes"];
          const orphans = await run(process.execPath, [command, ...args], {
            cwd: join(sandbox.folder, "killed"),
            env: sandbox.env,
          });
          assert.equal(orphans?.code, 0, orphans?.stderr);

          const up = await pulumi(stage, "up", "--yes", "--skip-preview");
          assert.equal(up.code, 0, up.stdout + up.stderr);
          const rooms = emulator.rooms();
          assert.equal(rooms.length, count);
          assert.equal(new Set(rooms.map(({ owner_ref }) => owner_ref)).size, count, "no double");
          const ids = rooms.map(({ room_id }) => room_id);
          assert.deepEqual([...(await roomIds(stage))].sort(), [...ids].sort(), "the state knows all rooms");
          for (const id of kept) assert.ok(ids.includes(id), `room ${id}, which the state held, is there`);
          const deleted = emulator.requests.filter(({ method }) => method === "DELETE").length;
          console.log(
            `      ${kept.size} rooms in the state after the kill, ${deleted} orphans deleted; doubles: 0, lost: 0`,
          );
        },
        { seed: seed + i, faults: { latency: 1, latencyMs: 20 } },
      ));
  }
});

async function roomIds(stage: Stage): Promise<Set<string>> {
  const { stdout } = await pulumi(stage, "stack", "export", "--stack", "dev");
  const { resources = [] } = JSON.parse(stdout).deployment;
  return new Set(
    resources
      .filter(({ type }: { type: string }) => type === "enablex:index:Room")
      .map(({ id }: { id: string }) => id),
  );
}
