import assert from "node:assert/strict";
import fc from "fast-check";
import { ConnectionError } from "../../../provider/api/connection-error";
import { parseRetryAfter } from "../../../provider/api/envelope";
import { ApiError, type RequestError } from "../../../provider/api/errors";
import { BUDGET_MS, Patience } from "../../../provider/api/retry";

const asked = { method: "GET", action: "Reading room x" };
const api = (status: number, resultCode?: number, retryAfter?: number) =>
  new ApiError(asked, status, resultCode, undefined, "", undefined, retryAfter);
const broken = new ConnectionError(asked, "broken", "it broke", { isAmbiguous: true, isRetryable: true });
const unreachable = new ConnectionError(asked, "dns", "no host", { isRetryable: true });

/** The waits of a request that fails in the same way until it gives up. */
function waits(error: RequestError, random: () => number): number[] {
  const patience = new Patience(random);
  const waited: number[] = [];
  for (;;) {
    const wait = patience.after(error);
    if (wait === undefined) return waited;
    waited.push(wait);
  }
}

describe("what follows a failure", () => {
  it("is a wait that doubles up to 8 s, of which half is random", () => {
    assert.deepEqual(waits(api(500), () => 0).slice(0, 6), [250, 500, 1000, 2000, 4000, 4000]);
    assert.deepEqual(waits(api(500), () => 1).slice(0, 6), [500, 1000, 2000, 4000, 8000, 8000]);
  });

  it("is the wait that the API asks for", () => {
    assert.equal(new Patience(Math.random).after(api(429, undefined, 7)), 7000);
    assert.equal(new Patience(Math.random).after(api(503, undefined, 7)), 7000);
  });

  it("is a wait of our own where the API asks for none, so that nothing is asked without end", () => {
    assert.deepEqual(waits(api(429, undefined, 0), () => 1).slice(0, 3), [500, 1000, 2000]);
  });

  it("is counted for each kind of failure: one refused connection is not the end of a long wait for a rate limit", () => {
    const patience = new Patience(() => 1);
    for (let waited = 0; waited < 60_000; ) waited += patience.after(api(429))!;
    assert.equal(patience.after(unreachable), 500);
    assert.equal(patience.after(api(500)), 500);
  });

  for (const [name, error, budget] of [
    ["a rate limit", api(429), BUDGET_MS.rateLimit],
    ["a rate limit with a wait of its own", api(429, undefined, 0.001), BUDGET_MS.rateLimit],
    ["a failing server", api(500), BUDGET_MS.failure],
    ["a busy server", api(200, 10105), BUDGET_MS.failure],
    ["a broken connection", broken, BUDGET_MS.failure],
    ["a server that cannot be reached", unreachable, BUDGET_MS.unreachable],
  ] as const) {
    it(`is the end once a request has waited long enough for ${name}`, () => {
      const sum = waits(error, () => 0.5).reduce((a, b) => a + b, 0);
      assert.ok(sum <= budget, `${sum} ms`);
      assert.ok(sum > budget - 8_000, `${sum} ms`);
    });
  }

  for (const error of [
    api(400, 10007),
    api(401),
    api(404, 40001),
    api(409, 10030),
    api(429, undefined, 86_400),
  ]) {
    it(`is the end at once after HTTP ${error.status}, result ${error.resultCode}, Retry-After ${error.retryAfter}`, () => {
      assert.equal(new Patience(Math.random).after(error), undefined);
    });
  }
});

describe("Retry-After", () => {
  const now = Date.parse("2026-05-04T12:00:00.000Z");

  it("is read as seconds", () => {
    fc.assert(
      fc.property(fc.nat(1e9), (seconds) => {
        assert.equal(parseRetryAfter(String(seconds), now), seconds);
      }),
    );
  });

  it("is read as a date, which is a wait of nothing once it has passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), (seconds) => {
        const date = new Date(now + seconds * 1000).toUTCString();
        assert.equal(parseRetryAfter(date, now), Math.max(0, seconds));
      }),
    );
  });

  it("is a wait from nothing up, or no wait, whatever the header holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("", " ", "-1", "1e999", "∞", "soon")), (header) => {
        const wait = parseRetryAfter(header, now);
        assert.ok(wait === undefined || (wait >= 0 && Number.isFinite(wait)), String(wait));
      }),
    );
    assert.equal(parseRetryAfter(null, now), undefined);
  });
});
