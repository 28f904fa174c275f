import { type Clock, onAbort } from "./clock";
import { isRequestError, type RequestError } from "./errors";

/** Maximum number of requests in flight at first, and for the rest of the run after a 429. */
const INITIAL_WINDOW = 8;

/** How long an operation waits for a rate limit in total, in milliseconds. */
export const MAX_RATE_LIMIT_WAIT_MS = 5 * 60_000;

/** A request was not sent, because the API requested a longer pause than its operation can wait. */
export class PauseTooLongError extends Error {
  constructor(
    /** The rest of the pause, in milliseconds. */
    readonly ms: number,
  ) {
    super(`the API asked to wait another ${Math.ceil(ms / 1000)} s`);
  }
}

/** The operation that a request belongs to, as far as the limiter needs it. */
export interface LimitedOperation {
  /** Ends the wait. */
  signal?: AbortSignal;
  /** When its first request was sent. @default this is the first one */
  firstSentAt?: number;
  /** How many milliseconds it has waited for pauses. The limiter adds to it. @default 0, not counted */
  waited?: { rateLimit: number };
}

/**
 * Keeps all requests to one account within its limits: the maximum in flight, the maximum per second, and the pauses
 * that the API requests. The oldest operation goes first.
 *
 * The maximum in flight is a window that adapts to what the API can take (additive increase, multiplicative decrease):
 * it grows by one after as many successes, and halves when the API rejects a request with a 429 or fails. After a 429,
 * it does not exceed its initial size again: a rate limit stays, and each new attempt to exceed it would be rejected
 * for as many requests as are in flight.
 */
export class RateLimiter {
  /** Number of requests that have started. */
  started = 0;
  /** How long the API paused all requests, in milliseconds. */
  pausedMs = 0;
  private inFlight = 0;
  private window: number;
  private maxWindow: number;
  /** Number of successes since the window last changed. */
  private successes = 0;
  /** Number of requests that had started when the window last shrank. They do not change it again. */
  private startedBeforeShrink = 0;
  private nextStart = 0;
  private pausedUntil = 0;
  private consecutivePauseMs = 0;
  private readonly queue: { enter: () => void; since: number }[] = [];

  constructor(
    private readonly limits: { maxInFlight: number; requestsPerSecond?: number },
    private readonly clock: Clock,
  ) {
    this.maxWindow = limits.maxInFlight;
    this.window = Math.min(INITIAL_WINDOW, this.maxWindow);
  }

  /**
   * Sends a request once the limits allow it. Older operations go first, so that operations end before others start.
   *
   * @throws the signal's reason, if it aborts first
   * @throws PauseTooLongError
   */
  async run<T>(send: () => Promise<T>, operation: LimitedOperation = {}): Promise<T> {
    for (;;) {
      await this.acquire(operation);
      try {
        if (await this.waitForTurn(operation)) return await this.observe(send);
      } finally {
        this.release();
      }
    }
  }

  /**
   * Delays all requests of the account after a 429: for as long as the API requests, else for up to a second.
   *
   * @param random a number between 0 and 1
   */
  pauseAfterRateLimit(retryAfterSeconds: number | undefined, random: number): void {
    this.pause(retryAfterSeconds ? retryAfterSeconds * 1000 : 500 + 500 * random);
  }

  /** Delays all requests: a pause that the API requests applies to the whole account. */
  pause(ms: number): void {
    const now = this.clock.monotonic();
    const until = Math.max(this.pausedUntil, now + ms);
    const added = until - Math.max(this.pausedUntil, now);
    this.pausedUntil = until;
    this.consecutivePauseMs += added;
    if (!this.isRateLimitLasting) this.pausedMs += added;
  }

  /** Ends a series of pauses, because the API accepted a request. */
  resetPauses(): void {
    this.consecutivePauseMs = 0;
  }

  /**
   * Whether the API has accepted no request during pauses that are longer than an operation waits in total. Then no
   * operation waits for a pause: thousands of rooms would otherwise each wait that long, one after the other.
   */
  get isRateLimitLasting(): boolean {
    return this.consecutivePauseMs > MAX_RATE_LIMIT_WAIT_MS;
  }

  /** Sends a request, and adapts the window to its outcome. */
  private async observe<T>(send: () => Promise<T>): Promise<T> {
    const number = ++this.started;
    try {
      const result = await send();
      this.grow(number);
      return result;
    } catch (error) {
      if (isRequestError(error) && error.isRetryable && !error.mayBeBusy) this.shrink(number, error);
      throw error;
    }
  }

  private grow(number: number): void {
    if (number <= this.startedBeforeShrink || ++this.successes < this.window) return;
    this.successes = 0;
    this.window = Math.min(this.maxWindow, this.window + 1);
  }

  private shrink(number: number, { isRateLimited }: RequestError): void {
    if (isRateLimited) this.maxWindow = Math.min(this.maxWindow, INITIAL_WINDOW);
    // With fewer requests, an API that never responds would hold up a run for hours.
    const min = isRateLimited ? 1 : INITIAL_WINDOW;
    if (number > this.startedBeforeShrink && this.window > min) {
      this.startedBeforeShrink = this.started;
      this.successes = 0;
      this.window = Math.max(min, Math.floor(this.window / 2));
    }
    this.window = Math.min(this.maxWindow, this.window);
  }

  /** Waits until fewer requests are in flight than the window allows. */
  private async acquire({
    signal,
    firstSentAt: since = Number.POSITIVE_INFINITY,
  }: LimitedOperation): Promise<void> {
    signal?.throwIfAborted();
    if (this.inFlight < this.window) {
      this.inFlight++;
      return;
    }
    await new Promise<void>((go, stop) => {
      const enter = () => {
        forget();
        go();
      };
      const waiter = { enter, since };
      const forget = onAbort(signal, () => {
        this.queue.splice(this.queue.indexOf(waiter), 1);
        stop(signal?.reason);
      });
      this.queue.splice(this.queue.findLastIndex((each) => each.since <= since) + 1, 0, waiter);
    });
  }

  private release(): void {
    this.inFlight--;
    while (this.inFlight < this.window) {
      const next = this.queue.shift();
      if (!next) return;
      this.inFlight++;
      next.enter();
    }
  }

  /** Waits for pauses and for the rate. Returns false if the window has shrunk, so the request must queue again. */
  private async waitForTurn({ signal, waited = { rateLimit: 0 } }: LimitedOperation): Promise<boolean> {
    const { requestsPerSecond } = this.limits;
    const spacing = requestsPerSecond ? 1000 / requestsPerSecond : 0;
    for (;;) {
      signal?.throwIfAborted();
      if (this.inFlight > this.window) return false;
      const now = this.clock.monotonic();
      const pause = this.pausedUntil - now;
      if (pause > 0) {
        const isTooLong = waited.rateLimit + pause > MAX_RATE_LIMIT_WAIT_MS;
        if (isTooLong || this.isRateLimitLasting) throw new PauseTooLongError(pause);
        await this.clock.sleep(pause, signal);
        waited.rateLimit += this.clock.monotonic() - now;
      } else if (now >= this.nextStart) {
        this.nextStart = now + spacing;
        return true;
      } else await this.clock.sleep(this.nextStart - now, signal);
    }
  }
}
