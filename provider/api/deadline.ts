import { type Clock, onAbort } from "./clock";

/** How much time of its own an operation on one room may use, in milliseconds. */
export const OPERATION_MS = 2 * 60_000;
/** How long it may take to find out whether an undecided create made or adopted a room: the last part of its time. */
export const LOOK_UP_MS = 15_000;
/** How long a request that is under way may still take when the run is interrupted. */
export const INTERRUPT_GRACE_MS = 5_000;

/** Why an operation ends before its work is done. */
export class OperationEnd extends Error {
  constructor(
    /** What has happened, as the end of a sentence: `the run was interrupted`. */
    readonly reason: string,
    /** Whether somebody interrupted the run, its `customTimeouts` are over, or the time that every operation has. */
    readonly kind: "interrupt" | "timeout" | "deadline",
  ) {
    super(reason);
  }
}

/**
 * The time of its own that an operation has used. It runs while a request is under way or a failure is waited out, and
 * stands still otherwise.
 */
export class Stopwatch {
  private used = 0;
  private startedAt = 0;
  private running = 0;
  private readonly alarms = new Set<Alarm>();
  private readonly followers = new Set<Stopwatch>();

  constructor(private readonly clock: Clock) {}

  /** Milliseconds. */
  get elapsed(): number {
    return this.used + (this.running > 0 ? this.clock.monotonic() - this.startedAt : 0);
  }

  /** Runs during the work. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.start();
    try {
      return await work();
    } finally {
      this.stop();
    }
  }

  /** Runs whenever another one does, until the work has ended. */
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

  /** Takes back what was used since it stood at `elapsed`. */
  resetTo(elapsed: number): void {
    this.used = elapsed;
  }

  /** Calls back once so much time was used, unless the function that it returns is called before. */
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

/** What ends an operation, whichever comes first. */
export interface DeadlineOptions {
  /** How much time of its own it may use, in milliseconds. @default OPERATION_MS */
  budgetMs?: number;
  /** The moment at which it must end, whatever it waits for, and what has set that. */
  timeout?: Timeout;
  /** Interrupts the run. */
  interrupt?: AbortSignal;
  /** How many milliseconds go on after an interrupt. @default 0 */
  afterInterruptMs?: number;
}

/** `customTimeouts` of a resource. */
export interface Timeout {
  /** On the clock's monotonic time. */
  at: number;
  /** What has then happened, as the end of a sentence. */
  reason: string;
}

/** Ends the requests and waits of one operation. */
export class Deadline {
  /** Aborts with an {@link OperationEnd}. No request starts after that, and no wait goes on. */
  readonly signal: AbortSignal;
  /** For how long it has waited in all for what is not charged to it, in milliseconds. */
  readonly waited = { rateLimit: 0, unreachable: 0 };
  /**
   * What its last request that tells has shown of the server. It works if it serves or refuses; it fails if a request is
   * given up because it does, or because it does not respond.
   */
  server?: "works" | "fails";
  /** When the first request of the operation was sent, on the clock's monotonic time. */
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
        this.end(`the ${budgetMs / 1000} s that it may take were over`, "deadline"),
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

  /** Milliseconds until it ends, if it is charged until then. */
  get remaining(): number {
    return Math.min(this.budgetMs - this.stopwatch.elapsed, this.remainingWallTime);
  }

  /** Milliseconds until it ends, if it is charged for nothing. */
  get remainingWallTime(): number {
    return this.endsAt - this.clock.monotonic();
  }

  /** Sleeps at the cost of the operation's own time. */
  sleep(ms: number): Promise<void> {
    return this.stopwatch.during(() => this.clock.sleep(ms, this.signal));
  }

  /** The operation has ended: nothing is watched any more. */
  close(): void {
    for (const stop of this.stops) stop();
  }
}
