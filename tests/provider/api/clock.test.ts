import assert from "node:assert/strict";
import { systemClock } from "../../../provider/api/clock";

describe("system clock", () => {
  it("ends a sleep when the signal aborts, before or during it", async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, controller.signal);
    controller.abort();
    await sleeping;
    await systemClock.sleep(3_600_000, controller.signal);
  });

  it("lets many sleeps wait for one signal without a leak warning from Node", async () => {
    const controller = new AbortController();
    const leaks: string[] = [];
    const note = (warning: Error) => leaks.push(warning.name);
    process.on("warning", note);
    const sleeping = Array.from({ length: 100 }, () => systemClock.sleep(3_600_000, controller.signal));
    controller.abort();
    await Promise.all(sleeping);
    await systemClock.sleep(0);
    process.off("warning", note);
    assert.deepEqual(leaks, []);
  });

  it("measures durations independently of the wall clock", () => {
    assert.ok(Math.abs(systemClock.monotonic() - performance.now()) < 1_000_000);
  });
});
