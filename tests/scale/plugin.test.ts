import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator/index";
import { configFor, type ProviderProcess, pluginFile, root, startProcess } from "../support/plugin";
import { type Provider, speak, urnOf } from "../support/protocol";

const doesNothing = join(root, "bench/peers/node-floor.js");

interface Driven {
  child: ProviderProcess;
  provider: Provider;
  emulator: Emulator;
}

async function withProvider(script: string, test: (driven: Driven) => Promise<void>): Promise<void> {
  await using emulator = await startEmulator();
  await using child = await startProcess([script]);
  const provider = speak(child.port);
  try {
    await provider.configure(configFor(emulator));
    await test({ child, provider, emulator });
  } finally {
    provider.close();
  }
}

/** Creates rooms as an engine does, this many at once: check, then create. */
async function makeRooms({ provider }: Driven, count: number, atOnce = 32): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const urn = urnOf(`class-${next++}`);
      const { inputs } = await provider.check(urn, { participants: 30 });
      await provider.create(urn, inputs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function makeSet({ provider }: Driven, count: number): Promise<void> {
  const urn = urnOf("timetable", "enablex:index:RoomSet");
  const rooms = Object.fromEntries(Array.from({ length: count }, (_, i) => [`class-${i}`, {}]));
  const { inputs } = await provider.check(urn, { defaults: { participants: 30 }, rooms });
  const { id, state } = await provider.create(urn, inputs);
  await provider.diff(urn, id, state, inputs);
  await provider.read(urn, id, state, inputs);
}

/** Highest resident memory of a process so far, in MiB. */
async function peakMiB({ child }: Driven): Promise<number> {
  const status = await readFile(`/proc/${child.child.pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** CPU time of a process so far, in ticks. */
async function ticks({ child }: Driven): Promise<number> {
  const stat = await readFile(`/proc/${child.child.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** What a process costs is read from /proc. */
if (process.platform === "linux") {
  describe("plugin: ten thousand rooms", () => {
    it("take at most 80 MiB more than a provider that does nothing", async () => {
      let floor = 0;
      // It keeps nothing of a room. If it grows nevertheless, this floor is too low, which makes the test stricter.
      await withProvider(doesNothing, async (driven) => {
        await makeRooms(driven, 1_000);
        floor = await peakMiB(driven);
      });
      await withProvider(pluginFile, async (driven) => {
        await makeRooms(driven, 10_000);
        const peak = await peakMiB(driven);
        console.log(`      ${Math.round(peak)} MiB, ${Math.round(floor)} MiB without doing anything`);
        assert.equal(driven.emulator.rooms().length, 10_000);
        assert.ok(peak - floor <= 80, `${peak} MiB against ${floor} MiB`);
      });
    });
  });

  describe("plugin: twice as many rooms", () => {
    for (const [form, make, count] of [
      ["single", makeRooms, 800],
      ["in a set", makeSet, 1_500],
    ] as const) {
      it(`${form}, take twice the requests and about twice the CPU time`, () =>
        withProvider(pluginFile, async (driven) => {
          await make(driven, count); // warms up the compiler
          const cost = async (rooms: number) => {
            driven.emulator.clearRequests();
            const before = await ticks(driven);
            await make(driven, rooms);
            return { requests: driven.emulator.requests.length, ticks: (await ticks(driven)) - before };
          };
          const once = await cost(count);
          const twice = await cost(2 * count);
          console.log(`      ${once.ticks} and ${twice.ticks} ticks`);
          assert.ok(twice.requests <= 2 * once.requests + 10, `${once.requests}, then ${twice.requests}`);
          // Quadratic growth would take four times as much.
          assert.ok(twice.ticks < 3 * once.ticks, `${once.ticks} ticks, then ${twice.ticks}`);
        }));
    }
  });
}
