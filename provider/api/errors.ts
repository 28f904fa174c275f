import { type ApiFailure, adviceFor, isRoomNotFound } from "./advice";
import { codes } from "./codes";
import { ConnectionError, type RequestSummary } from "./connection-error";

/** An error response, and what only decisions may use. */
interface ErrorResponse extends ApiFailure {
  /** The API's id of the request, for the vendor's support. */
  requestId?: string | undefined;
  /** The reason before masking: only for decisions. @default `reason` */
  rawReason?: string;
  /** Whether the response is an HTML page, which a proxy or gateway may have sent. @default false */
  isHtml?: boolean;
}

/**
 * An error response of the API. Callers decide by its questions. It has no field `code`, because Pulumi's dynamic
 * provider host would read that as a gRPC status.
 */
export class ApiError extends Error implements ApiFailure {
  override readonly name = "ApiError";
  readonly isUnreachable = false;
  readonly isInterrupted = false;
  readonly request: RequestSummary;
  readonly status: number;
  readonly resultCode: number | undefined;
  readonly errorCode: string | undefined;
  readonly reason: string;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly isHtml: boolean;
  /** Private, so that printing the error does not show it. */
  readonly #rawReason: string;

  constructor(request: RequestSummary, response: ErrorResponse) {
    const { status, resultCode, reason, requestId, rawReason = reason } = response;
    const facts = [`HTTP ${status}`];
    if (resultCode !== undefined) facts.push(`result ${resultCode}`);
    if (requestId) facts.push(`request ${requestId}`);
    const advice = adviceFor({ ...response, reason: rawReason });
    super(
      `${request.action} failed: ${reason || "the API rejected the request"} (${facts.join(", ")}). ${advice}.`,
    );
    this.status = status;
    this.resultCode = resultCode;
    this.errorCode = response.errorCode;
    this.reason = reason;
    this.requestId = requestId;
    this.retryAfter = response.retryAfter;
    this.isHtml = response.isHtml ?? false;
    this.#rawReason = rawReason;
    // The whole request would expose its body wherever the error is printed.
    this.request = { action: request.action, method: request.method };
  }

  /** The room does not exist. False for wrong credentials, a failing server and a wrong path of the API. */
  get isGone(): boolean {
    if (this.isUnauthorized || this.isRateLimited || this.status >= 500) return false;
    if (this.resultCode === 40001 || this.errorCode === "ROOM_NOT_FOUND") return true;
    return isRoomNotFound(this.#rawReason) && (this.resultCode === undefined || !(this.resultCode in codes));
  }

  /** Either the room or the path was not found. The list of rooms tells which. */
  get mayBeGone(): boolean {
    return this.isGone || (this.status === 404 && this.resultCode === undefined);
  }

  /** The credentials are wrong, for another platform, or not allowed to do this. */
  get isUnauthorized(): boolean {
    return (
      this.status === 401 ||
      this.status === 403 ||
      this.resultCode === 10000 ||
      this.resultCode === 40002 ||
      /^(UNAUTHORIZED|CREDENTIAL_EXPIRED|PROJECT_SUSPENDED|FORBIDDEN)$/.test(this.errorCode ?? "")
    );
  }

  /** People are in the room, so the API does not change or delete it until they leave. */
  get isBusy(): boolean {
    if (this.resultCode === 10030) return true;
    return this.resultCode === undefined && /active (room|session)|room is active/i.test(this.#rawReason);
  }

  /** The room could not be deleted, possibly because people are in it. */
  get mayBeBusy(): boolean {
    if (this.isBusy) return true;
    if (this.request.method !== "DELETE") return false;
    if (this.resultCode !== undefined) return this.resultCode === 50004 || this.resultCode === 50005;
    return /failed to delete/i.test(this.#rawReason);
  }

  get isRateLimited(): boolean {
    return this.status === 429 || this.errorCode === "RATE_LIMITED";
  }

  /** The server failed, possibly for a short time. */
  get isServerFault(): boolean {
    if (this.isUnauthorized || this.isBusy) return false;
    const code = this.resultCode ?? 0;
    const failed = this.status === 408 || this.status >= 500 || code === 10105;
    return code !== 50007 && (failed || (code >= 50000 && code < 60000));
  }

  /** Whether sending the request again may help, provided that it is safe to send twice. */
  get isRetryable(): boolean {
    return this.isRateLimited || this.isServerFault;
  }

  /** It is unknown whether the request took effect. A rate limit and a busy server reject it before that. */
  get isAmbiguous(): boolean {
    if (this.isRateLimited || this.isUnauthorized || this.resultCode === 10105) return false;
    return this.status >= 500 || this.isServerFault;
  }

  /** Property path of the input that the error is about, if there is one. */
  get property(): string | undefined {
    return this.resultCode === undefined ? undefined : codes[this.resultCode]?.property;
  }
}

/** Any failure of a request to the API. */
export type RequestError = ApiError | ConnectionError;

export const isRequestError = (error: unknown): error is RequestError =>
  error instanceof ApiError || error instanceof ConnectionError;
