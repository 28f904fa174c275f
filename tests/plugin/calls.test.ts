import assert from "node:assert/strict";
import { Calls, PluginFailure } from "../../provider/plugin/calls";
import { toStatus } from "../../provider/plugin/status";
import { fakeClock } from "../provider/fake-clock";

const failure = new PluginFailure("boom");
const never = () => new Promise<never>(() => {});

describe("plugin: after a mistake", () => {
  it("what is under way may finish for 15 s, and what is left fails", async () => {
    const calls = new Calls();
    const clock = fakeClock();
    let finish = (_: string) => {};
    const finishing = calls.run(() => new Promise<string>((done) => (finish = done)));
    const left = calls.run(never);
    clock.onSleep = () => finish("made");
    await Promise.all([assert.rejects(left, failure), calls.end(failure, 15_000, clock)]);
    assert.equal(await finishing, "made");
    assert.deepEqual(clock.slept, [15_000]);
  });

  it("the end comes with the last request that was under way, and nothing new is accepted", async () => {
    const calls = new Calls();
    let finish = (_: string) => {};
    const last = calls.run(() => new Promise<string>((done) => (finish = done)));
    const waitForAbort = (_: number, signal?: AbortSignal) =>
      new Promise<void>((done) => signal!.addEventListener("abort", () => done()));
    const ended = calls.end(failure, 15_000, { ...fakeClock(), sleep: waitForAbort });
    await assert.rejects(
      calls.run(() => "new"),
      failure,
    );
    finish("made");
    assert.equal(await last, "made");
    await ended;
  });

  it("is an internal failure for the engine, as is one that a request raised itself", () => {
    assert.deepEqual(toStatus(failure), { code: 13, details: "boom" });
    const { code, details } = toStatus(new TypeError("x is not a function\nof y"));
    assert.equal(code, 13);
    assert.match(details!, /^pulumi-enablex failed by a mistake of its own: x is not a function\nof y at /);
  });
});
