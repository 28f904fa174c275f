import type { RequestError } from "./errors";

/** How often a request is sent before its failure is final, the first time included. */
const ATTEMPTS = { serverFault: 6, neverLeft: 4 };
/** For how long a request waits for a rate limit to let it pass. */
const RATE_LIMIT_BUDGET_MS = 5 * 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * Milliseconds to wait before a request is sent again after its failure, or `undefined` where the failure is final:
 * because sending it again cannot help, or was tried often enough. The wait doubles with every failure, and half of
 * it is random, so that many requests do not come back together.
 *
 * @param failures how often the request has failed, this failure included
 * @param spentMs how long ago the request was sent for the first time
 */
export function afterFailure(
  error: RequestError,
  failures: number,
  spentMs: number,
  random: () => number,
): number | undefined {
  if (!error.isRetryable) return undefined;
  const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random() / 2);
  if (error.isRateLimited) {
    const wait = error.retryAfter === undefined ? backOff : error.retryAfter * 1000;
    return spentMs + wait > RATE_LIMIT_BUDGET_MS ? undefined : wait;
  }
  const attempts = error.isAmbiguous ? ATTEMPTS.serverFault : ATTEMPTS.neverLeft;
  return failures < attempts ? backOff : undefined;
}
