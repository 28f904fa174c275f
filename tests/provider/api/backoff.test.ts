import assert from "node:assert/strict";
import fc from "fast-check";
import { Backoff, MAX_WAIT_MS } from "../../../provider/api/backoff";
import { Breaker } from "../../../provider/api/breaker";
import { ConnectionError } from "../../../provider/api/connection-error";
import { Deadline, type DeadlineOptions, OPERATION_MS, Stopwatch } from "../../../provider/api/deadline";
import { parseRetryAfter } from "../../../provider/api/envelope";
import { ApiError, type RequestError } from "../../../provider/api/errors";
import { RateLimiter } from "../../../provider/api/rate-limiter";
import { fakeClock } from "../../support/clock";

const request = { method: "GET", action: "Reading room x" };
const api = (status: number, resultCode?: number, retryAfter?: number) =>
  new ApiError(request, { status, resultCode, reason: "", retryAfter });
const broken = new ConnectionError(request, "broken", "it broke", { isAmbiguous: true, isRetryable: true });
const unreachable = new ConnectionError(request, "dns", "no host", { isRetryable: true });

/** The delays before the retries of a request that always fails in the same way. */
async function waits(error: RequestError, random: () => number): Promise<number[]> {
  const { backoff, clock } = setup(random);
  await assert.rejects(async () => {
    for (let tries = 0; tries < 10_000; tries++) await backoff.wait(error);
  }, error);
  return clock.slept;
}

function setup(random: () => number, options: { breaker?: Breaker } & DeadlineOptions = {}) {
  const { breaker, ...limits } = options;
  const clock = fakeClock();
  const deadline = new Deadline(new Stopwatch(clock), clock, limits);
  const lines: string[] = [];
  const limiter = new RateLimiter({ maxInFlight: 8 }, clock);
  const onLongWait = (failure: RequestError) => void lines.push(failure.reason);
  const backoff = new Backoff({ clock, random, limiter, breaker, onLongWait }, deadline);
  return { clock, deadline, limiter, backoff, lines };
}

describe("retry after a failure", () => {
  it("waits twice as long each time, up to 8 s, of which half is random", async () => {
    const [none, all] = [await waits(api(500), () => 0), await waits(api(500), () => 1)];
    assert.deepEqual(none.slice(0, 6), [250, 500, 1000, 2000, 4000, 4000]);
    assert.deepEqual(all.slice(0, 6), [500, 1000, 2000, 4000, 8000, 8000]);
  });

  it("waits as long as the API requests", () => {
    for (const status of [429, 503]) {
      assert.equal(setup(Math.random).backoff.delay(api(status, undefined, 7)), 7000);
    }
  });

  it("waits with its own backoff if the API requests 0 s", async () => {
    const waited = await waits(api(429, undefined, 0), () => 1);
    assert.deepEqual(waited.slice(0, 3), [500, 1000, 2000]);
  });

  it("backs off separately for each kind of failure", async () => {
    const { backoff, clock } = setup(() => 1);
    while (clock.monotonic() < 60_000) await backoff.wait(api(429));
    assert.equal(backoff.delay(unreachable), 500);
    assert.equal(backoff.delay(api(500)), 500);
  });

  for (const [name, error, budget] of [
    ["a rate limit", api(429), MAX_WAIT_MS.rateLimit],
    ["a rate limit with a Retry-After", api(429, undefined, 0.001), MAX_WAIT_MS.rateLimit],
    ["a failing server", api(500), OPERATION_MS],
    ["a busy server", api(200, 10105), OPERATION_MS],
    ["a broken connection", broken, OPERATION_MS],
    ["a server that cannot be reached", unreachable, MAX_WAIT_MS.unreachable],
  ] as const) {
    it(`ends once the operation has used up its waiting time for ${name}`, async () => {
      const sum = (await waits(error, () => 0.5)).reduce((a, b) => a + b, 0);
      assert.ok(sum <= budget, `${sum} ms`);
      assert.ok(sum > budget - 8_000, `${sum} ms`);
    });
  }

  it("is skipped if the API requests a longer wait than the operation has left", () => {
    const left = { budgetMs: 60_000 };
    assert.equal(setup(Math.random, left).backoff.delay(api(503, undefined, 61)), undefined);
    assert.equal(setup(Math.random, left).backoff.delay(api(429, undefined, 61)), 61_000);
    const timeout = { at: 60_000, reason: "a minute was over" };
    assert.equal(setup(Math.random, { timeout }).backoff.delay(api(429, undefined, 61)), undefined);
  });

  for (const error of [
    api(400, 10007),
    api(401),
    api(404, 40001),
    api(409, 10030),
    api(429, undefined, 86_400),
  ]) {
    it(`is skipped after HTTP ${error.status}, result ${error.resultCode}, Retry-After ${error.retryAfter}`, () => {
      assert.equal(setup(Math.random).backoff.delay(error), undefined);
    });
  }

  it("is skipped while the API is down, except after a rate limit", () => {
    const breaker = new Breaker(() => {});
    const { backoff } = setup(() => 1, { breaker });
    for (const room of ["a", "b", "c", "d", "d"]) breaker.recordFailure(room);
    assert.equal(backoff.delay(api(500)), 500);
    breaker.recordFailure("e");
    for (const error of [api(500), broken, unreachable]) assert.equal(backoff.delay(error), undefined);
    assert.equal(backoff.delay(api(429)), 500);
    breaker.recordSuccess();
    assert.equal(backoff.delay(api(500)), 500);
  });

  it("is skipped for a rate limit that accepted no request during 5 minutes of pauses", () => {
    const { backoff, limiter } = setup(() => 1);
    limiter.pause(300_000);
    assert.equal(backoff.delay(api(429)), 500);
    limiter.pause(300_001);
    assert.equal(backoff.delay(api(429)), undefined);
    assert.equal(backoff.delay(api(500)), 500);
    limiter.resetPauses();
    assert.equal(backoff.delay(api(429)), 500);
  });

  it("is reported after 10 s of waiting, whether continuous or not", async () => {
    for (const error of [api(429, undefined, 11), api(429, undefined, 4), api(500)]) {
      const { backoff, clock, lines } = setup(() => 1);
      for (let i = 0; i < 4; i++) {
        await backoff.wait(error);
        assert.equal(lines.length > 0, clock.monotonic() > 10_000, `${clock.monotonic()} ms`);
      }
    }
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-05-04T12:00:00.000Z");

  it("is parsed as seconds", () => {
    fc.assert(
      fc.property(fc.nat(1e9), (seconds) => {
        assert.equal(parseRetryAfter(String(seconds), now), seconds);
      }),
    );
  });

  it("is parsed as a date, which is 0 s once it has passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), (seconds) => {
        const date = new Date(now + seconds * 1000).toUTCString();
        assert.equal(parseRetryAfter(date, now), Math.max(0, seconds));
      }),
    );
  });

  it("is never negative or infinite, for any header", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("", " ", "-1", "1e999", "∞", "soon")), (header) => {
        const wait = parseRetryAfter(header, now);
        assert.ok(wait === undefined || (wait >= 0 && Number.isFinite(wait)), String(wait));
      }),
    );
    assert.equal(parseRetryAfter(null, now), undefined);
  });
});
