import assert from "node:assert/strict";
import { type Contender, Unavailable } from "../../bench/contender";
import { type Part, ratio } from "../../bench/part";
import { tableOf } from "../../bench/report";
import type { Figures, PartResults } from "../../bench/results";
import { measurePart } from "../../bench/rounds";
import type { Engine } from "../../tools/pulumi/find-engine";

/** A contender whose commands end at once. */
const idle = (title: string, opened: string[] = []): Contender => ({
  title,
  async open({ rooms }) {
    opened.push(`${title}: ${rooms}`);
    return {
      command: () => ({ command: process.execPath, args: ["-e", "0"], cwd: ".", env: process.env }),
      stateBytes: async () => 1_000,
      async [Symbol.asyncDispose]() {
        opened.push(`${title}: closed`);
      },
    };
  },
});

const missing: Contender = {
  title: "not here",
  open: async () => {
    throw new Unavailable("Go is not installed.");
  },
};

const partOf = (contenders: Record<string, Contender>): Part => ({
  ...{ name: "few", title: "A few rooms", about: "A test.", rooms: 10, rounds: 2, latencyMs: 0 },
  ...{ before: [], steps: ["up"], contenders, aims: [] },
});

const figures = (contender: string, wallMs: number[], rooms = 10): Figures => ({
  ...{ contender, rooms, step: "up", wallMs, cpuMs: wallMs, peakMiB: {}, requestsPerRoom: 0 },
});

describe("bench: measurePart", () => {
  it("runs every contender once a round, slow ones with fewer rooms and rounds, and reports each round", async () => {
    const opened: string[] = [];
    const slow = { ...idle("slow", opened), most: { rooms: 3, rounds: 1 } };
    const part = partOf({ fast: idle("fast", opened), slow, missing });
    const reported: PartResults[] = [];
    await measurePart(part, {} as Engine, 2, async (results) => {
      reported.push(structuredClone(results));
    });
    const rounds = reported.map((each) => each.figures.map(({ wallMs }) => wallMs.length));
    assert.deepEqual(rounds, [
      [1, 1],
      [2, 1],
    ]);
    assert.deepEqual(opened, ["fast: 10", "slow: 3", "fast: closed", "slow: closed"]);
    const text = tableOf(part, reported[1]!);
    assert.match(text, /^\| slow, 3 rooms only \|/m);
    assert.match(text, /^Not measured: not here: Go is not installed\.$/m);
    assert.equal(reported[1]!.reference.length, 4);
  });

  it("fails with the output of a command that fails, and closes what it opened", async () => {
    const opened: string[] = [];
    const failing: Contender = {
      title: "failing",
      async open(setting) {
        const deployment = await idle("failing", opened).open(setting);
        const args = ["-e", "console.log('no room'); process.exit(3)"];
        return { ...deployment, command: (step) => ({ ...deployment.command(step), args }) };
      },
    };
    const measured = measurePart(partOf({ failing }), {} as Engine, 1, async () => {});
    await assert.rejects(measured, /ended with code 3: no room/);
    assert.equal(opened.at(-1), "failing: closed");
  });
});

describe("bench: ratio", () => {
  it("is the median of the rounds' ratios, so that a slow round counts once", () => {
    assert.equal(ratio(figures("a", [2, 30, 2]), figures("b", [1, 15, 2])), 2);
  });

  it("is undefined for a contender with fewer rooms than its floor", () => {
    assert.equal(ratio(figures("a", [2], 3), figures("b", [1])), undefined);
  });
});

describe("bench: tableOf", () => {
  it("marks an aim that was missed", () => {
    const aim = { title: "first up", unit: "s", measured: () => 31 } as const;
    const aims = [30, 31].map((atMost) => ({ ...aim, atMost }));
    const part = { ...partOf({ fast: idle("fast") }), aims };
    const results = {
      ...{ date: "2030-01-07", rounds: 1, load: 0, reference: [300], missing: [] },
      figures: [figures("fast", [1])],
    };
    const text = tableOf(part, results);
    assert.match(text, /\| 30 s \| 31\.0, missed \|/);
    assert.match(text, /\| 31 s \| 31\.0 \|/);
  });
});
