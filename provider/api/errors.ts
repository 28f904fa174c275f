import { adviceFor, isRoomNotFound } from "./advice";
import { codes } from "./codes";
import { ConnectionError, type RequestSummary } from "./connection-error";

/**
 * The API answered, and the answer is a refusal. The questions are what callers decide by; what the API said is kept
 * as it was. There is no field called `code`: Pulumi's dynamic provider host would take it for a gRPC status.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly isUnreachable = false;
  readonly isInterrupted = false;
  readonly request: RequestSummary;
  /** Private, so that nothing that prints the error shows it. */
  readonly #rawReason: string;

  constructor(
    request: RequestSummary,
    /** HTTP status of the answer. */
    readonly status: number,
    /** `result` of the answer, where it has one. */
    readonly resultCode: number | undefined,
    /** `error_code` of the answer, where it has one: `RATE_LIMITED`. */
    readonly errorCode: string | undefined,
    /** What the API said, in one line. */
    readonly reason: string,
    /** The API's id of the request, for the vendor's support. */
    readonly requestId: string | undefined,
    /** Seconds that the API asks to wait before the next request. */
    readonly retryAfter: number | undefined,
    /** What it said before anything was masked: only to decide by. @default `reason` */
    rawReason = reason,
    /** Whether the response is an HTML page, so that something in between may have sent it. */
    readonly isHtml = false,
  ) {
    const facts = [`HTTP ${status}`];
    if (resultCode !== undefined) facts.push(`result ${resultCode}`);
    if (requestId) facts.push(`request ${requestId}`);
    const advice = adviceFor({ status, resultCode, errorCode, reason: rawReason, retryAfter });
    super(`${request.action} failed: ${reason || "the API refused"} (${facts.join(", ")}). ${advice}.`);
    this.#rawReason = rawReason;
    // A whole request would carry its body into whatever prints the error.
    this.request = { action: request.action, method: request.method };
  }

  /** The room does not exist. Never so for bad credentials, for a failing server, or for a wrong path of the API. */
  get isGone(): boolean {
    if (this.isUnauthorized || this.isRateLimited || this.status >= 500) return false;
    if (this.resultCode === 40001 || this.errorCode === "ROOM_NOT_FOUND") return true;
    return isRoomNotFound(this.#rawReason) && (this.resultCode === undefined || !(this.resultCode in codes));
  }

  /** Something was not found, and whether that is the room or the path is not said: the list of rooms can tell. */
  get mayBeGone(): boolean {
    return this.isGone || (this.status === 404 && this.resultCode === undefined);
  }

  /** The credentials are wrong, of another platform, or not allowed to do this. */
  get isUnauthorized(): boolean {
    return (
      this.status === 401 ||
      this.status === 403 ||
      this.resultCode === 10000 ||
      this.resultCode === 40002 ||
      /^(UNAUTHORIZED|CREDENTIAL_EXPIRED|PROJECT_SUSPENDED|FORBIDDEN)$/.test(this.errorCode ?? "")
    );
  }

  /** People are in the room, and the API refuses to change or delete it until they have left. */
  get isBusy(): boolean {
    if (this.resultCode === 10030) return true;
    return this.resultCode === undefined && /active (room|session)|room is active/i.test(this.#rawReason);
  }

  /** The room could not be deleted, and whether because of people in it is not said: the room can tell. */
  get mayBeBusy(): boolean {
    if (this.isBusy) return true;
    if (this.request.method !== "DELETE") return false;
    if (this.resultCode !== undefined) return this.resultCode === 50004 || this.resultCode === 50005;
    return /failed to delete/i.test(this.#rawReason);
  }

  get isRateLimited(): boolean {
    return this.status === 429 || this.errorCode === "RATE_LIMITED";
  }

  /** The server failed for a reason of its own, which may pass. */
  get isServerFault(): boolean {
    if (this.isUnauthorized || this.isBusy) return false;
    const code = this.resultCode ?? 0;
    const failed = this.status === 408 || this.status >= 500 || code === 10105;
    return code !== 50007 && (failed || (code >= 50000 && code < 60000));
  }

  /** A request that may be sent twice is worth sending again. */
  get isRetryable(): boolean {
    return this.isRateLimited || this.isServerFault;
  }

  /** Whether the request took effect is not known. A rate limit and a busy server refuse before anything is done. */
  get isAmbiguous(): boolean {
    if (this.isRateLimited || this.isUnauthorized || this.resultCode === 10105) return false;
    return this.status >= 500 || this.isServerFault;
  }

  /** Property path of the input that the API blames, if it blames one. */
  get property(): string | undefined {
    return this.resultCode === undefined ? undefined : codes[this.resultCode]?.property;
  }
}

/** Any failure of a request to the API. */
export type RequestError = ApiError | ConnectionError;

export const isRequestError = (error: unknown): error is RequestError =>
  error instanceof ApiError || error instanceof ConnectionError;
