import { classifyFailure } from "../../provider/api/classify-failure";
import type { Clock } from "../../provider/api/clock";
import { ConnectionError } from "../../provider/api/connection-error";
import { parseResponse, type RawResponse } from "../../provider/api/envelope";
import { ApiError, isRequestError, type RequestError } from "../../provider/api/errors";
import { mask } from "../../provider/api/mask";
import { RateLimiter } from "../../provider/api/rate-limiter";
import { exchange } from "../../provider/api/send";
import type { Fetch } from "../../provider/api/transport";
import type { ApiAccess } from "../../provider/config/account";
import type { JsonObject } from "../../provider/json";

/** A request to a path below the API's base URL. */
export interface Request {
  method: string;
  path: string;
  body?: JsonObject;
  /** Credentials to use instead of the account's. */
  as?: Pick<ApiAccess, "appId" | "appKey">;
}

/** A raw response, and how the provider's client reads it. */
export interface ApiResponse extends RawResponse {
  /** The content, if the request succeeded. */
  content?: JsonObject;
  /** The error that the provider's client would throw. */
  error?: RequestError;
  /** When it arrived, in milliseconds of the monotonic clock. */
  at: number;
}

/** Maximum requests per run, including the clean-up. */
export const MAX_REQUESTS = 150;
/** Requests reserved for the clean-up. */
const RESERVED_REQUESTS = 30;
const REQUESTS_PER_SECOND = 2;
const TIMEOUT_MS = 30_000;
/** The wait after a 429 without `Retry-After`, as in another client of the service. */
const DEFAULT_PAUSE_MS = 15_000;
const MAX_PAUSE_MS = 120_000;
/** Waits between attempts of the clean-up, in milliseconds. */
const CLEANUP_WAITS_MS = [1_000, 2_000, 5_000, 10_000];
const MAX_CONSECUTIVE_FAILURES = 3;

/** Ends the questions: the message is a sentence for the report. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Sends requests one at a time, at most two a second and 150 in all. */
export class Exchange {
  /** The number of requests sent. */
  requests = 0;
  /** Names of the rate limit headers that responses had. */
  readonly limitHeaders = new Set<string>();
  private readonly limiter: RateLimiter;
  private failures = 0;

  constructor(
    private readonly account: ApiAccess,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    this.limiter = new RateLimiter({ maxInFlight: 1, requestsPerSecond: REQUESTS_PER_SECOND }, clock);
  }

  /**
   * Sends a question's request.
   *
   * @throws Stopped after the first 429, an interruption, the last allowed request or a lost connection
   * @throws ConnectionError
   */
  async request(request: Request): Promise<ApiResponse> {
    if (this.signal.aborted) throw new Stopped("It was interrupted.");
    if (this.requests >= MAX_REQUESTS - RESERVED_REQUESTS) {
      throw new Stopped(
        `It had sent ${this.requests} requests; the rest of the ${MAX_REQUESTS} is reserved for deleting.`,
      );
    }
    try {
      const response = await this.send(request);
      if (isRateLimit(response)) {
        const wait = retryAfterOf(response);
        const asked = wait === undefined ? "" : ` and asked to wait ${Math.ceil(wait / 1000)} s`;
        throw new Stopped(
          `The API's rate limit was reached: request ${this.requests} got a 429${asked}. Run it again later.`,
        );
      }
      this.failures = 0;
      return response;
    } catch (error) {
      if (error instanceof ConnectionError && ++this.failures >= MAX_CONSECUTIVE_FAILURES)
        throw new Stopped(`The connection was lost: ${error.reason}.`);
      throw error;
    }
  }

  /**
   * Sends a clean-up request. An interruption does not stop it, and it retries temporary failures.
   *
   * @throws RequestError
   */
  async requestWithRetry(request: Request): Promise<ApiResponse> {
    for (const wait of [...CLEANUP_WAITS_MS, undefined]) {
      if (this.requests >= MAX_REQUESTS) break;
      try {
        const response = await this.send(request);
        const mayPass = response.error?.isRetryable || isRateLimit(response);
        if (!mayPass || wait === undefined) return response;
        const pause = isRateLimit(response) ? (retryAfterOf(response) ?? DEFAULT_PAUSE_MS) : wait;
        await this.clock.sleep(Math.min(pause, MAX_PAUSE_MS));
      } catch (error) {
        if (!isRequestError(error) || !error.isRetryable || wait === undefined) throw error;
        await this.clock.sleep(wait);
      }
    }
    const asked = { method: request.method, action: "Cleaning up" };
    throw new ConnectionError(asked, "interrupted", `the run has sent its ${MAX_REQUESTS} requests`);
  }

  /** The status of a page, requested without credentials. */
  async head(url: string): Promise<number> {
    if (this.signal.aborted) throw new Stopped("It was interrupted.");
    this.requests++;
    const limit = new AbortController();
    const stopTimer = this.clock.after(TIMEOUT_MS, () =>
      limit.abort(new DOMException("no response", "TimeoutError")),
    );
    try {
      const answer = await this.limiter.run(() =>
        this.fetch(url, { method: "HEAD", headers: {}, redirect: "manual", signal: limit.signal }),
      );
      await answer.text();
      return answer.status;
    } catch (error) {
      const { host } = new URL(url);
      const broken = { host, timeoutSeconds: TIMEOUT_MS / 1000, status: undefined, mask: () => "it failed" };
      throw classifyFailure({ method: "HEAD", action: "Opening a meeting page" }, error as Error, broken);
    } finally {
      stopTimer();
    }
  }

  private send({ method, path, body, as = this.account }: Request): Promise<ApiResponse> {
    return this.limiter.run(async () => {
      this.requests++;
      const { account, fetch, clock } = this;
      const request = {
        method,
        path,
        body,
        action: `${method} ${path.replace(/\/rooms\/[^/?]+/, "/rooms/…")}`,
      };
      const hide = (text: string) => mask(text, account);
      const connection = { apiUrl: account.apiUrl, credentials: as, fetch, clock };
      const raw = await exchange(connection, request, hide, this.requests, new AbortController().signal);
      for (const name of LIMIT_HEADERS) if (raw.header(name) !== null) this.limitHeaders.add(name);
      const response = { ...raw, at: clock.monotonic() };
      try {
        return { ...response, content: parseResponse(raw, request, hide, () => clock.now()) };
      } catch (error) {
        if (!isRequestError(error)) throw error;
        return { ...response, error };
      }
    });
  }
}

/** Common names of rate limit headers; the vendor documents none. */
const LIMIT_HEADERS = [
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  ...["limit", "remaining", "reset"].flatMap((part) => [
    `ratelimit-${part}`,
    `x-ratelimit-${part}`,
    `x-rate-limit-${part}`,
  ]),
];

const isRateLimit = ({ status, error }: ApiResponse): boolean =>
  status === 429 || (error instanceof ApiError && error.isRateLimited);

const retryAfterOf = ({ error }: ApiResponse): number | undefined => {
  const seconds = error?.retryAfter;
  return seconds === undefined ? undefined : seconds * 1000;
};
