import type { RequestError } from "./errors";

/** For how long a request waits in all, in milliseconds, before its failure is final. */
export const BUDGET_MS = {
  /** For a rate limit to let it pass. */
  rateLimit: 5 * 60_000,
  /** For a server that fails, or a connection that breaks. */
  failure: 2 * 60_000,
  /** For a server that cannot be reached, which more often than not is a wrong address. */
  unreachable: 15_000,
};
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * Milliseconds to wait before a request is sent again after its failure, or `undefined` where the failure is final:
 * because sending it again cannot help, or because it has waited long enough. The wait is the one that the API asks
 * for; else it doubles with every failure, and half of it is random, so that many requests do not come back together.
 *
 * @param failures how often the request has failed, this failure included
 * @param waitedMs for how long the request has waited after its failures before this one
 */
export function afterFailure(
  error: RequestError,
  failures: number,
  waitedMs: number,
  random: () => number,
): number | undefined {
  if (!error.isRetryable) return undefined;
  const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random() / 2);
  // A wait of nothing, which a date in the past is too, would ask again without end.
  const wait = error.retryAfter ? Math.max(error.retryAfter * 1000, FIRST_WAIT_MS) : backOff;
  return waitedMs + wait > budgetFor(error) ? undefined : wait;
}

function budgetFor(error: RequestError): number {
  if (error.isRateLimited) return BUDGET_MS.rateLimit;
  return error.isUnreachable ? BUDGET_MS.unreachable : BUDGET_MS.failure;
}
