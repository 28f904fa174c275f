import { type Clock, onAbort } from "./clock";

/** A request was not sent, because the API asked all to wait for longer than a request waits. */
export class TooLongToWait extends Error {
  constructor(
    /** What is left of it, in milliseconds. */
    readonly ms: number,
  ) {
    super(`the API asked to wait another ${Math.ceil(ms / 1000)} s`);
  }
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
  private refusedUntil = 0;
  private readonly waiting: { enter: () => void; since: number }[] = [];

  constructor(
    private readonly limits: { maxInFlight: number; requestsPerSecond?: number },
    private readonly clock: Clock,
  ) {}

  /**
   * Sends one request when its turn has come.
   *
   * @param since when the first request of its operation was sent: older operations go first, so that one which has
   *   begun ends before others begin. @default it is the first one
   * @throws the signal's reason, where it aborts before that
   * @throws TooLongToWait
   */
  async run<T>(
    send: () => Promise<T>,
    signal?: AbortSignal,
    since: number = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    await this.place(since, signal);
    try {
      await this.turn(signal);
      this.started++;
      return await send();
    } finally {
      this.leave();
    }
  }

  /** No request starts for so many milliseconds: what the API asks of one room counts for all. */
  pause(ms: number): void {
    const now = this.clock.monotonic();
    const until = Math.max(this.pausedUntil, now + ms);
    this.pausedMs += until - Math.max(this.pausedUntil, now);
    this.pausedUntil = until;
  }

  /** No request is sent for so many milliseconds, and none waits for that: a pause that long would look like a run that hangs. */
  refuse(ms: number): void {
    this.refusedUntil = Math.max(this.refusedUntil, this.clock.monotonic() + ms);
  }

  /** A place among those in flight. It is handed from the one who leaves to the oldest one who waits. */
  private async place(since: number, signal?: AbortSignal): Promise<void> {
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
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        stop(signal?.reason);
      });
      this.waiting.splice(this.waiting.findLastIndex((each) => each.since <= since) + 1, 0, waiter);
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next.enter();
    else this.inFlight--;
  }

  private async turn(signal?: AbortSignal): Promise<void> {
    const { requestsPerSecond } = this.limits;
    const spacing = requestsPerSecond ? 1000 / requestsPerSecond : 0;
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.monotonic();
      if (now < this.refusedUntil) throw new TooLongToWait(this.refusedUntil - now);
      const start = Math.max(this.nextStart, this.pausedUntil);
      if (now >= start) {
        this.nextStart = now + spacing;
        return;
      }
      await this.clock.sleep(start - now, signal);
    }
  }
}
