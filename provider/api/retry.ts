import type { RequestError } from "./errors";

/** For how long a request waits in all, in milliseconds, before its failure is final. */
export const BUDGET_MS = {
  /** For a rate limit to let it pass. */
  rateLimit: 5 * 60_000,
  /** For a server that fails, or a connection that breaks. */
  failure: 2 * 60_000,
  /** For a server that cannot be reached, which more often than not is a wrong address. */
  unreachable: 15_000,
};
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

type Kind = keyof typeof BUDGET_MS;

/** How long one request waits after its failures. Each kind of failure has a budget and a back-off of its own. */
export class Patience {
  private readonly spent: Partial<Record<Kind, { failures: number; waitedMs: number }>> = {};

  /** @param random between 0 and 1 */
  constructor(private readonly random: () => number) {}

  /**
   * Milliseconds to wait before the request is sent again, or `undefined` where the failure is final: because sending
   * it again cannot help, or because it has waited long enough. The wait is the one that the API asks for; else it
   * doubles with every failure, and half of it is random, so that many requests do not come back together.
   */
  after(error: RequestError): number | undefined {
    if (!error.isRetryable) return undefined;
    const kind = kindOf(error);
    const { failures, waitedMs } = this.spent[kind] ?? { failures: 0, waitedMs: 0 };
    const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + this.random() / 2);
    // A wait of nothing, which a date in the past is too, would ask again without end.
    const wait = error.retryAfter ? Math.max(error.retryAfter * 1000, FIRST_WAIT_MS) : backOff;
    if (waitedMs + wait > BUDGET_MS[kind]) return undefined;
    this.spent[kind] = { failures: failures + 1, waitedMs: waitedMs + wait };
    return wait;
  }
}

function kindOf(error: RequestError): Kind {
  if (error.isRateLimited) return "rateLimit";
  return error.isUnreachable ? "unreachable" : "failure";
}
