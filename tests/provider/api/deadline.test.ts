import assert from "node:assert/strict";
import fc from "fast-check";
import { Deadline, type DeadlineOptions, Stopwatch } from "../../../provider/api/deadline";
import { fakeClock } from "../../support/clock";

function setup(limits: DeadlineOptions = {}) {
  const clock = fakeClock();
  const stopwatch = new Stopwatch(clock);
  return { clock, stopwatch, deadline: new Deadline(stopwatch, clock, limits) };
}

/** Work that takes `ms` milliseconds and ignores aborts. */
const lasting = (clock: ReturnType<typeof fakeClock>, ms: number) => () => clock.sleep(ms);

describe("operation deadline", () => {
  it("ends after 120 s of work, however long the pauses between", async () => {
    const step = fc.record({ isRunning: fc.boolean(), ms: fc.nat(60_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { clock, stopwatch, deadline } = setup();
        let used = 0;
        for (const { isRunning, ms } of steps) {
          if (isRunning) {
            const endsAt = clock.monotonic() + 120_000 - used;
            let aborted: number | undefined;
            deadline.signal.addEventListener("abort", () => {
              aborted = clock.monotonic();
            });
            await stopwatch.during(lasting(clock, ms));
            if (used < 120_000 && used + ms >= 120_000) assert.equal(aborted, endsAt);
            used += ms;
          } else clock.advance(ms);
          assert.equal(deadline.remaining, 120_000 - used);
          assert.equal(deadline.signal.aborted, used >= 120_000);
        }
      }),
    );
  });

  it("counts overlapping work once", async () => {
    const duration = fc.nat(50_000);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(duration, duration), { maxLength: 8 }), async (works) => {
        const { clock, stopwatch } = setup();
        await Promise.all(
          works.map(async ([start, ms]) => {
            await clock.sleep(start);
            await stopwatch.during(lasting(clock, ms));
          }),
        );
        const covered = new Set(
          works.flatMap(([start, ms]) =>
            Array.from({ length: Math.ceil(ms / 10) }, (_, i) => Math.floor(start / 10) + i),
          ),
        );
        // Counted in pieces of 10 ms, of which each work may fill two in part.
        assert.ok(Math.abs(stopwatch.elapsed - covered.size * 10) <= 20 * works.length);
      }),
      { numRuns: 30 },
    );
  });

  it("counts shared work for each operation that waits, without its pauses", async () => {
    const { clock, stopwatch } = setup();
    const shared = new Stopwatch(clock);
    const list = (async () => {
      await shared.during(lasting(clock, 1_000));
      await clock.sleep(10_000);
      await shared.during(lasting(clock, 2_000));
    })();
    await clock.sleep(500);
    await stopwatch.follow(shared, () => list);
    assert.equal(shared.elapsed, 3_000);
    assert.equal(stopwatch.elapsed, 2_500);
  });

  it("ignores changes of the machine's clock", async () => {
    const { clock, stopwatch, deadline } = setup();
    await stopwatch.during(async () => {
      clock.setWallClock(0);
      await clock.sleep(119_999);
      assert.equal(deadline.signal.aborted, false);
      clock.setWallClock(Date.parse("2030-01-01T00:00:00Z"));
      await clock.sleep(1);
    });
    assert.equal(deadline.signal.reason.kind, "deadline");
  });

  it("ends at customTimeouts, including all waits", () => {
    const { clock, stopwatch } = setup();
    clock.setWallClock(0);
    const timeout = { at: 60_000, reason: "a minute was over" };
    const deadline = new Deadline(stopwatch, clock, { timeout });
    clock.advance(59_999);
    assert.equal(deadline.remaining, 1);
    assert.equal(deadline.signal.aborted, false);
    clock.advance(1);
    assert.equal(deadline.signal.reason.reason, "a minute was over");
  });

  it("ends after an interrupt, immediately or after the given time", () => {
    for (const afterInterruptMs of [undefined, 15_000]) {
      for (const isEarly of [false, true]) {
        const controller = new AbortController();
        if (isEarly) controller.abort();
        const { clock, deadline } = setup({ interrupt: controller.signal, afterInterruptMs });
        controller.abort();
        assert.equal(deadline.remaining, afterInterruptMs ?? 0);
        clock.advance(afterInterruptMs ?? 0);
        assert.equal(deadline.signal.reason.kind, "interrupt");
      }
    }
  });

  it("ends its sleeps when it aborts", async () => {
    const controller = new AbortController();
    const { clock, deadline } = setup({ interrupt: controller.signal });
    clock.after(1_000, () => controller.abort());
    await deadline.sleep(8_000);
    assert.equal(clock.monotonic(), 1_000);
  });

  it("does not abort after the operation has ended", async () => {
    const controller = new AbortController();
    const timeout = { at: 60_000, reason: "a minute was over" };
    const { clock, stopwatch, deadline } = setup({ timeout, interrupt: controller.signal });
    deadline.close();
    controller.abort();
    await stopwatch.during(lasting(clock, 200_000));
    assert.equal(deadline.signal.aborted, false);
  });
});
