import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { RateLimiter } from "../../../provider/api/rate-limiter";
import { fakeClock } from "../../support/clock";

/** A request that the test ends. */
function request() {
  let end = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  return { send: () => ended, end };
}

describe("limiter", () => {
  it("limits the number of requests in flight", async () => {
    const limiter = new RateLimiter({ maxInFlight: 3 }, fakeClock());
    let inFlight = 0;
    let peak = 0;
    const send = async () => {
      peak = Math.max(peak, ++inFlight);
      await setImmediate();
      inFlight--;
    };
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(send)));
    assert.equal(peak, 3);
    assert.equal(limiter.started, 20);
  });

  it("sends new operations in the order in which they arrived", async () => {
    const limiter = new RateLimiter({ maxInFlight: 1 }, fakeClock());
    const order: string[] = [];
    const first = request();
    const running = limiter.run(first.send);
    const waiting = ["a", "b"].map((name) => limiter.run(async () => void order.push(name)));
    first.end();
    await running;
    waiting.push(limiter.run(async () => void order.push("late")));
    await Promise.all(waiting);
    assert.deepEqual(order, ["a", "b", "late"]);
  });

  it("sends retries of the oldest operation before new operations", async () => {
    const limiter = new RateLimiter({ maxInFlight: 1 }, fakeClock());
    const order: string[] = [];
    const first = request();
    const running = limiter.run(first.send);
    const waiting = (
      [
        ["new", undefined],
        ["retry", 10],
        ["newer", undefined],
        ["other retry", 20],
      ] as const
    ).map(([name, since]) => limiter.run(async () => void order.push(name), { firstSentAt: since }));
    first.end();
    await Promise.all([running, ...waiting]);
    assert.deepEqual(order, ["retry", "other retry", "new", "newer"]);
  });

  it("starts a request every 20 ms at 50 requests per second, without a burst after idle time", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 8, requestsPerSecond: 50 }, clock);
    const starts: number[] = [];
    const send = async () => void starts.push(clock.now());
    await Promise.all([1, 2, 3].map(() => limiter.run(send)));
    clock.advance(10_000);
    await Promise.all([1, 2].map(() => limiter.run(send)));
    assert.deepEqual(starts, [0, 20, 40, 10_040, 10_060]);
  });

  it("starts no request during a pause, and a shorter pause does not end it", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 8 }, clock);
    limiter.pause(3_000);
    limiter.pause(1_000);
    const starts: number[] = [];
    await Promise.all([1, 2].map(() => limiter.run(async () => void starts.push(clock.now()))));
    assert.deepEqual(starts, [3_000, 3_000]);
    assert.equal(limiter.pausedMs, 3_000);
  });

  it("rejects all requests at once if a pause is longer than they may wait", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 1 }, clock);
    const first = request();
    const running = limiter.run(first.send);
    const waiting = [1, 2].map(() => assert.rejects(limiter.run(assert.fail), /wait another 3600 s/));
    await setImmediate();
    limiter.pause(3_600_000);
    first.end();
    await Promise.all([running, ...waiting]);
    assert.deepEqual(clock.slept, []);
    clock.advance(3_600_000);
    assert.equal(await limiter.run(async () => "free again"), "free again");
  });

  it("counts pauses, but not waits for its own rate, towards the 5 minutes of an operation", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 8, requestsPerSecond: 0.1 }, clock);
    const waited = { rateLimit: 0 };
    const send = async () => {};
    await limiter.run(send);
    await limiter.run(send, { waited });
    assert.deepEqual([clock.monotonic(), waited.rateLimit], [10_000, 0]);
    limiter.pause(200_000);
    await limiter.run(send, { waited });
    limiter.resetPauses();
    assert.deepEqual([clock.monotonic(), waited.rateLimit], [210_000, 200_000]);
    limiter.pause(100_001);
    await assert.rejects(limiter.run(assert.fail, { waited }), /wait another 101 s/);
    assert.equal(clock.monotonic(), 210_000);
    await limiter.run(send, { waited: { rateLimit: 0 } });
    assert.equal(clock.monotonic(), 310_001);
  });

  it("stops waiting after 5 minutes of pauses in a row, until the API accepts a request", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 8 }, clock);
    const run = () => limiter.run(async () => {}, { waited: { rateLimit: 0 } });
    for (let i = 0; i < 5; i++) {
      limiter.pause(60_000);
      await run();
    }
    assert.equal(clock.monotonic(), 300_000);
    limiter.pause(60_000);
    await assert.rejects(run(), /wait another 60 s/);
    assert.deepEqual([clock.monotonic(), limiter.pausedMs], [300_000, 300_000]);
    clock.advance(60_000);
    await run();
    limiter.pause(1_000);
    await assert.rejects(run(), /wait another 1 s/);
    limiter.resetPauses();
    await run();
    assert.equal(clock.monotonic(), 361_000);
  });

  it("releases the slot of a request that fails", async () => {
    const limiter = new RateLimiter({ maxInFlight: 1 }, fakeClock());
    const failing = limiter.run(() => Promise.reject(new Error("no")));
    const next = limiter.run(async () => "yes");
    await assert.rejects(failing, /no/);
    assert.equal(await next, "yes");
  });

  it("starts no request after an abort, and lets requests in flight end", async () => {
    const { signal, abort } = abortable();
    const limiter = new RateLimiter({ maxInFlight: 1 }, fakeClock());
    const first = request();
    const running = limiter.run(() => first.send().then(() => "done"), { signal });
    await setImmediate();
    const waiting = [1, 2].map(() => assert.rejects(limiter.run(assert.fail, { signal }), /stop/));
    abort();
    await Promise.all(waiting);
    await assert.rejects(limiter.run(assert.fail, { signal }), /stop/);
    first.end();
    assert.equal(await running, "done");
    assert.equal(await limiter.run(async () => "free again"), "free again");
  });

  it("ends a pause at an abort, without sending the request", async () => {
    const { signal, abort } = abortable();
    const clock = fakeClock();
    const limiter = new RateLimiter({ maxInFlight: 1 }, clock);
    limiter.pause(60_000);
    clock.onSleep = abort;
    await assert.rejects(limiter.run(assert.fail, { signal }), /stop/);
    assert.deepEqual([limiter.started, clock.monotonic()], [0, 0]);
  });

  it("ends the wait for its rate at an abort, without sending the request", async () => {
    const { signal, abort } = abortable();
    const clock = fakeClock();
    const limiter = new RateLimiter({ maxInFlight: 8, requestsPerSecond: 0.1 }, clock);
    await limiter.run(async () => {});
    clock.onSleep = abort;
    await assert.rejects(limiter.run(assert.fail, { signal }), /stop/);
    assert.deepEqual([limiter.started, clock.monotonic()], [1, 0]);
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("stop")) };
}
