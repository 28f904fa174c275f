import assert from "node:assert/strict";
import { Room } from "pulumi-enablex";
import type { FaultName } from "../../emulator/index";
import { type EngineFixture, roomsInState, skipCheckpoints, withEngine } from "../support/engine";

/** Every fault at once, each with this probability. Short delays keep the test fast. */
const chance = 0.05;
/** Each 429 delays all requests by up to a second, and few of them are in flight after it. */
const rateLimitChance = 0.01;
const everyFault: Record<FaultName, number> = {
  latency: chance,
  slowList: chance,
  laggingList: chance,
  droppedConnection: chance,
  refusedConnection: chance,
  tooManyRequests: rateLimitChance,
  retryAfterInSeconds: rateLimitChance,
  retryAfterAsDate: rateLimitChance,
  serverError: chance,
  createFailed: chance,
  serverBusy: chance,
  html: chance,
  cutAnswer: chance,
  lostAnswer: chance,
  lateAnswer: chance,
};
const times = {
  latencyMs: 20,
  slowListMs: 50,
  laggingListMs: 2_000,
  refusedMs: 50,
  lateAnswerMs: 100,
  retryAfterSeconds: 1,
};

describe("engine: chaos", () => {
  it("with every fault at 5 %, and rate limits at 1 %, repeated runs end with exactly one room for each of 100 resources", () =>
    withEngine(
      async (fixture) => {
        const { stack, emulator, sandbox } = fixture;
        skipCheckpoints(sandbox);
        const count = 100;
        let participants = 8;
        const program = async () => {
          for (let i = 0; i < count; i++) new Room(`room-${i}`, { participants });
        };
        const dev = await stack("chaos", program);
        console.log(`      seed ${emulator.seed}`);
        emulator.setFaults({ ...everyFault, ...times });

        const made = await converge(fixture, "up", () => dev.up({ parallel: count, continueOnError: true }));
        const state = await roomsInState(dev);
        assert.equal(state.length, count);
        assert.deepEqual(idsOf(emulator.rooms()), state.map(({ id }) => id).sort());
        const markers = emulator.rooms().map(({ data }) => (data as { pulumiEnablex: string }).pulumiEnablex);
        assert.equal(new Set(markers).size, count, "each marker occurs once");

        participants = 9;
        const changed = await converge(fixture, "up", () =>
          dev.up({ parallel: count, continueOnError: true }),
        );
        assert.ok(emulator.rooms().every(({ settings }) => settings.participants === "9"));
        assert.deepEqual(idsOf(emulator.rooms()), state.map(({ id }) => id).sort(), "no room was replaced");

        const destroyed = await converge(fixture, "destroy", () =>
          dev.destroy({ parallel: count, continueOnError: true }),
        );
        assert.deepEqual(emulator.rooms(), []);
        const injected = Object.values(emulator.injected).reduce((sum, each) => sum + each, 0);
        console.log(
          `      ${count} rooms, ${injected} faults, ${emulator.requests.length} requests; ` +
            `runs: ${made} to create, ${changed} to update, ${destroyed} to destroy; duplicates: 0, lost: 0`,
        );
      },
      { seed: 20261124 },
    ));
});

const idsOf = (rooms: { room_id: string }[]) => rooms.map(({ room_id }) => room_id).sort();

/** Repeats a command until it succeeds, as a user would. Asserts that no run leaves a duplicate room. */
async function converge(
  { emulator }: EngineFixture,
  name: string,
  command: () => Promise<unknown>,
): Promise<number> {
  for (let runs = 1; runs <= 10; runs++) {
    const failure = await command().then(
      () => undefined,
      (error: Error) => error,
    );

    const owners = emulator.rooms().map(({ owner_ref }) => owner_ref);
    assert.equal(new Set(owners).size, owners.length, `a duplicate after ${name} number ${runs}`);
    if (!failure) return runs;
  }
  throw new Error(`${name} did not converge after 10 runs`);
}
