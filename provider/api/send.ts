import { Backoff, type RetryContext, sendWithRetries } from "./backoff";
import { type Clock, onAbort, orAbort } from "./clock";
import { ConnectionError, type RequestSummary } from "./connection-error";
import { toConnectionError } from "./connection-failure";
import { type Deadline, INTERRUPT_GRACE_MS, OperationEnd } from "./deadline";
import { openEnvelope } from "./envelope";
import { ApiError, isRequestError, type RequestError } from "./errors";
import { PauseTooLongError } from "./limiter";
import { mask, maskValues, type Secrets } from "./mask";
import type { Slowdown } from "./slowdown";
import { type Fetch, type FetchResponse, TransportError } from "./transport";

const { version } = require("pulumi-enablex/package.json") as { version: string };

/** What all requests to one account share. */
export interface Connection extends RetryContext {
  apiUrl: string;
  credentials: Secrets;
  fetch: Fetch;
  /** Takes a line for each request, with values masked. @default none */
  debug?: (line: string) => void;
  /** For how long the API may be silent on a connection, in milliseconds. @default 30000 */
  timeoutMs?: number;
  /** Counts what slows the run down. @default none */
  slowdown?: Slowdown;
}

/** A request to the API, on a path below its base URL. */
export interface ApiRequest extends RequestSummary {
  path: string;
  body?: Record<string, unknown>;
}

/**
 * Sends one request within the account's limits and opens its answer.
 *
 * @param deadline ends it; if it has passed before the request has started, it is never sent
 * @throws RequestError of any kind
 */
export async function sendOnce(
  connection: Connection,
  request: ApiRequest,
  deadline: Deadline,
): Promise<Record<string, unknown>> {
  const { limiter, clock } = connection;
  const hide = (text: string) => maskValues(mask(text, connection.credentials), request.body);
  try {
    const content = await limiter.run(async () => {
      deadline.firstSentAt ??= clock.monotonic();
      const answer = await deadline.stopwatch.during(() =>
        exchange(connection, request, hide, limiter.started, deadline.signal),
      );
      return openEnvelope(answer, request, hide, () => clock.now());
    }, deadline);
    limiter.resetPauses();
    deadline.server = "works";
    return content;
  } catch (error) {
    if (error instanceof PauseTooLongError) throw rateLimited(request, error);
    if (error instanceof OperationEnd) throw notSent(request, error);
    if (!isRequestError(error)) throw error;
    if (error.isRateLimited) {
      limiter.pause(error.retryAfter ? error.retryAfter * 1000 : 500 + 500 * connection.random());
    } else if (!error.isRetryable && error instanceof ApiError) {
      limiter.resetPauses();
      deadline.server = "works";
    }
    if (connection.slowdown && error.isRetryable && !error.mayBeBusy) {
      connection.slowdown[error.isRateLimited ? "rateLimits" : "failures"]++;
    }
    if (isCutOff(error)) deadline.server = "fails";
    throw error;
  }
}

/** Sends a request that may be sent twice, until it succeeds or there is no time left for it. */
export const sendIdempotent = (
  connection: Connection,
  request: ApiRequest,
  deadline: Deadline,
  look: () => Promise<void> = async () => {},
): Promise<Record<string, unknown>> =>
  sendWithRetries(
    async () => {
      await look();
      return sendOnce(connection, request, deadline);
    },
    new Backoff(connection, deadline),
    // The caller who deletes a room first asks whether people are in it. A look has had tries of its own.
    (failure) => failure.mayBeBusy || failure.request.action !== request.action,
  );

async function exchange(
  connection: Connection,
  request: ApiRequest,
  hide: (text: string) => string,
  number: number,
  signal: AbortSignal,
): Promise<{ status: number; body: string; header: (name: string) => string | null }> {
  const { clock, apiUrl, timeoutMs = 30_000 } = connection;
  const started = clock.monotonic();
  const elapsed = () => Math.round(clock.monotonic() - started);
  const log = (outcome: string) =>
    connection.debug?.(
      `#${number} ${request.method} ${request.path}${request.body ? ` ${JSON.stringify(shapeOf(request.body))}` : ""} → ${hide(outcome)} in ${elapsed()} ms`,
    );
  const { host } = new URL(apiUrl);
  const limit = abortOnSilence(clock, timeoutMs, signal);
  let answer: FetchResponse | undefined;
  try {
    const responding = connection.fetch(apiUrl + request.path, {
      method: request.method,
      headers: headersOf(connection.credentials, request.body),
      body: request.body && JSON.stringify(request.body),
      // A redirect would carry the credentials elsewhere, or turn a POST into a GET.
      redirect: "manual",
      signal: limit.signal,
      // A large body may take its time, as long as it goes on.
      onProgress: limit.restart,
    });
    // Not every fetch ends when its signal aborts.
    answer = await orAbort(responding, limit.signal);
    const { status, headers } = answer;
    const body = await orAbort(answer.text(), limit.signal);
    log(`HTTP ${status}, request ${headers.get("x-request-id") ?? "without an id"}`);
    return { status, body, header: (name) => headers.get(name) };
  } catch (error) {
    const { reason } = limit.signal;
    const failure =
      reason instanceof OperationEnd
        ? cutOff(request, reason, host, elapsed(), error)
        : toConnectionError(request, error as Error, {
            host,
            timeoutSeconds: timeoutMs / 1000,
            status: answer?.status,
            mask: hide,
          });
    log(failure.reason);
    throw failure;
  } finally {
    limit.end();
  }
}

/** Ends a request when the API is silent for too long, or when its operation ends. */
function abortOnSilence(clock: Clock, silenceMs: number, operation: AbortSignal) {
  const controller = new AbortController();
  const { signal } = controller;
  // What a fetch gives for an aborted request depends on which fetch it is.
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

/** What the API answered to another request counts for this one. */
const rateLimited = (request: RequestSummary, { ms, message }: PauseTooLongError) =>
  new ApiError(request, 429, undefined, undefined, message, undefined, ms / 1000);

const notSent = (request: RequestSummary, end: OperationEnd) =>
  new ConnectionError(
    request,
    end.kind === "deadline" ? "cut-off" : "interrupted",
    `it was not sent, because ${end.reason}`,
    { cause: end, advice: "Run the command again" },
  );

/** The request was under way when its operation ended. */
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
  const unknown = isAmbiguous ? "; whether it took effect is not known" : "";
  const mayRepeat = isAmbiguous && method !== "POST";
  const advice = mayRepeat
    ? "Look at enablex:apiUrl, the network and HTTPS_PROXY, and run the command again: that does no harm if it did"
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

/** A body with its values taken out: for a log line. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "…";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "data" ? "…" : shapeOf(part)]),
  );
}
