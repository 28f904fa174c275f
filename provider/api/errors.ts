import { codes } from "./codes";

/** What was asked of the API: for the message of an error. */
export interface Asked {
  /** Such as `Updating room 60af1c2e5f8b9a0012345678`. */
  action: string;
  method: string;
}

/**
 * The API answered, and the answer is a refusal. The questions are what callers decide by; what the API said is kept
 * as it was. There is no field called `code`: Pulumi's dynamic provider host would take it for a gRPC status.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly asked: Asked,
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
  ) {
    super(
      describe(asked, status, resultCode, reason, requestId, advise(status, resultCode, errorCode, reason)),
    );
  }

  /** The room does not exist. Never so for bad credentials, for a failing server, or for a wrong path of the API. */
  get isGone(): boolean {
    if (this.isUnauthorized || this.isRateLimited || this.status >= 500) return false;
    return (
      this.resultCode === 40001 ||
      /room not found|invalid room id/i.test(this.reason) ||
      (this.status === 404 &&
        this.errorCode !== undefined &&
        /^(ROOM_)?(RESOURCE_)?NOT_FOUND$/.test(this.errorCode))
    );
  }

  /** The credentials are wrong, of another platform, or not allowed to do this. */
  get isUnauthorized(): boolean {
    return (
      this.status === 401 || this.status === 403 || this.resultCode === 10000 || this.resultCode === 40002
    );
  }

  /** People are in the room, and the API refuses to change or delete it until they have left. */
  get isBusy(): boolean {
    if (this.resultCode === 10030) return true;
    return (
      (this.status === 409 || this.resultCode === undefined) &&
      /active (room|session)|room is active/i.test(this.reason)
    );
  }

  get isRateLimited(): boolean {
    return this.status === 429 || this.errorCode === "RATE_LIMITED";
  }

  /** The server failed for a reason of its own, which may pass. */
  get isServerFault(): boolean {
    if (this.isUnauthorized || this.isBusy) return false;
    const code = this.resultCode ?? 0;
    return this.status >= 500 || code === 10105 || (code >= 50000 && code < 60000 && code !== 50007);
  }

  /** A request that may be sent twice is worth sending again. */
  get isRetryable(): boolean {
    return this.isRateLimited || this.isServerFault;
  }

  /** Whether the request took effect is not known. A rate limit refuses before anything is done. */
  get isAmbiguous(): boolean {
    return this.isServerFault && !this.isRateLimited && this.resultCode !== 10105;
  }

  /** Property path of the input that the API blames, if it blames one. */
  get property(): string | undefined {
    return this.resultCode === undefined ? undefined : codes[this.resultCode]?.property;
  }
}

/** There was no answer, or none that can be read: whether the request took effect is not known, unless it never left. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
  readonly isGone = false;
  readonly isUnauthorized = false;
  readonly isBusy = false;
  readonly isRateLimited = false;
  readonly retryAfter = undefined;
  /** A request that may be sent twice is worth sending again. */
  readonly isRetryable: boolean;

  constructor(
    readonly asked: Asked,
    /** What happened, in one line, without credentials. */
    readonly reason: string,
    /** Whether the request may have taken effect. */
    readonly isAmbiguous: boolean,
    options?: { cause?: unknown; advice?: string; retryable?: boolean },
  ) {
    super(
      `${asked.action} failed: ${reason}. ${options?.advice ?? "Look at enablex:apiUrl, the network and HTTPS_PROXY; then run pulumi up again"}.`,
      { cause: options?.cause },
    );
    this.isRetryable = options?.retryable ?? true;
  }
}

/** Any failure of a request to the API. */
export type RequestError = ApiError | NoAnswerError;

export const isRequestError = (error: unknown): error is RequestError =>
  error instanceof ApiError || error instanceof NoAnswerError;

function describe(
  asked: Asked,
  status: number,
  resultCode: number | undefined,
  reason: string,
  requestId: string | undefined,
  advice: string,
): string {
  const facts = [`HTTP ${status}`];
  if (resultCode !== undefined) facts.push(`result ${resultCode}`);
  if (requestId) facts.push(`request ${requestId}`);
  return `${asked.action} failed: ${reason || "the API refused"} (${facts.join(", ")}). ${advice}.`;
}

function advise(
  status: number,
  resultCode: number | undefined,
  errorCode: string | undefined,
  reason: string,
): string {
  if (
    status === 401 ||
    resultCode === 10000 ||
    errorCode === "UNAUTHORIZED" ||
    errorCode === "CREDENTIAL_EXPIRED"
  ) {
    return (
      "The platform does not take the credentials: look at enablex:appId, enablex:appKey (ENABLEX_APP_ID, ENABLEX_APP_KEY) and enablex:platform. " +
      "After changing them, run pulumi up, or pulumi refresh or destroy with --run-program, which read the new ones; without it they use those of the last up"
    );
  }
  if (errorCode === "PROJECT_SUSPENDED") return "The project is suspended; the portal says why";
  if (status === 403)
    return "The project is not allowed to do this; its subscription and state are in the portal";
  if (status === 429 || errorCode === "RATE_LIMITED") {
    return "The API's rate limit is reached; set enablex:requestsPerSecond to what your subscription allows";
  }
  const known = resultCode === undefined ? undefined : codes[resultCode];
  if (known) return `${known.property ? `${known.property}: ` : "What to do: "}${known.advice}`;
  if (status === 404 && /room not found|invalid room id/i.test(reason)) return sentence(codes[40001]!.advice);
  if (status === 404) return "The address of the API may be wrong: look at enablex:apiUrl";
  if (/audience/i.test(reason))
    return "audiences: the number is above your subscription's limit, which the portal shows";
  if (/participant|subscription|limit/i.test(reason)) {
    return "A limit of your subscription may be reached, such as participants or audiences; the portal shows them";
  }
  return "If it stays so, the vendor's support can help with the facts in brackets";
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
