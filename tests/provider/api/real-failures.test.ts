import assert from "node:assert/strict";
import { type EmulatorOptions, startEmulator } from "../../../emulator/index";
import { type RoomsApi, roomsApi } from "../../../provider/api/client";
import { systemClock } from "../../../provider/api/clock";
import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { RateLimiter } from "../../../provider/api/rate-limiter";
import { createFetch } from "../../../provider/api/transport";

/** Runs a test with a client that is connected to an emulator. */
async function withClient(
  options: EmulatorOptions & { timeoutMs?: number },
  test: (api: RoomsApi<unknown>) => Promise<void>,
): Promise<void> {
  const { timeoutMs, ...emulatorOptions } = options;
  await using emulator = await startEmulator(emulatorOptions);
  const { appId, appKey, apiUrl } = emulator;
  const clock = systemClock;
  const limiter = new RateLimiter({ maxInFlight: 8 }, clock);
  const credentials = { appId, appKey };
  const connection = {
    apiUrl,
    credentials,
    fetch: createFetch(),
    limiter,
    clock,
    random: () => 0,
    timeoutMs,
  };
  const deadline = new Deadline(new Stopwatch(clock), clock);
  await test(
    roomsApi(
      connection,
      (room) => room,
      (send) => send(deadline),
    ),
  );
}

const body = { name: "x", owner_ref: "y", settings: { participants: "3" } };

describe("client over a real connection", () => {
  it("fails as ambiguous if the server does not respond in time", () =>
    withClient({ faults: { latency: 1, latencyMs: 600_000 }, timeoutMs: 100 }, async (api) => {
      await assert.rejects(api.create(body), {
        name: "ConnectionError",
        kind: "timeout",
        message: /127\.0\.0\.1:\d+ did not respond within 0\.1 s/,
        isAmbiguous: true,
        isRetryable: true,
      });
    }));

  for (const [fault, message] of [
    ["droppedConnection", /broke: /],
    ["lostAnswer", /broke: /],
    ["cutAnswer", /broke after a part of the response \(HTTP 200\): /],
    ["html", /HTML: "502 Bad Gateway" \(HTTP 502\)/],
  ] as const) {
    it(`fails as ambiguous if a create meets the fault ${fault}`, () =>
      withClient({ faults: { [fault]: 1 } }, async (api) => {
        await assert.rejects(api.create(body), { message, isAmbiguous: true, isRetryable: true });
      }));
  }
});
