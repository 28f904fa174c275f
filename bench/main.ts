import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmulator } from "../emulator/index";
import { type Engine, findEngine } from "../tools/pulumi/find-engine";
import { configurationFor, offerPlugin, openSandbox, type Sandbox } from "../tools/pulumi/sandbox";
import { type ContenderName, contenderOf, contenders } from "./contenders";
import { bareRequests } from "./http-floor";
import { type Cost, measure, median } from "./measure";
import { measureOneRoom } from "./one-room";
import { type Operation, project, stackOf } from "./operation";
import { chart, type Figures, type Results, table, withMeasurements } from "./report";

/** The steps of a round, in their order; `again` is an `up` without a change. */
const steps = { preview: "preview", up: "up", again: "up", refresh: "refresh", destroy: "destroy" } as const;

/**
 * Measures all contenders on the real engine against the emulator. Each round runs every contender once, because a
 * machine that slows down must slow all of them. Prints and writes medians. `--publish` measures nothing and writes the
 * pages again from `results/latest.json`. `--requests` only counts this package's requests, which do not depend on the
 * machine, and keeps all other figures. `--only one-room` measures the plugin's start and the preview of one room, and
 * keeps all other figures.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: "string", multiple: true, default: ["100", "1000"] },
      rounds: { type: "string", default: "3" },
      only: { type: "string", multiple: true },
      large: { type: "string", default: "10000" },
      publish: { type: "boolean", default: false },
      requests: { type: "boolean", default: false },
    },
  });
  if (values.publish) {
    await publish(await latest());
    return;
  }
  const names = (values.only ?? Object.keys(contenders)) as ContenderName[];
  const engine = await findEngine(console.error);
  if (values.only?.join() === "one-room") {
    const load = Math.round(loadavg()[0]!);
    const oneRoomMeasured = `${new Date().toISOString().slice(0, 10)}, with a load average of ${load}`;
    await update({ oneRoom: await measureOneRoom(engine), oneRoomMeasured });
    return;
  }
  if (values.requests) {
    await countRequests(engine);
    return;
  }
  const results: Results = {
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? "",
      cores: cpus().length,
      node: process.version,
      pulumi: engine.version,
    },
    oneRoom: await measureOneRoom(engine),
    rounds: 0,
    figures: [],
  };
  const all: Figures[] = [];
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const count of values.count.map(Number)) {
      for (const contender of names) {
        console.error(`round ${round}, ${count} rooms, ${contender}`);
        all.push(...(await oneRound(engine, contender, count)));
      }
      all.push(await bareRequests(count));
    }
    const large = Number(values.large);
    if (large > 0 && names.includes("roomSet")) {
      // Single rooms would take hours, because the engine writes its whole state after each room.
      console.error(`round ${round}, ${large} rooms, roomSet`);
      all.push(...(await oneRound(engine, "roomSet", large, LATENCY_MS)));
    }
    // An interrupted run keeps its completed rounds.
    Object.assign(results, { rounds: round, figures: medians(all) });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "latest.json"), `${JSON.stringify(results, null, 2)}\n`);
    await publish(results);
  }
  console.log(table(results));
}

async function countRequests(engine: Engine): Promise<void> {
  const results = await latest();
  const ours = results.figures.filter(
    ({ contender, latencyMs }) => latencyMs === 0 && contenderOf(contender)?.isOurs,
  );
  for (const count of new Set(ours.map((each) => each.count))) {
    for (const contender of new Set(ours.map((each) => each.contender))) {
      for (const { step, requestsPerRoom } of await oneRound(engine, contender as ContenderName, count)) {
        const old = ours.find(
          (each) => each.contender === contender && each.count === count && each.step === step,
        );
        if (old) old.requestsPerRoom = requestsPerRoom;
      }
    }
  }
  await update({ figures: results.figures, requestsCounted: new Date().toISOString() });
}

/** Replaces some of the latest results. */
async function update(newer: Partial<Results>): Promise<void> {
  const results = { ...(await latest()), ...newer };
  await writeFile(join(folder, "latest.json"), `${JSON.stringify(results, null, 2)}\n`);
  await publish(results);
}

const latest = async (): Promise<Results> => JSON.parse(await readFile(join(folder, "latest.json"), "utf8"));

const folder = join(__dirname, "results");
const readme = join(__dirname, "..", "README.md");

/** Writes the results as tables and a chart, also into the README. */
async function publish(results: Results): Promise<void> {
  await writeFile(join(folder, "latest.md"), table(results));
  await writeFile(join(folder, "latest.svg"), chart(results));
  const text = await readFile(readme, "utf8");
  await writeFile(readme, withMeasurements(text, results));
}

/** The API's response time in the run with the most rooms, in milliseconds. */
const LATENCY_MS = 20;

async function oneRound(
  engine: Engine,
  contender: ContenderName,
  count: number,
  latencyMs = 0,
): Promise<Figures[]> {
  await using emulator = await startEmulator({ faults: { latency: latencyMs > 0 ? 1 : 0, latencyMs } });
  await using sandbox = await openSandbox(engine);
  await offerPlugin(sandbox, contenderOf(contender)?.plugin);
  await sandbox.stack(project, stackOf(contender), async () => {}, configurationFor(emulator));
  const figures: Figures[] = [];
  let stateBytes = 0;
  for (const [step, command] of Object.entries(steps)) {
    emulator.clearRequests();
    const late = emulator.injected.latency;
    const { folder, env } = sandbox;
    const operation: Operation = { contender, count, command, engine, folder, env };
    const cost: Cost = await measure(join(__dirname, "operation.ts"), JSON.stringify(operation));
    console.error(`  ${step}: ${Math.round(cost.wallMs)} ms`);
    if (step === "up") stateBytes = await stateBytesOf(sandbox, contender);
    figures.push({
      contender,
      count,
      step,
      ...cost,
      latencyMs,
      // The request log is limited; the count of delayed responses is not.
      requestsPerRoom: (latencyMs > 0 ? emulator.injected.latency - late : emulator.requests.length) / count,
      stateBytesPerRoom: step === "up" ? stateBytes / count : undefined,
    });
  }
  return figures;
}

async function stateBytesOf({ folder }: Sandbox, contender: ContenderName): Promise<number> {
  return (await stat(join(folder, "state", ".pulumi", "stacks", project, `${stackOf(contender)}.json`))).size;
}

/** The median of each figure over the rounds, for each contender, room count and step. */
function medians(all: Figures[]): Figures[] {
  const groups = new Map<string, Figures[]>();
  for (const each of all) {
    const key = `${each.contender} ${each.count} ${each.step}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    wallMs: median(group.map(({ wallMs }) => wallMs)),
    cpuMs: median(group.map(({ cpuMs }) => cpuMs)),
    requestsPerRoom: median(group.map(({ requestsPerRoom }) => requestsPerRoom)),
    peakMiB: Object.fromEntries(
      Object.keys(group[0]!.peakMiB).map((kind) => [
        kind,
        median(group.map(({ peakMiB }) => peakMiB[kind] ?? 0)),
      ]),
    ),
  }));
}

main();
