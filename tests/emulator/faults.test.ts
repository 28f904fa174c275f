import assert from "node:assert/strict";
import type { Emulator, Faults } from "../../emulator/index";
import { roomWith, type Send, withEmulator } from "../support/emulator";

describe("emulator: random faults", () => {
  const names = ["serverError", "tooManyRequests", "html", "droppedConnection", "lostAnswer"] as const;
  const faultOptions = Object.fromEntries(names.map((name) => [name, 0.3])) as Partial<Faults>;

  /** The faults of 40 creates, one after the other. */
  async function faultsOf40(emulator: Emulator, send: Send): Promise<(string | undefined)[]> {
    const from = emulator.requests.length;
    for (let i = 0; i < 40; i++) await send("POST", "/rooms", roomWith()).catch(() => {});
    return emulator.requests.slice(from).map(({ fault }) => fault);
  }

  async function faultsOfSeed(
    seed: number,
    faults: Partial<Faults> = faultOptions,
  ): Promise<(string | undefined)[]> {
    let drawn: (string | undefined)[] = [];
    await withEmulator({ seed, faults }, async (emulator, send) => {
      drawn = await faultsOf40(emulator, send);
    });
    return drawn;
  }

  it("the same seed gives the same faults, another seed gives others", async () => {
    const drawn = await faultsOfSeed(1);
    assert.deepEqual(await faultsOfSeed(1), drawn);
    assert.notDeepEqual(await faultsOfSeed(2), drawn);
    for (const name of names) assert.ok(drawn.includes(name), name);
    assert.ok(drawn.includes(undefined));
  });

  it("faults set by control route are the same as those set by option", async () => {
    await withEmulator({ seed: 1 }, async (emulator, send) => {
      const { status, json } = await send("PUT", "/_emulator/faults", faultOptions);
      assert.equal(status, 200);
      assert.equal(json.html, 0.3);
      assert.deepEqual(await faultsOf40(emulator, send), await faultsOfSeed(1));
    });
  });

  it("enabling one more fault does not change when the others occur", async () => {
    const alone = await faultsOfSeed(1, { serverError: 0.3 });
    // A delay does not change the response.
    const withLatency = await faultsOfSeed(1, { serverError: 0.3, latency: 0.5, latencyMs: 0 });
    const failed = (drawn: (string | undefined)[]) => drawn.map((fault) => fault === "serverError");
    assert.deepEqual(failed(withLatency), failed(alone));
  });

  it("a reset restarts the sequence of faults", () =>
    withEmulator({ seed: 1, faults: faultOptions }, async (emulator, send) => {
      const drawn = await faultsOf40(emulator, send);
      emulator.setFaults({ serverError: 1 });
      await emulator.reset();
      assert.equal(emulator.injected.serverError, 0);
      assert.equal(emulator.faults.serverError, 0.3);
      assert.deepEqual(await faultsOf40(emulator, send), drawn);
    }));
});
