import { fraction } from "./random";
import { UsageError } from "./usage-error";

/**
 * Faults to inject. Each fault except the rate limit is a probability from 0 to 1, drawn again for each
 * request that it can affect. All are 0 by default, which is off. Set them with `startEmulator({ faults })`,
 * `--fault name=value` or `PUT /_emulator/faults`.
 */
export interface Faults {
  /** Delays the request by `latencyMs` before it is processed. */
  latency: number;
  /** Delays the list by `slowListMs`. */
  slowList: number;
  /** A new room is missing from the list for `laggingListMs` of the emulator's clock. */
  laggingList: number;
  /** Closes the connection before the request is processed. */
  droppedConnection: number;
  /**
   * As `droppedConnection`, and the emulator does not listen for `refusedMs`: it refuses new connections.
   * This also affects control requests and any number of other requests, so it is limited to this share of
   * the time.
   */
  refusedConnection: number;
  /** 429 without `Retry-After`; the request is not processed. */
  tooManyRequests: number;
  /** 429 with `Retry-After` in seconds (`retryAfterSeconds`); the request is not processed. */
  retryAfterInSeconds: number;
  /**
   * 429 with `Retry-After` as an HTTP date, `retryAfterSeconds` ahead of the emulator's clock; the request is
   * not processed.
   */
  retryAfterAsDate: number;
  /** 500 with code 50000; the request is not processed. */
  serverError: number;
  /** 500 with code 50001 on a create; no room is created. */
  createFailed: number;
  /** 503 with code 10105; the request is not processed. */
  serverBusy: number;
  /** 502 with a gateway's HTML page instead of the response, after the request was processed. */
  html: number;
  /** Closes the connection in the middle of the response body, after the request was processed. */
  cutAnswer: number;
  /**
   * Closes the connection instead of responding to POST, PATCH, PUT or DELETE, after the request was
   * processed.
   */
  lostAnswer: number;
  /** Delays the response by `lateAnswerMs`, after the request was processed. */
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
  /** An integer. @default 1 */
  retryAfterSeconds: number;
  /**
   * Limits all requests together with a token bucket on the emulator's clock. Requests above the limit get
   * 429 with `Retry-After` in seconds.
   * @default 0, no limit
   */
  requestsPerSecond: number;
  /**
   * Number of requests that the limit allows at once after a pause.
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

/** Draws faults from a seed and counts them. */
export interface FaultSource {
  readonly faults: Faults;
  /** @throws UsageError see `changeFaults` */
  change(changes: Record<string, unknown>): void;
  /** How often each fault was injected; `requestsPerSecond` counts requests above the limit. */
  readonly injected: Record<FaultName | "requestsPerSecond", number>;
  /** Draws whether this fault occurs now. */
  occurs(name: FaultName): boolean;
  /** Milliseconds until the rate limit allows this request; 0 allows it now. */
  waitForLimit(now: Date): number;
  /** Restores the initial faults, counters and random sequence. */
  restart(): void;
}

export function createFaultSource(seed: number, first: Faults): FaultSource {
  let faults = first;
  const drawCounts = new Map<FaultName, number>();
  let bucket: { tokens: number; at: number } | undefined;
  const injected = zeroCounts();
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
      const number = drawCounts.get(name) ?? 0;
      drawCounts.set(name, number + 1);
      const occurred = fraction(seed, name, number) < faults[name];
      if (occurred) injected[name]++;
      return occurred;
    },
    waitForLimit(now) {
      const { requestsPerSecond: rate, burst } = faults;
      if (rate === 0) return 0;
      const capacity = Math.max(1, burst || rate);
      // Setting the clock back neither adds nor removes tokens.
      const elapsed = bucket ? Math.max(0, now.getTime() - bucket.at) : 0;
      const tokens = bucket ? Math.min(capacity, bucket.tokens + (elapsed * rate) / 1000) : capacity;
      const allowed = tokens >= 1;
      bucket = { tokens: allowed ? tokens - 1 : tokens, at: now.getTime() };
      if (allowed) return 0;
      injected.requestsPerSecond++;
      return Math.ceil(((1 - tokens) / rate) * 1000);
    },
    restart() {
      drawCounts.clear();
      bucket = undefined;
      faults = first;
      Object.assign(injected, zeroCounts());
    },
  };
}

/**
 * Returns `current` with the given values changed. Values may be strings, as from a command line.
 *
 * @throws UsageError that names the unknown fault, or the valid range of a known one
 */
export function changeFaults(current: Faults, changes: Record<string, unknown>): Faults {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const changed = given.map(([name, value]) => {
    if (!Object.hasOwn(noFaults, name)) {
      throw new UsageError(
        `Unknown fault ${JSON.stringify(name)}. Use one of ${Object.keys(noFaults).join(", ")}.`,
      );
    }
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    const highest = (probabilities as readonly string[]).includes(name) ? 1 : 1e9;
    // The header allows only whole seconds.
    const whole = name === "retryAfterSeconds";
    if (typeof number !== "number" || !(number >= 0 && number <= highest) || (whole && number % 1 !== 0)) {
      throw new UsageError(
        `Fault ${name} must be ${whole ? "an integer" : "a number"} from 0 to ${highest}, not ${JSON.stringify(value)}.`,
      );
    }
    return [name, number];
  });
  return { ...current, ...Object.fromEntries(changed) };
}

function zeroCounts(): FaultSource["injected"] {
  return Object.fromEntries(
    [...probabilities, "requestsPerSecond"].map((name) => [name, 0]),
  ) as FaultSource["injected"];
}
