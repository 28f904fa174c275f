import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { Limiter } from "../../../provider/api/limiter";
import { fakeClock } from "../fake-clock";

/** A request that ends when the test says so. */
function request() {
  let end = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  return { send: () => ended, end };
}

describe("the limiter", () => {
  it("lets so many requests be in flight and no more", async () => {
    const limiter = new Limiter({ maxInFlight: 3 }, fakeClock());
    let inFlight = 0;
    let most = 0;
    const send = async () => {
      most = Math.max(most, ++inFlight);
      await setImmediate();
      inFlight--;
    };
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(send)));
    assert.equal(most, 3);
    assert.equal(limiter.started, 20);
  });

  it("serves those who wait in the order in which they came, also before those who come later", async () => {
    const limiter = new Limiter({ maxInFlight: 1 }, fakeClock());
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

  it("serves the oldest operation first, so that one which retries ends before others begin", async () => {
    const limiter = new Limiter({ maxInFlight: 1 }, fakeClock());
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

  it("starts a request each 20 ms where 50 a second are allowed, and saves none up while idle", async () => {
    const clock = fakeClock(0);
    const limiter = new Limiter({ maxInFlight: 8, requestsPerSecond: 50 }, clock);
    const starts: number[] = [];
    const send = async () => void starts.push(clock.now());
    await Promise.all([1, 2, 3].map(() => limiter.run(send)));
    clock.advance(10_000);
    await Promise.all([1, 2].map(() => limiter.run(send)));
    assert.deepEqual(starts, [0, 20, 40, 10_040, 10_060]);
  });

  it("starts nothing during a pause, whoever was the reason for it", async () => {
    const clock = fakeClock(0);
    const limiter = new Limiter({ maxInFlight: 8 }, clock);
    limiter.pause(3_000);
    limiter.pause(1_000);
    const starts: number[] = [];
    await Promise.all([1, 2].map(() => limiter.run(async () => void starts.push(clock.now()))));
    assert.deepEqual(starts, [3_000, 3_000]);
    assert.equal(limiter.pausedMs, 3_000);
  });

  it("sends nothing and lets nobody wait while a pause would be longer than a request waits", async () => {
    const clock = fakeClock(0);
    const limiter = new Limiter({ maxInFlight: 1 }, clock);
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

  it("charges an operation for a pause that its request waits for, up to 5 minutes in all, and not for its own rate", async () => {
    const clock = fakeClock(0);
    const limiter = new Limiter({ maxInFlight: 8, requestsPerSecond: 0.1 }, clock);
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

  it("waits for no pause after 5 minutes of them in a row, until the API lets a request pass", async () => {
    const clock = fakeClock(0);
    const limiter = new Limiter({ maxInFlight: 8 }, clock);
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

  it("passes a place on when a request fails", async () => {
    const limiter = new Limiter({ maxInFlight: 1 }, fakeClock());
    const failing = limiter.run(() => Promise.reject(new Error("no")));
    const next = limiter.run(async () => "yes");
    await assert.rejects(failing, /no/);
    assert.equal(await next, "yes");
  });

  it("starts nothing more after an abort, and lets what is in flight end", async () => {
    const { signal, abort } = abortable();
    const limiter = new Limiter({ maxInFlight: 1 }, fakeClock());
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

  it("ends a pause at an abort, with nothing sent", async () => {
    const { signal, abort } = abortable();
    const clock = fakeClock();
    const limiter = new Limiter({ maxInFlight: 1 }, clock);
    limiter.pause(60_000);
    clock.onSleep = abort;
    await assert.rejects(limiter.run(assert.fail, { signal }), /stop/);
    assert.deepEqual([limiter.started, clock.monotonic()], [0, 0]);
  });

  it("ends the wait for the next request of its rate at an abort, with nothing sent", async () => {
    const { signal, abort } = abortable();
    const clock = fakeClock();
    const limiter = new Limiter({ maxInFlight: 8, requestsPerSecond: 0.1 }, clock);
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
