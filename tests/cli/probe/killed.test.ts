import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { TransportError } from "../../../provider/api/transport";
import { environmentOf, runCommand, startCommand } from "../../support/command";
import { fromRequest, runProbe, withProbe } from "./setup";

describe("probe: killed", () => {
  it("at 20 random requests, before or after they took effect, leaves no room after --clean", () =>
    withProbe(async (setup) => {
      const dead = () => Promise.reject(new TransportError(new Error("killed"), true));
      const moments = fc.tuple(fc.integer({ min: 2, max: 95 }), fc.boolean(), fc.boolean());
      let left = 0;
      await fc.assert(
        fc.asyncProperty(moments, async ([moment, takesEffect, listLags]) => {
          setup.emulator.setFaults({ laggingList: Number(listLags) });
          let count = 0;
          const fetch = fromRequest(moment, setup.context.fetch, async (send) => {
            if (takesEffect && count++ === 0) await send();
            return dead();
          });
          await runProbe(setup, { wait: true }, { environment: { fetch } });
          left += setup.emulator.rooms().length;
          // The clean-up comes later.
          setup.clock.advance(60_000);
          const { code, out } = await runProbe(setup, { clean: true });
          assert.equal(code, 0, out);
          assert.deepEqual(setup.emulator.rooms(), []);
        }),
        { numRuns: 20 },
      );
      assert.ok(left > 0);
    }));

  it("by SIGKILL, leaves no room after --clean in another process", () =>
    withProcess("SIGKILL", async (emulator, env, ended) => {
      assert.deepEqual(ended, { code: null, signal: "SIGKILL" });
      assert.equal(emulator.rooms().length, 1);
      const cleaned = await runCommand(["probe", "--clean", "--yes"], { cwd: __dirname, env });
      assert.deepEqual([cleaned.code, cleaned.stdout], [0, "1 room deleted.\n"]);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("by Ctrl-C, deletes its rooms and exits with code 2", () =>
    withProcess("SIGINT", async (emulator, _, ended) => {
      assert.deepEqual(ended, { code: 2, signal: null });
      assert.deepEqual(emulator.rooms(), []);
    }));
});

/** Starts the command in its own process, and sends a signal as soon as it has created a room. */
async function withProcess(
  signal: NodeJS.Signals,
  test: (
    emulator: Emulator,
    env: Record<string, string>,
    ended: { code: number | null; signal: string | null },
  ) => Promise<void>,
): Promise<void> {
  await using emulator = await startEmulator();
  const env = environmentOf(emulator);
  await using running = startCommand(["probe", "--yes"], { cwd: __dirname, env });
  const { process, ended } = running;
  while (emulator.rooms().length === 0 && process.exitCode === null) await setTimeout(20);
  process.kill(signal);
  const { code, signal: by } = await ended;
  await test(emulator, env, { code, signal: by });
}
