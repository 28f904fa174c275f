import type { RequestError } from "./errors";

/** How much the API slowed a run down: counted by all requests of a process. */
export interface Slowdown {
  /** Requests that were refused for the rate limit. */
  rateLimits: number;
  /** Requests that failed in another way that may pass. */
  failures: number;
}

/** The one line that tells of it at the end of a run; `undefined` where there is nothing to tell. */
export function describeSlowdown({ rateLimits, failures }: Slowdown, pausedMs: number): string | undefined {
  const parts: string[] = [];
  if (rateLimits > 0) {
    const seconds = Math.ceil(pausedMs / 1000);
    parts.push(`it refused ${requests(rateLimits)} for its rate limit, and all waited ${seconds} s for it`);
  }
  if (failures > 0) parts.push(`${requests(failures)} failed for other reasons`);
  if (parts.length === 0) return undefined;
  const remedy =
    rateLimits > 0
      ? " Set enablex:requestsPerSecond to what your subscription allows to avoid the refusals."
      : "";
  return `The rooms API slowed this run down: ${parts.join("; ")}. What could be sent again was.${remedy}`;
}

/** The line that explains, in the middle of a run, why nothing seems to happen. */
export function describeLongWait(where: string, failure: RequestError): string {
  return failure.isRateLimited
    ? `Waiting for the rooms API at ${where}: its rate limit is reached. Each room waits up to 5 minutes for it.`
    : `Waiting for the rooms API at ${where}: it fails or does not respond. Each room is retried for up to 2 minutes. The last failure: ${failure.reason}.`;
}

/** The line that explains why nothing is retried any more. */
export const describeOutage = (where: string): string =>
  `The rooms API at ${where} failed for 5 rooms in a row. Requests for other rooms are no longer retried, until one room succeeds.`;

/** Why no more rooms are begun while the API is down, as the end of a sentence. */
export const describeLastingOutage = (where: string): string =>
  `the rooms API at ${where} failed for 20 rooms in a row`;

/** Why no more rooms are begun while the API lets no request pass, as the end of a sentence. */
export const describeLastingRateLimit = (where: string): string =>
  `the rate limit of the rooms API at ${where} let no request pass during 5 minutes of waiting`;

const requests = (count: number) => (count === 1 ? "1 request" : `${count} requests`);
