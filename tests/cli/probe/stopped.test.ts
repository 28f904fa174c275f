import assert from "node:assert/strict";
import { TransportError } from "../../../provider/api/transport";
import { fromRequest, runProbe, withProbe } from "./setup";

const broken = () => Promise.reject(new TransportError(new Error("socket hang up"), true));

describe("probe: a run that stops early", () => {
  it("stops at the first 429, says so, waits, and still deletes its rooms", () =>
    withProbe(async (setup) => {
      let refused = 0;
      const { code, out } = await runProbe(
        setup,
        {},
        {
          environment: {
            fetch: fromRequest(20, setup.context.fetch, (send) =>
              refused++ === 0
                ? Promise.resolve({
                    status: 429,
                    headers: { get: (name) => (name === "retry-after" ? "7" : null) },
                    text: async () => "",
                  })
                : send(),
            ),
          },
        },
      );
      assert.equal(code, 2);
      assert.match(
        out,
        /Stopped early\. The API's rate limit was reached: request 20 got a 429 and asked to wait 7 s\./,
      );
      assert.deepEqual(setup.emulator.rooms(), []);
      assert.match(out, /\d+ as expected, 0 different, 0 unknown, \d+ not asked\./);
    }));

  it("deletes its rooms after an interruption at any request", () =>
    withProbe(async (setup) => {
      for (const number of [2, 3, 4, 7, 15, 30, 50, 70]) {
        const controller = new AbortController();
        const { code, out } = await runProbe(
          setup,
          {},
          {
            environment: {
              signal: controller.signal,
              fetch: fromRequest(number, setup.context.fetch, (send) => {
                controller.abort();
                return send();
              }),
            },
          },
        );
        assert.equal(code, 2);
        assert.match(out, /Stopped early\. It was interrupted\./);
        assert.deepEqual(setup.emulator.rooms(), [], `request ${number}`);
      }
    }));

  it("stops waiting after an interruption", () =>
    withProbe(async (setup) => {
      const controller = new AbortController();
      setup.clock.onSleep = (ms) => {
        if (ms > 60_000) controller.abort();
      };
      const { code, out } = await runProbe(
        setup,
        { wait: true },
        { environment: { signal: controller.signal } },
      );
      assert.equal(code, 2);
      assert.match(out, /Stopped early\. It was interrupted\./);
      assert.ok(setup.clock.monotonic() < 120_000);
      assert.deepEqual(setup.emulator.rooms(), []);
    }));

  it("deletes a room whose create had no response, even if the list shows it late", () =>
    withProbe(async (setup) => {
      setup.emulator.setFaults({ laggingList: 1 });
      for (const number of [2, 4, 6]) {
        const controller = new AbortController();
        let lost = 0;
        const { out } = await runProbe(
          setup,
          {},
          {
            environment: {
              // The clean-up follows immediately.
              signal: controller.signal,
              fetch: fromRequest(number, setup.context.fetch, async (send) => {
                const answer = await send();
                controller.abort();
                return lost++ === 0 ? broken() : answer;
              }),
            },
          },
        );
        assert.match(out, /all deleted/);
        assert.deepEqual(setup.emulator.rooms(), [], `request ${number}`);
      }
    }));

  it("reports remaining rooms if the connection is lost, and --clean deletes them", () =>
    withProbe(async (setup) => {
      const lost = await runProbe(
        setup,
        {},
        { environment: { fetch: fromRequest(12, setup.context.fetch, broken) } },
      );
      assert.equal(lost.code, 2);
      assert.match(
        lost.told,
        /^\d rooms? could not be deleted\. .*Run pulumi-enablex probe --clean when the API can be reached\.$/m,
      );
      assert.ok(setup.emulator.rooms().length > 0);
      const again = await runProbe(setup);
      assert.match(again.error!, /^Found \d rooms? of another run of the probe\. .* probe --clean\.$/);
      const cleaned = await runProbe(setup, { clean: true });
      assert.equal(cleaned.code, 0);
      assert.match(cleaned.out, /^\d rooms? deleted\.$/);
      assert.deepEqual(setup.emulator.rooms(), []);
      assert.equal((await runProbe(setup, { clean: true })).out, "No rooms of the probe were found.");
    }));
});
