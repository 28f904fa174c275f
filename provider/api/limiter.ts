import { type Clock, onAbort } from "./clock";

/** How long an operation waits for a rate limit in total, in milliseconds. */
export const MAX_RATE_LIMIT_WAIT_MS = 5 * 60_000;

/** A request was not sent, because the API asked all to wait for longer than its operation still waits. */
export class PauseTooLongError extends Error {
  constructor(
    /** What is left of it, in milliseconds. */
    readonly ms: number,
  ) {
    super(`the API asked to wait another ${Math.ceil(ms / 1000)} s`);
  }
}

/** What the limiter knows of the operation that a request belongs to. */
export interface LimitedOperation {
  /** Ends the wait. */
  signal?: AbortSignal;
  /** When the first request of the operation was sent. @default this is the first one */
  firstSentAt?: number;
  /** How many milliseconds of pauses the operation has waited for; the limiter adds to it. @default none, and nobody counts */
  waited?: { rateLimit: number };
}

/**
 * Keeps all requests to one account within its limits: so many in flight, so many per second, and none before the
 * moment that the API asked to wait for. The oldest operation is served first.
 */
export class Limiter {
  /** How many requests have started. */
  started = 0;
  /** For how many milliseconds the API made all requests wait. */
  pausedMs = 0;
  private inFlight = 0;
  private nextStart = 0;
  private pausedUntil = 0;
  private consecutivePauseMs = 0;
  private readonly queue: { enter: () => void; since: number }[] = [];

  constructor(
    private readonly limits: { maxInFlight: number; requestsPerSecond?: number },
    private readonly clock: Clock,
  ) {}

  /**
   * Sends one request when its turn has come. Older operations go first, so that one which has begun ends before others
   * begin.
   *
   * @throws the signal's reason, if it aborts before that
   * @throws TooLongToWait
   */
  async run<T>(send: () => Promise<T>, operation: LimitedOperation = {}): Promise<T> {
    await this.acquire(operation);
    try {
      await this.waitForSlot(operation);
      this.started++;
      return await send();
    } finally {
      this.release();
    }
  }

  /** No request starts for so many milliseconds: what the API asks of one room counts for all. */
  pause(ms: number): void {
    const now = this.clock.monotonic();
    const until = Math.max(this.pausedUntil, now + ms);
    const added = until - Math.max(this.pausedUntil, now);
    this.pausedUntil = until;
    this.consecutivePauseMs += added;
    if (!this.isExhausted) this.pausedMs += added;
  }

  /** The API has let a request pass: the next pause counts as the first in a row. */
  resetPauses(): void {
    this.consecutivePauseMs = 0;
  }

  /**
   * Whether pauses in a row, with no request between them that the API let pass, are longer than one operation waits.
   * Then none waits for a pause: thousands of rooms would each wait as long, one after the other.
   */
  get isExhausted(): boolean {
    return this.consecutivePauseMs > MAX_RATE_LIMIT_WAIT_MS;
  }

  /** A place among those in flight. It is handed from the one who leaves to the oldest one who waits. */
  private async acquire({
    signal,
    firstSentAt: since = Number.POSITIVE_INFINITY,
  }: LimitedOperation): Promise<void> {
    signal?.throwIfAborted();
    if (this.inFlight < this.limits.maxInFlight) {
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
    const next = this.queue.shift();
    if (next) next.enter();
    else this.inFlight--;
  }

  private async waitForSlot({ signal, waited = { rateLimit: 0 } }: LimitedOperation): Promise<void> {
    const { requestsPerSecond } = this.limits;
    const spacing = requestsPerSecond ? 1000 / requestsPerSecond : 0;
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.monotonic();
      const pause = this.pausedUntil - now;
      if (pause > 0) {
        const isTooLong = waited.rateLimit + pause > MAX_RATE_LIMIT_WAIT_MS;
        if (isTooLong || this.isExhausted) throw new PauseTooLongError(pause);
        await this.clock.sleep(pause, signal);
        waited.rateLimit += this.clock.monotonic() - now;
      } else if (now >= this.nextStart) {
        this.nextStart = now + spacing;
        return;
      } else await this.clock.sleep(this.nextStart - now, signal);
    }
  }
}
