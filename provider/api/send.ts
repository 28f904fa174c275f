import type { Clock } from "./clock";
import { ConnectionError, toConnectionError } from "./connection-error";
import { openEnvelope } from "./envelope";
import { ApiError, type Asked, isRequestError } from "./errors";
import { type Limiter, TooLongToWait } from "./limiter";
import { mask, maskValues, type Secrets } from "./mask";
import { BUDGET_MS, Patience } from "./retry";
import type { Slowdown } from "./slowdown";
import type { Fetch, FetchAnswer } from "./transport";

/** What all requests to one account share. */
export interface Connection {
  apiUrl: string;
  credentials: Secrets;
  fetch: Fetch;
  limiter: Limiter;
  clock: Clock;
  /** Between 0 and 1: spreads retries. */
  random: () => number;
  /** Takes a line for each request, with values masked. @default none */
  debug?: (line: string) => void;
  /** How long to wait for an answer, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Counts what slows the run down. @default none */
  slowdown?: Slowdown;
}

/** A request to the API, on a path below its base URL. */
export interface ApiRequest extends Asked {
  path: string;
  body?: Record<string, unknown>;
}

/**
 * Sends one request within the account's limits and opens its answer.
 *
 * @throws RequestError of any kind; where the signal aborts before the request has started, it is never sent
 */
export async function sendOnce(
  connection: Connection,
  request: ApiRequest,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const { limiter, clock } = connection;
  const hide = (text: string) => maskValues(mask(text, connection.credentials), request.body);
  try {
    return await limiter.run(async () => {
      const answer = await exchange(connection, request, hide, limiter.started);
      return openEnvelope(answer, request, hide, () => clock.now());
    }, signal);
  } catch (error) {
    if (error instanceof TooLongToWait) throw refused(request, error);
    if (!isRequestError(error)) {
      throw signal?.aborted && error === signal.reason ? interrupted(request) : error;
    }
    if (error.isRateLimited) {
      const wait = error.retryAfter ? error.retryAfter * 1000 : 500 + 500 * connection.random();
      if (wait > BUDGET_MS.rateLimit) limiter.refuse(wait);
      else limiter.pause(wait);
    }
    if (connection.slowdown && error.isRetryable && !error.mayBeBusy) {
      connection.slowdown[error.isRateLimited ? "rateLimits" : "failures"]++;
    }
    throw error;
  }
}

/** Sends a request that may be sent twice, until it is answered or has waited long enough. */
export async function sendSafely(
  connection: Connection,
  request: ApiRequest,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const patience = new Patience(connection.random);
  for (;;) {
    try {
      return await sendOnce(connection, request, signal);
    } catch (error) {
      // Who wants to delete a room asks first whether it is people in it that hinder the server.
      if (!isRequestError(error) || error.mayBeBusy) throw error;
      const wait = patience.after(error);
      if (wait === undefined || signal?.aborted) throw error;
      await connection.clock.sleep(wait, signal);
    }
  }
}

async function exchange(
  connection: Connection,
  request: ApiRequest,
  hide: (text: string) => string,
  number: number,
): Promise<{ status: number; body: string; header: (name: string) => string | null }> {
  const { clock, apiUrl, timeoutMs = 30_000 } = connection;
  const started = clock.now();
  const log = (outcome: string) =>
    connection.debug?.(
      `#${number} ${request.method} ${request.path}${request.body ? ` ${JSON.stringify(shapeOf(request.body))}` : ""} → ${hide(outcome)} in ${clock.now() - started} ms`,
    );
  let answer: FetchAnswer | undefined;
  // AbortSignal.timeout would keep what belongs to the request until its time is over, answered or not.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  try {
    answer = await connection.fetch(apiUrl + request.path, {
      method: request.method,
      headers: headersOf(connection.credentials, request.body),
      body: request.body && JSON.stringify(request.body),
      // A redirect would carry the credentials elsewhere, or turn a POST into a GET.
      redirect: "manual",
      signal: limit.signal,
    });
    const { status, headers } = answer;
    const body = await answer.text();
    log(`HTTP ${status}, request ${headers.get("x-request-id") ?? "without an id"}`);
    return { status, body, header: (name) => headers.get(name) };
  } catch (error) {
    const failure = toConnectionError(request, error as Error, {
      host: new URL(apiUrl).host,
      timeoutSeconds: timeoutMs / 1000,
      status: answer?.status,
      mask: hide,
    });
    log(failure.reason);
    throw failure;
  } finally {
    clearTimeout(timer);
  }
}

function headersOf({ appId, appKey }: Secrets, body: unknown): Record<string, string> {
  return {
    Accept: "application/json",
    Authorization: `Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`,
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
}

/** What the API answered to another request counts for this one. */
const refused = (asked: Asked, { ms, message }: TooLongToWait) =>
  new ApiError(asked, 429, undefined, undefined, message, undefined, ms / 1000);

const interrupted = (asked: Asked) =>
  new ConnectionError(asked, "interrupted", "interrupted before it was sent");

/** A body with its values taken out: for a log line. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "…";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "data" ? "…" : shapeOf(part)]),
  );
}
