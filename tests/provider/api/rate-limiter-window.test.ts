import assert from "node:assert/strict";
import fc from "fast-check";
import { type Faults, startEmulator } from "../../../emulator/index";
import { roomsApi } from "../../../provider/api/client";
import type { Clock } from "../../../provider/api/clock";
import { ConnectionError } from "../../../provider/api/connection-error";
import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { ApiError } from "../../../provider/api/errors";
import { type LimitedOperation, RateLimiter } from "../../../provider/api/rate-limiter";
import { createFetch, type Fetch } from "../../../provider/api/transport";
import { fakeClock } from "../../support/clock";

const get = { method: "GET", action: "Reading room x" };
const apiError = (status: number, request = get) => new ApiError(request, { status, reason: "no" });
const timeout = new ConnectionError(get, "timeout", "no response", { isRetryable: true });
const failures = {
  "a 429": apiError(429),
  "a 503": apiError(503),
  "a timeout": timeout,
  "a 404": apiError(404),
  "people in the room": new ApiError(
    { ...get, method: "DELETE" },
    { status: 500, resultCode: 50004, reason: "" },
  ),
};

/**
 * Sends requests that all take 20 ms, so they start in rounds.
 *
 * @param failureOf the failure of the requests of a round, if they fail
 * @returns how many requests each round had
 */
async function rounds(maxInFlight: number, count: number, failureOf: (round: number) => Error | undefined) {
  const clock = fakeClock(0);
  const limiter = new RateLimiter({ maxInFlight }, clock);
  const sizes: number[] = [];
  const send = async () => {
    const round = clock.monotonic() / 20;
    sizes[round] = (sizes[round] ?? 0) + 1;
    await clock.sleep(20);
    const failure = failureOf(round);
    if (failure) throw failure;
  };
  await Promise.allSettled(Array.from({ length: count }, () => limiter.run(send)));
  return sizes.slice(0, -1);
}

describe("the number of requests in flight", () => {
  it("starts at 8 and grows by one with each round, up to maxInFlight", async () => {
    assert.deepEqual(await rounds(12, 80, () => undefined), [8, 9, 10, 11, 12, 12, 12]);
    assert.deepEqual(await rounds(3, 12, () => undefined), [3, 3, 3]);
  });

  it("halves once after a round of 429s, down to 1, and grows to at most 8 again", async () => {
    const at =
      (...numbers: number[]) =>
      (round: number) =>
        numbers.includes(round) ? failures["a 429"] : undefined;
    assert.deepEqual(await rounds(32, 62, at(2)), [8, 9, 10, 5, 6, 7, 8, 8]);
    assert.deepEqual(await rounds(32, 36, at(0, 1, 2, 3, 4)), [8, 4, 2, 1, 1, 1, 2, 3, 4, 5]);
    const many = await rounds(32, 800, at(24));
    assert.deepEqual(many.slice(23, 27), [31, 32, 8, 8]);
  });

  for (const name of ["a 503", "a timeout"] as const) {
    it(`halves after ${name}, down to 8, and grows to maxInFlight again`, async () => {
      const sizes = await rounds(20, 500, (round) =>
        round === 0 || round === 12 ? failures[name] : undefined,
      );
      assert.deepEqual(sizes.slice(0, 4), [8, 8, 9, 10]);
      assert.deepEqual(sizes.slice(11, 16), [18, 19, 9, 10, 11]);
      assert.equal(Math.max(...sizes), 20);
    });
  }

  for (const name of ["a 404", "people in the room"] as const) {
    it(`does not change after ${name}`, async () => {
      assert.deepEqual(
        await rounds(32, 50, (round) => (round < 2 ? failures[name] : undefined)),
        [8, 8, 8, 9, 10],
      );
    });
  }

  it("also applies to requests that wait for a pause when it halves", async () => {
    const clock = fakeClock(0);
    const limiter = new RateLimiter({ maxInFlight: 32 }, clock);
    const starts: number[] = [];
    const send = async () => {
      starts.push(clock.monotonic());
      await clock.sleep(5);
      if (starts.length === 7) limiter.pause(1_000);
    };
    const rejected = limiter.run(async () => {
      await clock.sleep(10);
      throw failures["a 429"];
    });
    await Promise.allSettled([rejected, ...Array.from({ length: 16 }, () => limiter.run(send))]);
    assert.deepEqual(starts.slice(0, 12), [...Array(7).fill(0), ...Array(4).fill(1_005), 1_010]);
    assert.equal(starts.length, 16);
  });

  it("never exceeds maxInFlight, nor 8 after a 429, and every request is sent, whatever their outcomes", async () => {
    const failure = fc.oneof(
      { weight: 40, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...Object.values(failures)) },
    );
    const outcome = fc.record({ ms: fc.nat(50), pause: fc.nat(30), failure });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(outcome, { maxLength: 500, size: "max" }),
        async (max, outcomes) => {
          const clock = fakeClock(0);
          const limiter = new RateLimiter({ maxInFlight: max }, clock);
          const inFlight = { before: 0, after: 0 };
          let when: keyof typeof inFlight = "before";
          await Promise.allSettled(
            outcomes.map(({ ms, pause, failure }) =>
              limiter.run(async () => {
                const started = when;
                inFlight[started]++;
                assert.ok(
                  inFlight.before + inFlight.after <= max && inFlight.after <= 8,
                  JSON.stringify(inFlight),
                );
                await clock.sleep(ms);
                inFlight[started]--;
                if (failure !== failures["a 429"]) return failure && Promise.reject(failure);
                limiter.pause(pause);
                when = "after";
                throw failure;
              }),
            ),
          ).then((results) => {
            const unexpected = results.find(
              (each) => each.status === "rejected" && each.reason instanceof assert.AssertionError,
            );
            if (unexpected) throw (unexpected as PromiseRejectedResult).reason;
          });
          assert.equal(limiter.started, outcomes.length);
        },
      ),
    );
  });
});

interface Limit {
  faults?: Partial<Faults>;
  /** Requests in each minute, as a fixed window. @default no limit */
  perMinute?: number;
}

describe("a rate limit of the API", () => {
  const limits: (Limit & { name: string; count: number; extra: number })[] = [
    { name: "5 requests per second", faults: { requestsPerSecond: 5 }, count: 30, extra: 0 },
    { name: "8 requests per minute", perMinute: 8, count: 80, extra: 0 },
    { name: "60 requests per minute", perMinute: 60, count: 130, extra: 0 },
    // Costs once what was in flight above 8, because 8 requests at a time do not reach this limit.
    {
      name: "450 requests per second",
      faults: { requestsPerSecond: 450, burst: 10 },
      count: 400,
      extra: 24,
    },
  ];
  for (const { name, count, extra, ...limit } of limits) {
    it(`of ${name} rejects ${extra ? `at most ${extra} more requests` : "no more requests"} than with 8 at a time`, async () => {
      const run = (limiterOf: (clock: Clock) => RateLimiter) => readRoom(count, limiterOf, limit);
      const constant = await run((clock) => new ConstantLimiter({ maxInFlight: 8 }, clock));
      const adaptive = await run((clock) => new RateLimiter({ maxInFlight: 32 }, clock));
      const figures = JSON.stringify({ constant, adaptive });
      assert.ok(adaptive.rejected <= constant.rejected + extra, figures);
      assert.ok(adaptive.failed <= constant.failed, figures);
    });
  }
});

/** A limiter whose window does not change. */
class ConstantLimiter extends RateLimiter {
  override async run<T>(send: () => Promise<T>, operation?: LimitedOperation): Promise<T> {
    const outcome = await super.run(
      () =>
        send().then(
          (result) => () => result,
          (error) => () => {
            throw error;
          },
        ),
      operation,
    );
    return outcome();
  }
}

/** Reads a room `count` times, up to 100 times at once, from an API that takes 20 ms. */
async function readRoom(
  count: number,
  limiterOf: (clock: Clock) => RateLimiter,
  { faults = {}, perMinute }: Limit,
) {
  const clock = fakeClock();
  const started = clock.now();
  await using emulator = await startEmulator({ seed: 1, now: () => new Date(clock.now()), faults });
  const fetch = createFetch();
  const perWindow = new Map<number, number>();
  let rejected = 0;
  const limitedFetch: Fetch = async (url, init) => {
    await clock.sleep(20);
    const minute = Math.floor((clock.now() - started) / 60_000);
    perWindow.set(minute, (perWindow.get(minute) ?? 0) + 1);
    if (perMinute && perWindow.get(minute)! > perMinute) {
      rejected++;
      const retryAfter = String(60 - (Math.floor((clock.now() - started) / 1000) % 60));
      const get = (name: string) => (name.toLowerCase() === "retry-after" ? retryAfter : null);
      return { status: 429, headers: { get }, text: async () => "{}" };
    }
    const { status, headers, text } = await clock.during(fetch(url, init));
    return { status, headers, text: () => clock.during(text()) };
  };
  const { apiUrl, appId, appKey } = emulator;
  const limiter = limiterOf(clock);
  const connection = {
    apiUrl,
    credentials: { appId, appKey },
    clock,
    random: () => 0.5,
    limiter,
    fetch: limitedFetch,
  };
  const api = roomsApi(
    connection,
    (room) => room,
    async (send) => {
      const deadline = new Deadline(new Stopwatch(clock), clock);
      return send(deadline).finally(() => deadline.close());
    },
  );
  const { room_id } = await api.create({ name: "x", owner_ref: "y", settings: { participants: "2" } });
  let left = count - 1;
  let failed = 0;
  const worker = async () => {
    while (left-- > 0) await api.get(room_id).catch(() => failed++);
  };
  await Promise.all(Array.from({ length: 100 }, worker));
  return { rejected: rejected + emulator.injected.requestsPerSecond, failed, ms: clock.now() - started };
}
