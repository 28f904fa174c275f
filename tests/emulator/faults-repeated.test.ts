import assert from "node:assert/strict";
import type { Emulator, Faults } from "../../emulator/index";
import { roomWith, type Send, withEmulator } from "./client";

describe("emulator: faults are repeatable", () => {
  const names = ["serverError", "tooManyRequests", "html", "droppedConnection", "lostAnswer"] as const;
  const third = Object.fromEntries(names.map((name) => [name, 0.3])) as Partial<Faults>;

  /** What became of 40 creates, one after the other. */
  async function fates(emulator: Emulator, send: Send): Promise<(string | undefined)[]> {
    const from = emulator.requests.length;
    for (let i = 0; i < 40; i++) await send("POST", "/rooms", roomWith()).catch(() => {});
    return emulator.requests.slice(from).map(({ fault }) => fault);
  }

  async function fatesOf(seed: number, faults: Partial<Faults> = third): Promise<(string | undefined)[]> {
    let drawn: (string | undefined)[] = [];
    await withEmulator({ seed, faults }, async (emulator, send) => {
      drawn = await fates(emulator, send);
    });
    return drawn;
  }

  it("the same seed gives the same faults, another seed others", async () => {
    const drawn = await fatesOf(1);
    assert.deepEqual(await fatesOf(1), drawn);
    assert.notDeepEqual(await fatesOf(2), drawn);
    for (const name of names) assert.ok(drawn.includes(name), name);
    assert.ok(drawn.includes(undefined));
  });

  it("the control route gives the same faults as the option", async () => {
    await withEmulator({ seed: 1 }, async (emulator, send) => {
      const { status, json } = await send("PUT", "/_emulator/faults", third);
      assert.equal(status, 200);
      assert.equal(json.html, 0.3);
      assert.deepEqual(await fates(emulator, send), await fatesOf(1));
    });
  });

  it("one more fault does not shift the others", async () => {
    const alone = await fatesOf(1, { serverError: 0.3 });
    // A slow answer is no other answer.
    const accompanied = await fatesOf(1, { serverError: 0.3, latency: 0.5, latencyMs: 0 });
    const failed = (drawn: (string | undefined)[]) => drawn.map((fault) => fault === "serverError");
    assert.deepEqual(failed(accompanied), failed(alone));
  });

  it("a reset begins anew", () =>
    withEmulator({ seed: 1, faults: third }, async (emulator, send) => {
      const drawn = await fates(emulator, send);
      emulator.setFaults({ serverError: 1 });
      await emulator.reset();
      assert.equal(emulator.injected.serverError, 0);
      assert.equal(emulator.faults.serverError, 0.3);
      assert.deepEqual(await fates(emulator, send), drawn);
    }));
});
