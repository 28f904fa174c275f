import { type Clock, onAbort } from "./clock";

/** How much time an operation on one room may use, in milliseconds. */
export const OPERATION_MS = 2 * 60_000;
/** The last part of that time, reserved for finding out whether an ambiguous create created or adopted a room. */
export const LOOK_UP_MS = 15_000;
/** How long a request in flight may still take after an interrupt. */
export const INTERRUPT_GRACE_MS = 5_000;

/** Why an operation ends before its work is done. */
export class OperationEnd extends Error {
  constructor(
    /** What happened, as the end of a sentence: `the run was interrupted`. */
    readonly reason: string,
    /** Whether the run was interrupted, `customTimeouts` expired, or the operation used up its own time. */
    readonly kind: "interrupt" | "timeout" | "deadline",
  ) {
    super(reason);
  }
}

/** Measures the time that an operation uses: during requests, and during waits after a failure. */
export class Stopwatch {
  private used = 0;
  private startedAt = 0;
  private running = 0;
  private readonly alarms = new Set<Alarm>();
  private readonly followers = new Set<Stopwatch>();

  constructor(private readonly clock: Clock) {}

  /** In milliseconds. */
  get elapsed(): number {
    return this.used + (this.running > 0 ? this.clock.monotonic() - this.startedAt : 0);
  }

  /** Measures the work. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.start();
    try {
      return await work();
    } finally {
      this.stop();
    }
  }

  /** Runs while the other stopwatch runs, until the work ends. */
  async follow<T>(other: Stopwatch, work: () => Promise<T>): Promise<T> {
    other.followers.add(this);
    if (other.running > 0) this.start();
    try {
      return await work();
    } finally {
      other.followers.delete(this);
      if (other.running > 0) this.stop();
    }
  }

  /** Sets the elapsed time back. */
  resetTo(elapsed: number): void {
    this.used = elapsed;
  }

  /** Calls back once `elapsed` is reached, unless the returned function is called first. */
  onElapsed(elapsed: number, callback: () => void): () => void {
    const alarm: Alarm = { elapsed, callback, disarm: () => {} };
    this.alarms.add(alarm);
    if (this.running > 0) this.arm(alarm);
    return () => {
      alarm.disarm();
      this.alarms.delete(alarm);
    };
  }

  private start(): void {
    if (this.running++ === 0) {
      this.startedAt = this.clock.monotonic();
      for (const alarm of this.alarms) this.arm(alarm);
    }
    for (const follower of this.followers) follower.start();
  }

  private stop(): void {
    if (--this.running === 0) {
      this.used += this.clock.monotonic() - this.startedAt;
      for (const alarm of this.alarms) alarm.disarm();
    }
    for (const follower of this.followers) follower.stop();
  }

  private arm(alarm: Alarm): void {
    alarm.disarm = this.clock.after(alarm.elapsed - this.elapsed, () => {
      this.alarms.delete(alarm);
      alarm.callback();
    });
  }
}

interface Alarm {
  elapsed: number;
  callback: () => void;
  disarm: () => void;
}

/** What ends an operation. The first one wins. */
export interface DeadlineOptions {
  /** How much time it may use, in milliseconds. @default OPERATION_MS */
  budgetMs?: number;
  /** When it must end, including all waits. */
  timeout?: Timeout;
  /** Interrupts the run. */
  interrupt?: AbortSignal;
  /** How long it may continue after an interrupt, in milliseconds. @default 0 */
  afterInterruptMs?: number;
}

/** `customTimeouts` of a resource. */
export interface Timeout {
  /** In the clock's monotonic time. */
  at: number;
  /** The event at that time, as the end of a sentence. */
  reason: string;
}

/** Ends the requests and waits of one operation. */
export class Deadline {
  /** Aborts with an {@link OperationEnd}, which stops all requests and waits. */
  readonly signal: AbortSignal;
  /** Time waited for each cause that has its own maximum, in milliseconds. */
  readonly waited = { rateLimit: 0, unreachable: 0 };
  /**
   * `up` if the last conclusive request succeeded or was rejected; `down` if it was given up because the server
   * failed or did not respond.
   */
  apiStatus?: "up" | "down";
  /** When its first request was sent, in the clock's monotonic time. */
  firstSentAt?: number;
  private readonly controller = new AbortController();
  private readonly stops: (() => void)[];
  private readonly budgetMs: number;
  private endsAt: number;

  constructor(
    readonly stopwatch: Stopwatch,
    private readonly clock: Clock,
    { budgetMs = OPERATION_MS, timeout, interrupt, afterInterruptMs = 0 }: DeadlineOptions = {},
  ) {
    this.signal = this.controller.signal;
    this.budgetMs = budgetMs;
    this.endsAt = timeout?.at ?? Number.POSITIVE_INFINITY;
    const onInterrupt = () => {
      this.endsAt = Math.min(this.endsAt, clock.monotonic() + afterInterruptMs);
      const end = () => this.end("the run was interrupted", "interrupt");
      if (afterInterruptMs === 0) end();
      else this.stops.push(clock.after(afterInterruptMs, end));
    };
    this.stops = [
      stopwatch.onElapsed(budgetMs, () =>
        this.end(`its time limit of ${budgetMs / 1000} s was reached`, "deadline"),
      ),
      onAbort(interrupt, onInterrupt),
    ];
    if (timeout) {
      const end = () => this.end(timeout.reason, "timeout");
      this.stops.push(clock.after(timeout.at - clock.monotonic(), end));
    }
    if (interrupt?.aborted) onInterrupt();
  }

  /** @param reason the end of a sentence */
  end(reason: string, kind: OperationEnd["kind"]): void {
    this.controller.abort(new OperationEnd(reason, kind));
  }

  /** Milliseconds until it ends, while the stopwatch runs. */
  get remaining(): number {
    return Math.min(this.budgetMs - this.stopwatch.elapsed, this.remainingWallTime);
  }

  /** Milliseconds until it ends, while the stopwatch is stopped. */
  get remainingWallTime(): number {
    return this.endsAt - this.clock.monotonic();
  }

  /** Sleeps while the stopwatch runs. */
  sleep(ms: number): Promise<void> {
    return this.stopwatch.during(() => this.clock.sleep(ms, this.signal));
  }

  /** Stops all timers after the operation. */
  close(): void {
    for (const stop of this.stops) stop();
  }
}
