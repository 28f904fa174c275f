import { startEmulator } from "../emulator/index";
import { createFetch } from "../provider/api/transport";
import { configKeys } from "../provider/config/keys";
import type { Figures } from "./report";

/** The default of pulumi-enablex's `maxInFlight`. */
const inFlight = configKeys.maxInFlight.default as number;

/** The API's lower bound: the same create requests with the same HTTP client and nothing else. */
export async function bareRequests(count: number): Promise<Figures> {
  await using emulator = await startEmulator();
  const fetch = createFetch();
  const headers = {
    "Content-Type": "application/json",
    Authorization: `Basic ${Buffer.from(`${emulator.appId}:${emulator.appKey}`).toString("base64")}`,
  };
  const body = JSON.stringify({ name: "class", owner_ref: "school", settings: { participants: "30" } });
  const signal = new AbortController().signal;
  let left = count;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) {
        const answer = await fetch(`${emulator.apiUrl}/rooms`, {
          method: "POST",
          headers,
          body,
          redirect: "manual",
          signal,
        });
        await answer.text();
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return {
    contender: "bare HTTP calls",
    count,
    step: "up",
    latencyMs: 0,
    wallMs: performance.now() - started,
    cpuMs: (user + system) / 1000,
    peakMiB: {},
    requestsPerRoom: 1,
  };
}
