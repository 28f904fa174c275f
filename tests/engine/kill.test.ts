import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fraction } from "../../emulator/random";
import { runCommand } from "../support/command";
import {
  type EngineFixture,
  untilRequests,
  withEngine,
  type YamlProject,
  yamlProject,
} from "../support/engine";

const count = 50;
/** `npm run test:kill` runs 50. */
const points = Number(process.env.KILL_POINTS ?? 4);
const seed = 20261124;

/** When each `up` is killed: after how many create requests, and alternately the engine or the provider. */
const moments = Array.from({ length: points }, (_, i) => ({
  afterCreates: 1 + Math.floor(fraction(seed, "kill", i) * (count - 1)),
  victim: i % 2 === 0 ? "engine" : "provider",
}));

const names = Array.from({ length: count }, (_, i) => `room-${i}`);
const rooms = `resources:\n${names
  .map((name) => `  ${name}:\n    type: enablex:Room\n    properties: { participants: 8 }`)
  .join("\n")}`;
const set = `resources:
  timetable:
    type: enablex:RoomSet
    properties: { defaults: { participants: 8 }, rooms: ${JSON.stringify(Object.fromEntries(names.map((name) => [name, {}])))} }`;

/** Single rooms at every moment; a room set once for each victim. */
const runs = [
  ...moments.map((moment) => ({ ...moment, of: "single rooms", program: rooms, latencyMs: 20 })),
  ...moments.slice(0, 2).map((moment) => ({ ...moment, of: "a room set", program: set, latencyMs: 500 })),
];

/** Starts an `up` and kills the engine or the provider after this many create requests. */
async function killedUp(
  fixture: EngineFixture,
  { folder }: YamlProject,
  { afterCreates, victim }: (typeof moments)[number],
): Promise<void> {
  const { sandbox, engine } = fixture;
  const up = spawn(engine.command, ["up", "--yes", "--skip-preview", "--non-interactive"], {
    cwd: folder,
    env: sandbox.env,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => up.on("close", () => resolve()));
  await untilRequests(fixture, 1);
  // Find the providers early, because the moment may be close to the end. One of them only serves the schema.
  const providers = await childrenNamed(up.pid!, /pulumi-resource-enablex/);
  assert.ok(providers.length > 0);
  await untilRequests(fixture, afterCreates);
  for (const pid of victim === "engine" ? [up.pid!] : providers) process.kill(pid, "SIGKILL");
  await ended;
  // The provider exits when its engine is dead.
  while (providers.some(isAlive)) await setTimeout(5);
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

describe("engine: killed run", () => {
  for (const [i, moment] of runs.entries()) {
    const { afterCreates, victim, of, program, latencyMs } = moment;
    it(`killing the ${victim} after ${afterCreates}/${count} creates of ${of} loses and duplicates no room`, () =>
      withEngine(
        async (fixture) => {
          const { emulator, sandbox } = fixture;
          const project = await yamlProject(fixture, "killed");
          await project.write(program);
          await killedUp(fixture, project, moment);
          emulator.setFaults({ latency: 0 });
          await repairState(fixture);
          const cancelled = await project.pulumi("cancel", "--yes");
          assert.equal(cancelled.code, 0, cancelled.stderr);
          const kept = await roomIds(project);

          const args = ["orphans", "--stack", "dev", "--delete", "--all", "--older-than", "0s", "--yes"];
          const orphans = await runCommand(args, { cwd: project.folder, env: sandbox.env });
          assert.equal(orphans.code, 0, orphans.stderr);

          const up = await project.pulumi("up", "--yes", "--skip-preview");
          assert.equal(up.code, 0, up.stdout + up.stderr);
          const rooms = emulator.rooms();
          assert.equal(rooms.length, count);
          assert.equal(new Set(rooms.map(({ owner_ref }) => owner_ref)).size, count, "no duplicates");
          const ids = rooms.map(({ room_id }) => room_id);
          assert.deepEqual([...(await roomIds(project))].sort(), [...ids].sort(), "the state has all rooms");
          for (const id of kept) assert.ok(ids.includes(id), `room ${id} from the state exists`);
          const deleted = emulator.requests.filter(({ method }) => method === "DELETE").length;
          console.log(
            `      ${kept.size} rooms in the state after the kill, ${deleted} orphans deleted; duplicates: 0, lost: 0`,
          );
        },
        { seed: seed + i, faults: { latency: 1, latencyMs } },
      ));
  }
});

/** Follows docs/troubleshooting.md for an engine that was killed while it wrote its state. */
async function repairState({ sandbox }: EngineFixture): Promise<void> {
  const file = join(sandbox.folder, "state", ".pulumi", "stacks", "killed", "dev.json.attrs");
  if ((await stat(file)).size > 0) return;
  console.log("      the engine left an empty dev.json.attrs behind, which is removed");
  await rm(file);
}

async function roomIds({ pulumi }: YamlProject): Promise<Set<string>> {
  const exported = await pulumi("stack", "export", "--stack", "dev");
  assert.equal(exported.code, 0, exported.stderr);
  const { resources = [] } = JSON.parse(exported.stdout).deployment;
  return new Set(resources.flatMap(idsOf));
}

function idsOf({ type, id, outputs }: { type: string; id: string; outputs?: any }): string[] {
  if (type === "enablex:index:Room") return [id];
  if (type !== "enablex:index:RoomSet") return [];
  return Object.values<{ roomId: string }>(outputs.rooms).map(({ roomId }) => roomId);
}
