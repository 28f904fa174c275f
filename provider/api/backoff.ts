import type { Deadline } from "./deadline";
import { isRequestError, type RequestError } from "./errors";
import type { Connection } from "./send";

/** For how long an operation waits in all, in milliseconds, beside what its deadline counts. */
export const BUDGET_MS = {
  /** For a rate limit to let it pass. */
  rateLimit: 5 * 60_000,
  /** For a server that cannot be reached, which more often than not is a wrong address. */
  unreachable: 15_000,
};
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** After so much waiting, the user is told what the run waits for. */
const SILENCE_MS = 10_000;

type Kind = "rateLimit" | "unreachable" | "failure";

/** The waits between the tries of one request. Each kind of failure grows its own. */
export class Backoff {
  private readonly failures: Record<Kind, number> = { rateLimit: 0, unreachable: 0, failure: 0 };

  constructor(
    private readonly connection: Pick<Connection, "clock" | "random" | "limiter" | "breaker" | "onLongWait">,
    private readonly deadline: Deadline,
  ) {}

  /**
   * Waits until a request may be sent again.
   *
   * @throws the failure, if it is final: because sending the request again cannot help, or there is no time left for it
   */
  async wait(failure: RequestError): Promise<void> {
    const { clock, onLongWait } = this.connection;
    const { deadline } = this;
    const kind = kindOf(failure);
    const ms = this.after(failure);
    if (ms === undefined) {
      if (failure.isRetryable && kind !== "rateLimit") deadline.server = "fails";
      throw failure;
    }
    const before = deadline.stopwatch.elapsed + deadline.waited.rateLimit;
    this.failures[kind]++;
    if (kind !== "failure") deadline.waited[kind] += ms;
    const told = clock.after(Math.max(0, SILENCE_MS - before), () => onLongWait?.(failure));
    try {
      if (kind === "rateLimit") await clock.sleep(ms, deadline.signal);
      else await deadline.sleep(ms);
    } finally {
      told();
    }
    if (deadline.signal.aborted) throw failure;
  }

  /**
   * Milliseconds until the next try, or `undefined` if there is none. The wait is the one that the API asks for; else it
   * doubles with every failure, and half of it is random, so that many requests do not come back together.
   */
  after(failure: RequestError): number | undefined {
    const { connection, deadline } = this;
    if (!failure.isRetryable || deadline.signal.aborted) return undefined;
    const kind = kindOf(failure);
    const { limiter, breaker } = connection;
    if (kind === "rateLimit" ? limiter.isOutOfPatience : breaker?.isOpen) return undefined;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures[kind]);
    // A wait of nothing, which a date in the past is too, would send requests without end.
    const ms = failure.retryAfter
      ? Math.max(failure.retryAfter * 1000, FIRST_WAIT_MS)
      : longest * (0.5 + connection.random() / 2);
    if (kind !== "failure" && deadline.waited[kind] + ms > BUDGET_MS[kind]) return undefined;
    return ms < (kind === "rateLimit" ? deadline.leftOnTheWall : deadline.left) ? ms : undefined;
  }
}

/** Sends a request, which may be sent twice, until it succeeds or its failure is final. */
export async function sendRepeatedly<T>(
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
