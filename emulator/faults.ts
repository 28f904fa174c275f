import { fraction } from "./random";
import { UsageError } from "./usage-error";

/** Faults that are probabilities from 0 to 1, drawn again for each request that each can affect; 0 is off. */
const noProbabilities = {
  /** Delays the request by `latencyMs` before it is processed. */
  latency: 0,
  /** Delays the list by `slowListMs`. */
  slowList: 0,
  /** A new room is missing from the list for `laggingListMs` of the emulator's clock. */
  laggingList: 0,
  /** Closes the connection before the request is processed. */
  droppedConnection: 0,
  /**
   * As `droppedConnection`, and the emulator does not listen for `refusedMs`: it refuses new connections.
   * This also affects control requests and any number of other requests, so it is limited to this share of
   * the time.
   */
  refusedConnection: 0,
  /** 429 without `Retry-After`; the request is not processed. */
  tooManyRequests: 0,
  /** 429 with `Retry-After` in seconds (`retryAfterSeconds`); the request is not processed. */
  retryAfterInSeconds: 0,
  /**
   * 429 with `Retry-After` as an HTTP date, `retryAfterSeconds` ahead of the emulator's clock; the request is
   * not processed.
   */
  retryAfterAsDate: 0,
  /** 500 with code 50000; the request is not processed. */
  serverError: 0,
  /** 500 with code 50001 on a create; no room is created. */
  createFailed: 0,
  /** 503 with code 10105; the request is not processed. */
  serverBusy: 0,
  /** 502 with a gateway's HTML page instead of the response, after the request was processed. */
  html: 0,
  /** Closes the connection in the middle of the response body, after the request was processed. */
  cutAnswer: 0,
  /** Closes the connection instead of responding to POST, PATCH, PUT or DELETE, after the request was processed. */
  lostAnswer: 0,
  /** Delays the response by `lateAnswerMs`, after the request was processed. */
  lateAnswer: 0,
};

const defaultAmounts = {
  latencyMs: 200,
  slowListMs: 2000,
  laggingListMs: 10_000,
  refusedMs: 300,
  /** Longer than most clients wait. */
  lateAnswerMs: 120_000,
  /** An integer. */
  retryAfterSeconds: 1,
  /**
   * Limits all requests together with a token bucket on the emulator's clock. Requests above the limit get
   * 429 with `Retry-After` in seconds. 0 is no limit.
   */
  requestsPerSecond: 0,
  /** Number of requests that the limit allows at once after a pause. 0 is as many as `requestsPerSecond`. */
  burst: 0,
};

/** Faults to inject, with `startEmulator({ faults })`, `--fault name=value` or `PUT /_emulator/faults`. */
export type Faults = typeof noProbabilities & typeof defaultAmounts;
export type FaultName = keyof typeof noProbabilities;

export const noFaults: Faults = { ...noProbabilities, ...defaultAmounts };
export const probabilities = Object.keys(noProbabilities) as FaultName[];

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
