import type { RequestError } from "./errors";

/** How much the API slowed a run down. All requests of a process count. */
export interface Slowdown {
  /** Requests rejected by the rate limit. */
  rateLimits: number;
  /** Requests that failed in another temporary way. */
  failures: number;
}

/** The line at the end of a run; `undefined` if the API did not slow it down. */
export function describeSlowdown({ rateLimits, failures }: Slowdown, pausedMs: number): string | undefined {
  const parts: string[] = [];
  if (rateLimits > 0) {
    const seconds = Math.ceil(pausedMs / 1000);
    parts.push(`its rate limit rejected ${requests(rateLimits)} and delayed all others by ${seconds} s`);
  }
  if (failures > 0) parts.push(`${requests(failures)} failed for other reasons`);
  if (parts.length === 0) return undefined;
  const remedy =
    rateLimits > 0 ? " To avoid this, set enablex:requestsPerSecond to what your subscription allows." : "";
  return `The rooms API slowed this run down: ${parts.join("; ")}. Requests that are safe to repeat were retried.${remedy}`;
}

/** The line that explains, during a run, why nothing seems to happen. */
export function describeLongWait(where: string, failure: RequestError): string {
  return failure.isRateLimited
    ? `Waiting for the rooms API at ${where}: its rate limit is reached. Each room waits up to 5 minutes.`
    : `Waiting for the rooms API at ${where}: it fails or does not respond. Each room is retried for up to 2 minutes. Last failure: ${failure.reason}.`;
}

/** The line that explains why nothing is retried. */
export const describeOutage = (where: string): string =>
  `The rooms API at ${where} failed for 5 rooms in a row. Failed requests are not retried until a request succeeds.`;

/** Why no more rooms are started while the API is down, as the end of a sentence. */
export const describeLastingOutage = (where: string): string =>
  `the rooms API at ${where} failed for 20 rooms in a row`;

/** Why no more rooms are started while the rate limit rejects everything, as the end of a sentence. */
export const describeLastingRateLimit = (where: string): string =>
  `the rate limit of the rooms API at ${where} accepted no request during 5 minutes of waiting`;

const requests = (count: number) => (count === 1 ? "1 request" : `${count} requests`);
