import type { Breaker } from "./breaker";
import type { Clock } from "./clock";
import type { Deadline } from "./deadline";
import { isRequestError, type RequestError } from "./errors";
import { MAX_RATE_LIMIT_WAIT_MS, type RateLimiter } from "./rate-limiter";

/** What retries need of a connection. */
export interface RetryContext {
  limiter: RateLimiter;
  clock: Clock;
  /** Returns a number between 0 and 1. */
  random: () => number;
  /** Stops retries while the API is down. @default none */
  breaker?: Breaker;
  /** Called after an operation has waited for a while because of failures. @default none */
  onLongWait?: (failure: RequestError) => void;
}

/** How long an operation waits in total for each kind of failure, in addition to its deadline. */
export const MAX_WAIT_MS = {
  rateLimit: MAX_RATE_LIMIT_WAIT_MS,
  /** Short, because an unreachable server usually means a wrong address. */
  unreachable: 15_000,
};
const MIN_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
/** How long an operation waits before the user is told why. */
const LONG_WAIT_MS = 10_000;

type Kind = "rateLimit" | "unreachable" | "failure";

/** Computes the delays between retries of one request, separately for each kind of failure. */
export class Backoff {
  private readonly failures: Record<Kind, number> = { rateLimit: 0, unreachable: 0, failure: 0 };

  constructor(
    private readonly connection: RetryContext,
    private readonly deadline: Deadline,
  ) {}

  /**
   * Waits until a request may be sent again.
   *
   * @throws the failure, if a retry cannot help or there is no time left for one
   */
  async wait(failure: RequestError): Promise<void> {
    const { clock, onLongWait } = this.connection;
    const { deadline } = this;
    const kind = kindOf(failure);
    const ms = this.delay(failure);
    if (ms === undefined) {
      if (failure.isRetryable && kind !== "rateLimit") deadline.apiStatus = "down";
      throw failure;
    }
    const before = deadline.stopwatch.elapsed + deadline.waited.rateLimit;
    this.failures[kind]++;
    if (kind !== "failure") deadline.waited[kind] += ms;
    const cancelNotice = clock.after(Math.max(0, LONG_WAIT_MS - before), () => onLongWait?.(failure));
    try {
      if (kind === "rateLimit") await clock.sleep(ms, deadline.signal);
      else await deadline.sleep(ms);
    } finally {
      cancelNotice();
    }
    if (deadline.signal.aborted) throw failure;
  }

  /**
   * Milliseconds until the next retry, or `undefined` if there is none. The API may request a delay. Otherwise the delay
   * doubles with every failure, and half of it is random, so that many requests do not come back at the same time.
   */
  delay(failure: RequestError): number | undefined {
    const { connection, deadline } = this;
    if (!failure.isRetryable || deadline.signal.aborted) return undefined;
    const kind = kindOf(failure);
    const { limiter, breaker } = connection;
    if (kind === "rateLimit" ? limiter.isRateLimitLasting : breaker?.isOpen) return undefined;
    const maxDelay = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** this.failures[kind]);
    // Without a minimum, `Retry-After: 0` or a date in the past would cause endless requests.
    const ms = failure.retryAfter
      ? Math.max(failure.retryAfter * 1000, MIN_DELAY_MS)
      : maxDelay * (0.5 + connection.random() / 2);
    if (kind !== "failure" && deadline.waited[kind] + ms > MAX_WAIT_MS[kind]) return undefined;
    return ms < (kind === "rateLimit" ? deadline.remainingWallTime : deadline.remaining) ? ms : undefined;
  }
}

/** Sends an idempotent request until it succeeds or its failure is final. */
export async function sendWithRetries<T>(
  send: () => Promise<T>,
  backoff: Backoff,
  isFinal: (failure: RequestError) => boolean,
): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isRequestError(error) || isFinal(error)) throw error;
      await backoff.wait(error);
    }
  }
}

function kindOf(failure: RequestError): Kind {
  if (failure.isRateLimited) return "rateLimit";
  return failure.isUnreachable ? "unreachable" : "failure";
}
