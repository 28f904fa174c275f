import { Backoff, type RetryContext, sendWithRetries } from "./backoff";
import { classifyFailure } from "./classify-failure";
import { type Clock, onAbort, orAbort } from "./clock";
import { ConnectionError, type RequestSummary } from "./connection-error";
import { type Deadline, INTERRUPT_GRACE_MS, OperationEnd } from "./deadline";
import { parseResponse, type RawResponse } from "./envelope";
import { ApiError, isRequestError, type RequestError } from "./errors";
import { mask, maskValues, type Secrets } from "./mask";
import type { Slowdown } from "./notices";
import { PauseTooLongError } from "./rate-limiter";
import { type Fetch, type FetchResponse, TransportError } from "./transport";

const { version } = require("pulumi-enablex/package.json") as { version: string };

/** What the requests to one account share. */
export interface Connection extends RetryContext {
  apiUrl: string;
  credentials: Secrets;
  fetch: Fetch;
  /** Logs a line for each request, with values masked. @default none */
  debug?: (line: string) => void;
  /** How long the API may send nothing, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Counts rejected and failed requests. @default none */
  slowdown?: Slowdown;
}

/** A request to the API. The path is relative to the base URL. */
export interface ApiRequest extends RequestSummary {
  path: string;
  body?: Record<string, unknown>;
}

/**
 * Sends one request within the account's limits, and parses the response.
 *
 * @param deadline aborts it, or keeps it from being sent
 * @throws RequestError of any kind
 */
export async function sendOnce(
  connection: Connection,
  request: ApiRequest,
  deadline: Deadline,
): Promise<Record<string, unknown>> {
  const { limiter, clock } = connection;
  const redact = (text: string) => maskValues(mask(text, connection.credentials), request.body);
  try {
    const content = await limiter.run(async () => {
      deadline.firstSentAt ??= clock.monotonic();
      const response = await deadline.stopwatch.during(() =>
        exchange(connection, request, redact, limiter.started, deadline.signal),
      );
      return parseResponse(response, request, redact, () => clock.now());
    }, deadline);
    limiter.resetPauses();
    deadline.apiStatus = "up";
    return content;
  } catch (error) {
    if (error instanceof PauseTooLongError) throw rateLimited(request, error);
    if (error instanceof OperationEnd) throw notSent(request, error);
    if (!isRequestError(error)) throw error;
    if (error.isRateLimited) {
      limiter.pauseAfterRateLimit(error.retryAfter, connection.random());
    } else if (!error.isRetryable && error instanceof ApiError) {
      limiter.resetPauses();
      deadline.apiStatus = "up";
    }
    if (connection.slowdown && error.isRetryable && !error.mayBeBusy) {
      connection.slowdown[error.isRateLimited ? "rateLimits" : "failures"]++;
    }
    if (isCutOff(error)) deadline.apiStatus = "down";
    throw error;
  }
}

/** Sends an idempotent request until it succeeds or no time is left. */
export const sendIdempotent = (
  connection: Connection,
  request: ApiRequest,
  deadline: Deadline,
  precheck: () => Promise<void> = async () => {},
): Promise<Record<string, unknown>> =>
  sendWithRetries(
    async () => {
      await precheck();
      return sendOnce(connection, request, deadline);
    },
    new Backoff(connection, deadline),
    // Before another delete, the caller checks for people in the room. A precheck has its own retries.
    (failure) => failure.mayBeBusy || failure.request.action !== request.action,
  );

/** Sends one request, and returns the response before it is parsed. */
export async function exchange(
  connection: Omit<Connection, keyof RetryContext> & { clock: Clock },
  request: ApiRequest,
  redact: (text: string) => string,
  number: number,
  signal: AbortSignal,
): Promise<RawResponse> {
  const { clock, apiUrl, timeoutMs = 30_000 } = connection;
  const started = clock.monotonic();
  const elapsed = () => Math.round(clock.monotonic() - started);
  const log = (outcome: string) =>
    connection.debug?.(
      `#${number} ${request.method} ${request.path}${request.body ? ` ${JSON.stringify(shapeOf(request.body))}` : ""} → ${redact(outcome)} in ${elapsed()} ms`,
    );
  const { host } = new URL(apiUrl);
  const limit = abortOnSilence(clock, timeoutMs, signal);
  let response: FetchResponse | undefined;
  try {
    const responding = connection.fetch(apiUrl + request.path, {
      method: request.method,
      headers: headersOf(connection.credentials, request.body),
      body: request.body && JSON.stringify(request.body),
      // A redirect could send the credentials elsewhere, or turn a POST into a GET.
      redirect: "manual",
      signal: limit.signal,
      // A large body may take longer, as long as data arrives.
      onProgress: limit.restart,
    });
    // Not every fetch stops when its signal aborts.
    response = await orAbort(responding, limit.signal);
    const { status, headers } = response;
    const body = await orAbort(response.text(), limit.signal);
    log(`HTTP ${status}, request ${headers.get("x-request-id") ?? "without an id"}`);
    return { status, body, header: (name) => headers.get(name) };
  } catch (error) {
    const { reason } = limit.signal;
    const failure =
      reason instanceof OperationEnd
        ? cutOff(request, reason, host, elapsed(), error)
        : classifyFailure(request, error as Error, {
            host,
            timeoutSeconds: timeoutMs / 1000,
            status: response?.status,
            mask: redact,
          });
    log(failure.reason);
    throw failure;
  } finally {
    limit.end();
  }
}

/** Aborts a request if the API sends nothing for too long, or when its operation ends. */
function abortOnSilence(clock: Clock, silenceMs: number, operation: AbortSignal) {
  const controller = new AbortController();
  const { signal } = controller;
  // The error of an aborted request depends on the fetch, so the reason is set here.
  const silence = () => controller.abort(new DOMException("no response", "TimeoutError"));
  let stopSilence = clock.after(silenceMs, silence);
  let stopGrace = () => {};
  const stopListening = onAbort(operation, () => {
    const end = () => controller.abort(operation.reason);
    if (operation.reason.kind === "interrupt") stopGrace = clock.after(INTERRUPT_GRACE_MS, end);
    else end();
  });
  return {
    signal,
    restart: () => {
      stopSilence();
      stopSilence = clock.after(silenceMs, silence);
    },
    end: () => {
      stopSilence();
      stopGrace();
      stopListening();
    },
  };
}

function headersOf({ appId, appKey }: Secrets, body: unknown): Record<string, string> {
  return {
    Accept: "application/json",
    "User-Agent": `pulumi-enablex/${version}`,
    Authorization: `Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`,
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
}

/** A pause that the API requested for another request applies to this one too. */
const rateLimited = (request: RequestSummary, { ms, message }: PauseTooLongError) =>
  new ApiError(request, { status: 429, reason: message, retryAfter: ms / 1000 });

const notSent = (request: RequestSummary, end: OperationEnd) =>
  new ConnectionError(
    request,
    end.kind === "deadline" ? "cut-off" : "interrupted",
    `the request was not sent, because ${end.reason}`,
    { cause: end, advice: "Run the command again" },
  );

/** The operation ended during the request. */
function cutOff(
  request: RequestSummary,
  end: OperationEnd,
  host: string,
  ms: number,
  error: unknown,
): ConnectionError {
  const { method } = request;
  const wasSent = !(error instanceof TransportError) || error.wasSent;
  const isAmbiguous = wasSent && method !== "GET";
  const what = wasSent ? `responded to the ${method} request` : "accepted a connection";
  const unknown = isAmbiguous ? "; it is unknown whether it took effect" : "";
  const mayRepeat = isAmbiguous && method !== "POST";
  const advice = mayRepeat
    ? "Check enablex:apiUrl, the network and HTTPS_PROXY; then run the command again, which is safe even if it took effect"
    : undefined;
  return new ConnectionError(
    request,
    "cut-off",
    `${host} had not ${what} for ${Math.max(1, Math.round(ms / 1000))} s when ${end.reason}${unknown}`,
    { cause: end, isAmbiguous, advice: end.kind === "interrupt" ? "Run the command again" : advice },
  );
}

const isCutOff = (error: RequestError): boolean =>
  error instanceof ConnectionError &&
  error.kind === "cut-off" &&
  (error.cause as OperationEnd).kind === "deadline";

/** A body without its values, for a log line. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "…";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "data" ? "…" : shapeOf(part)]),
  );
}
