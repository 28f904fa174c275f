import assert from "node:assert/strict";
import { PluginFailure, RunningRequests } from "../../provider/plugin/running-requests";
import { toStatus } from "../../provider/plugin/status";
import { fakeClock } from "../support/clock";
import { withPlugin } from "../support/plugin";
import { urnOf } from "../support/protocol";

const failure = new PluginFailure("boom");
const never = () => new Promise<never>(() => {});

describe("plugin: after an uncaught error", () => {
  it("requests in flight may finish for 15 s, and the rest fail", async () => {
    const calls = new RunningRequests();
    const clock = fakeClock();
    let finish = (_: string) => {};
    const finishing = calls.run(() => new Promise<string>((done) => (finish = done)));
    const left = calls.run(never);
    clock.onSleep = () => finish("made");
    await Promise.all([assert.rejects(left, failure), calls.end(failure, 15_000, clock)]);
    assert.equal(await finishing, "made");
    assert.deepEqual(clock.slept, [15_000]);
  });

  it("the plugin waits 15 s for requests in flight", async () => {
    const clock = fakeClock();
    let arrive = () => {};
    const arrived = new Promise<void>((done) => (arrive = done));
    const fetch = () => {
      arrive();
      return never();
    };
    await withPlugin({ clock, fetch }, async (provider, plugin) => {
      const appId = "5f9e8d7c6b5a493827160504";
      const apiUrl = "http://127.0.0.1:9";
      await provider.configure({ appId, appKey: "k", apiUrl, meetingUrl: apiUrl });
      const reading = assert.rejects(provider.read(urnOf("standup"), "60af1c2e5f8b9a0012345678"), /boom/);
      await arrived;
      await Promise.all([plugin.fail(new Error("boom")), reading]);
      assert.equal(clock.monotonic(), 15_000);
    });
  });

  it("the plugin ends with the last request in flight and accepts no new ones", async () => {
    const calls = new RunningRequests();
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

  it("the engine receives an internal error, also for an error within a request", () => {
    assert.deepEqual(toStatus(failure), { code: 13, details: "boom" });
    const { code, details } = toStatus(new TypeError("x is not a function\nof y"));
    assert.equal(code, 13);
    assert.match(details!, /^pulumi-enablex failed because of a bug: x is not a function\nof y at /);
  });
});
