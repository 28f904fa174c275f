/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds of Unix time. */
  now(): number;
  /** Ends after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Keeps all requests to one account within its limits: so many in flight, so many per second, and none before the
 * moment that the API asked to wait for. First come, first served.
 */
export class Limiter {
  private inFlight = 0;
  private nextStart = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly limits: { maxInFlight: number; requestsPerSecond?: number },
    private readonly clock: Clock,
  ) {}

  /** Sends one request when its turn has come. */
  async run<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    while (this.inFlight >= this.limits.maxInFlight) await new Promise<void>((go) => this.waiting.push(go));
    this.inFlight++;
    try {
      await this.turn(signal);
      signal?.throwIfAborted();
      return await send();
    } finally {
      this.inFlight--;
      this.waiting.shift()?.();
    }
  }

  /** No request starts for so many milliseconds: what the API asks for counts for all. */
  pause(ms: number): void {
    this.nextStart = Math.max(this.nextStart, this.clock.now() + ms);
  }

  private async turn(signal?: AbortSignal): Promise<void> {
    const spacing = this.limits.requestsPerSecond ? 1000 / this.limits.requestsPerSecond : 0;
    for (;;) {
      const now = this.clock.now();
      if (now >= this.nextStart) {
        this.nextStart = Math.max(this.nextStart, now - spacing) + spacing;
        return;
      }
      await this.clock.sleep(this.nextStart - now, signal);
      signal?.throwIfAborted();
    }
  }
}

/** The system's clock. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        done();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener("abort", end);
    }),
};
