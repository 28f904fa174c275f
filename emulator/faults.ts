import { fraction } from "./random";
import { UsageError } from "./usage-error";

/**
 * What goes wrong, on purpose. Each fault but the rate limit is a probability from 0 to 1, drawn anew for each request that it can hit.
 * Set it by `startEmulator({ faults })`, `--fault name=value` or `PUT /_emulator/faults`. Everything is 0, which is off, by default.
 */
export interface Faults {
  /** The request waits `latencyMs` before anything is done. */
  latency: number;
  /** The list waits `slowListMs` before it is answered. */
  slowList: number;
  /** A new room is missing in the list for `laggingListMs` of the emulator's clock. */
  laggingList: number;
  /** The connection is closed before anything is done. */
  droppedConnection: number;
  /**
   * As `droppedConnection`, and new connections are refused for `refusedMs`: the emulator does not listen in that time. That hits control requests
   * too, and as many others as come, so it happens no more often than makes this share of the time.
   */
  refusedConnection: number;
  /** 429 without `Retry-After`; nothing is done. */
  tooManyRequests: number;
  /** 429 with `Retry-After` in seconds (`retryAfterSeconds`); nothing is done. */
  retryAfterInSeconds: number;
  /** 429 with `Retry-After` as an HTTP date, `retryAfterSeconds` ahead of the emulator's clock; nothing is done. */
  retryAfterAsDate: number;
  /** 500 with code 50000; nothing is done. */
  serverError: number;
  /** 500 with code 50001 on a create; no room is made. */
  createFailed: number;
  /** 503 with code 10105; nothing is done. */
  serverBusy: number;
  /** 502 with a gateway's HTML page in place of the answer, after the change was made. */
  html: number;
  /** The connection is closed in the middle of the answer's body, after the change was made. */
  cutAnswer: number;
  /** The connection is closed instead of an answer to POST, PATCH, PUT or DELETE, after the change was made. */
  lostAnswer: number;
  /** The answer waits `lateAnswerMs`, after the change was made. */
  lateAnswer: number;
  /** @default 200 */
  latencyMs: number;
  /** @default 2000 */
  slowListMs: number;
  /** @default 10000 */
  laggingListMs: number;
  /** @default 300 */
  refusedMs: number;
  /** Longer than most clients wait. @default 120000 */
  lateAnswerMs: number;
  /** A whole number. @default 1 */
  retryAfterSeconds: number;
  /**
   * A limit for all requests together, by a token bucket on the emulator's clock; what is above it gets 429 with `Retry-After` in seconds.
   * @default 0, no limit
   */
  requestsPerSecond: number;
  /**
   * How many requests the limit lets through at once after a pause.
   * @default 0, as many as `requestsPerSecond`
   */
  burst: number;
}

/** The faults that are probabilities. */
export const probabilities = [
  "latency",
  "slowList",
  "laggingList",
  "droppedConnection",
  "refusedConnection",
  "tooManyRequests",
  "retryAfterInSeconds",
  "retryAfterAsDate",
  "serverError",
  "createFailed",
  "serverBusy",
  "html",
  "cutAnswer",
  "lostAnswer",
  "lateAnswer",
] as const satisfies readonly (keyof Faults)[];

export type FaultName = (typeof probabilities)[number];

export const noFaults = {
  ...(Object.fromEntries(probabilities.map((name) => [name, 0])) as Record<FaultName, number>),
  latencyMs: 200,
  slowListMs: 2000,
  laggingListMs: 10_000,
  refusedMs: 300,
  lateAnswerMs: 120_000,
  retryAfterSeconds: 1,
  requestsPerSecond: 0,
  burst: 0,
} satisfies Faults;

/** Draws faults from a seed, and counts them. */
export interface FaultSource {
  readonly faults: Faults;
  /** @throws UsageError see `changeFaults` */
  change(changes: Record<string, unknown>): void;
  /** How often each fault was injected; `requestsPerSecond` counts requests above the limit. */
  readonly injected: Record<FaultName | "requestsPerSecond", number>;
  /** Whether this fault happens now. */
  occurs(name: FaultName): boolean;
  /** Milliseconds until the rate limit lets this request through; 0 lets it through now. */
  waitForLimit(now: Date): number;
  /** The first faults again, counted from 0 and drawn from the beginning. */
  restart(): void;
}

export function createFaultSource(seed: number, first: Faults): FaultSource {
  let faults = first;
  const drawn = new Map<FaultName, number>();
  let bucket: { tokens: number; at: number } | undefined;
  const injected = noneInjected();
  return {
    get faults() {
      return faults;
    },
    change(changes) {
      faults = changeFaults(faults, changes);
    },
    injected,
    occurs(name) {
      if (faults[name] === 0) return false;
      const number = drawn.get(name) ?? 0;
      drawn.set(name, number + 1);
      const strikes = fraction(seed, name, number) < faults[name];
      if (strikes) injected[name]++;
      return strikes;
    },
    waitForLimit(now) {
      const { requestsPerSecond: rate, burst } = faults;
      if (rate === 0) return 0;
      const capacity = Math.max(1, burst || rate);
      // A clock that is set back gives no tokens and takes none.
      const elapsed = bucket ? Math.max(0, now.getTime() - bucket.at) : 0;
      const tokens = bucket ? Math.min(capacity, bucket.tokens + (elapsed * rate) / 1000) : capacity;
      const passes = tokens >= 1;
      bucket = { tokens: passes ? tokens - 1 : tokens, at: now.getTime() };
      if (passes) return 0;
      injected.requestsPerSecond++;
      return Math.ceil(((1 - tokens) / rate) * 1000);
    },
    restart() {
      drawn.clear();
      bucket = undefined;
      faults = first;
      Object.assign(injected, noneInjected());
    },
  };
}

/**
 * `current` with the given values changed. Values may be text, as a command line gives them.
 *
 * @throws UsageError that names the unknown fault, or the values it can have
 */
export function changeFaults(current: Faults, changes: Record<string, unknown>): Faults {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const changed = given.map(([name, value]) => {
    if (!Object.hasOwn(noFaults, name)) {
      throw new UsageError(
        `There is no fault ${JSON.stringify(name)}; there are ${Object.keys(noFaults).join(", ")}.`,
      );
    }
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    const highest = (probabilities as readonly string[]).includes(name) ? 1 : 1e9;
    // The header takes whole seconds only.
    const whole = name === "retryAfterSeconds";
    if (typeof number !== "number" || !(number >= 0 && number <= highest) || (whole && number % 1 !== 0)) {
      throw new UsageError(
        `Fault ${name} is a ${whole ? "whole " : ""}number from 0 to ${highest}, not ${JSON.stringify(value)}.`,
      );
    }
    return [name, number];
  });
  return { ...current, ...Object.fromEntries(changed) };
}

function noneInjected(): FaultSource["injected"] {
  return Object.fromEntries(
    [...probabilities, "requestsPerSecond"].map((name) => [name, 0]),
  ) as FaultSource["injected"];
}
