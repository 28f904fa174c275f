import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  type EngineFixture,
  roomsInState,
  untilRequests,
  withEngine,
  type YamlProject,
  yamlProject,
} from "../support/engine";

const count = 40;
const program = `resources:\n${Array.from(
  { length: count },
  (_, i) => `  room-${i}:\n    type: enablex:Room\n    properties: { participants: 8 }`,
).join("\n")}`;

/** Presses Ctrl-C after this many create requests, then waits until the run ends. */
async function interruptedUp(
  fixture: EngineFixture,
  { folder }: YamlProject,
  afterCreates: number,
): Promise<number | null> {
  const { engine, sandbox } = fixture;
  const up = spawn(engine.command, ["up", "--yes", "--skip-preview", "--non-interactive"], {
    cwd: folder,
    env: sandbox.env,
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => up.on("close", resolve));
  await untilRequests(fixture, afterCreates);
  up.kill("SIGINT");
  return ended;
}

describe("engine: Ctrl-C", () => {
  for (const afterCreates of [3, 20]) {
    it(`Ctrl-C after ${afterCreates} of ${count} create requests keeps every created room in the state`, () =>
      withEngine(
        async (fixture) => {
          const { emulator } = fixture;
          const project = await yamlProject(fixture, "interrupted");
          await project.write(program);
          assert.notEqual(await interruptedUp(fixture, project, afterCreates), 0);
          const exported = await project.pulumi("stack", "export");
          const inState = await roomsInState({ exportStack: async () => JSON.parse(exported.stdout) });
          assert.deepEqual(
            inState.map(({ id }) => id).sort(),
            emulator
              .rooms()
              .map(({ room_id }) => room_id)
              .sort(),
          );
          assert.ok(inState.length < count, "the interrupt came in the middle of the run");

          const up = await project.pulumi("up", "--yes", "--skip-preview");
          assert.equal(up.code, 0, up.stdout + up.stderr);
          assert.equal(emulator.rooms().length, count);
          assert.equal(new Set(emulator.rooms().map(({ owner_ref }) => owner_ref)).size, count);
          console.log(
            `      ${inState.length} rooms were created before the end, and all of them are in the state`,
          );
        },
        { faults: { latency: 1, latencyMs: 50 } },
      ));
  }
});
