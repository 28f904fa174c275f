import assert from "node:assert/strict";
import { systemClock } from "../../../provider/api/clock";

describe("the system's clock", () => {
  it("ends a sleep at once when the signal aborts, before it and during it", async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, controller.signal);
    controller.abort();
    await sleeping;
    await systemClock.sleep(3_600_000, controller.signal);
  });

  it("lets all rooms of a run wait on one signal without Node suspecting a leak", async () => {
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

  it("does not measure time by the wall clock, which somebody may set", () => {
    assert.ok(Math.abs(systemClock.monotonic() - performance.now()) < 1_000_000);
  });
});
