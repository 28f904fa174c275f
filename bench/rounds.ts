import { createHash } from "node:crypto";
import { loadavg } from "node:os";
import { startEmulator } from "../emulator/index";
import type { Engine } from "../tools/pulumi/find-engine";
import { type Contender, Unavailable } from "./contender";
import { measure } from "./measure";
import type { Part } from "./part";
import type { Figures, PartResults } from "./results";

/**
 * Measures all contenders of a part on a real engine against the emulator. Each round runs every contender once, because
 * a machine that slows down must slow all of them.
 *
 * @param completed called with the results so far after each round
 */
export async function measurePart(
  part: Part,
  engine: Engine,
  rounds: number,
  completed: (results: PartResults) => Promise<void>,
): Promise<void> {
  const results: PartResults = {
    date: new Date().toISOString(),
    rounds: 0,
    load: loadavg()[0]!,
    reference: [],
    missing: [],
    figures: [],
  };
  const entrants: Entrant[] = [];
  try {
    for (const [name, contender] of Object.entries(part.contenders)) {
      try {
        entrants.push(await enter(part, engine, name, contender));
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        results.missing.push(`${contender.title}: ${error.message}`);
        console.error(`${contender.title} is left out: ${error.message}`);
      }
    }
    for (let round = 1; round <= rounds; round++) {
      const before = reference();
      for (const entrant of entrants) {
        if (round > (entrant.contender.most?.rounds ?? rounds)) continue;
        console.error(`${part.name}, round ${round} of ${rounds}: ${entrant.contender.title}`);
        await runOnce(part, entrant, results.figures);
      }
      results.reference.push(before, reference());
      results.rounds = round;
      await completed(results);
    }
  } finally {
    for (const { close } of entrants) await close();
  }
}

type Entrant = Awaited<ReturnType<typeof enter>>;

/** Starts an emulator for a contender, deploys its program, and does what the part does before its first round. */
async function enter(part: Part, engine: Engine, name: string, contender: Contender) {
  const rooms = Math.min(part.rooms, contender.most?.rooms ?? part.rooms);
  const { latencyMs } = part;
  const emulator = await startEmulator({ faults: { latency: latencyMs > 0 ? 1 : 0, latencyMs } });
  const deployment = await contender.open({ engine, emulator, rooms }).catch(async (error) => {
    await emulator.close();
    throw error;
  });
  for (const step of part.before) await measure(deployment.command(step));
  const close = async () => {
    await deployment[Symbol.asyncDispose]();
    await emulator.close();
  };
  return { name, contender, rooms, emulator, deployment, close };
}

async function runOnce(part: Part, entrant: Entrant, figures: Figures[]): Promise<void> {
  const { name, rooms, emulator, deployment } = entrant;
  for (const step of part.steps) {
    emulator.clearRequests();
    const late = emulator.injected.latency;
    const { wallMs, cpuMs, peakMiB } = await measure(deployment.command(step));
    console.error(`  ${step}: ${(wallMs / 1000).toFixed(2)} s`);
    // The request log is limited; the count of delayed responses is not.
    const requests = part.latencyMs > 0 ? emulator.injected.latency - late : emulator.requests.length;
    const bytes = step === "up" ? await deployment.stateBytes() : undefined;
    const former = figures.find((each) => each.contender === name && each.step === step);
    const latest = {
      contender: name,
      rooms,
      step,
      wallMs: [...(former?.wallMs ?? []), wallMs],
      cpuMs: [...(former?.cpuMs ?? []), cpuMs],
      peakMiB: highest(former?.peakMiB ?? {}, peakMiB),
      requestsPerRoom: requests / rooms,
      stateBytesPerRoom: bytes && bytes / rooms,
    };
    if (former) Object.assign(former, latest);
    else figures.push(latest);
  }
}

const highest = (one: Record<string, number>, other: Record<string, number>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((kind) => [
      kind,
      Math.max(one[kind] ?? 0, other[kind] ?? 0),
    ]),
  );

/** Always computes the same, so that its time only depends on how fast the machine is at the moment. */
function reference(): number {
  const block = Buffer.alloc(1 << 20);
  const started = performance.now();
  for (let i = 0; i < 300; i++) block.set(createHash("sha256").update(block).digest());
  return performance.now() - started;
}
