/** The part of a request that error messages name. */
export interface RequestSummary {
  /** Such as `Updating room 60af1c2e5f8b9a0012345678`. */
  action: string;
  method: string;
}

/** Why there is no usable response. Code decides by the kind, never by a message. */
export type ConnectionErrorKind =
  /** The host name cannot be resolved. */
  | "dns"
  /** Nothing listens on the host's port. */
  | "refused"
  /** Neither this machine nor the proxy can connect to the host. */
  | "unreachable"
  /** The certificate has expired or belongs to another host. */
  | "certificate"
  /** The certificate is signed by an authority that this machine does not know. */
  | "untrusted"
  /** Only one side speaks TLS, or they share no version of it. */
  | "tls"
  /** The proxy cannot be used: its address is wrong, or it rejects the request. */
  | "proxy"
  /** The proxy requires credentials. */
  | "proxy-credentials"
  /** No response in time. */
  | "timeout"
  /** The connection broke. */
  | "broken"
  /** The server does not speak HTTP. */
  | "not-http"
  /** The response is HTTP, but not from the rooms API. */
  | "not-json"
  /** The response is from the rooms API, but not the requested one. */
  | "unexpected"
  /** The operation ended during the request, or its time was used up before. The cause says which. */
  | "cut-off"
  /** The run was interrupted, or `customTimeouts` expired, before the request was sent. The cause says which. */
  | "interrupted";

/** There is no usable response. If the request was sent, it is unknown whether it took effect. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly isGone = false;
  readonly mayBeGone = false;
  readonly isUnauthorized = false;
  readonly isBusy = false;
  readonly mayBeBusy = false;
  readonly isRateLimited = false;
  readonly retryAfter = undefined;
  /** Whether the request may have taken effect. */
  readonly isAmbiguous: boolean;
  /** Whether sending the request again may help, provided that it is safe to send twice. */
  readonly isRetryable: boolean;
  readonly request: RequestSummary;

  constructor(
    request: RequestSummary,
    readonly kind: ConnectionErrorKind,
    /** What happened, in one line, without credentials. */
    readonly reason: string,
    about: { cause?: unknown; advice?: string; isAmbiguous?: boolean; isRetryable?: boolean } = {},
  ) {
    super(`${request.action} failed: ${reason}. ${about.advice ?? advice[kind] ?? defaultAdvice}.`, {
      cause: about.cause,
    });
    // The whole request would expose its body wherever the error is printed.
    this.request = { action: request.action, method: request.method };
    this.isAmbiguous = about.isAmbiguous ?? false;
    this.isRetryable = about.isRetryable ?? false;
  }

  /** Nothing was sent, and the cause may be temporary. */
  get isUnreachable(): boolean {
    return this.isRetryable && !this.isAmbiguous;
  }

  get isInterrupted(): boolean {
    return this.kind === "interrupted";
  }
}

const defaultAdvice = "Check enablex:apiUrl, the network and HTTPS_PROXY; then run the command again";

const checkApiUrl = "Check enablex:apiUrl: it must be the address of the rooms API";

const advice: Partial<Record<ConnectionErrorKind, string>> = {
  certificate: "Correct enablex:apiUrl, or have the server's operator renew the certificate",
  untrusted:
    "If it is your company's own authority, set NODE_EXTRA_CA_CERTS to the file with its certificates; then run the command again",
  tls: "Check the scheme, the host and the port of enablex:apiUrl",
  proxy: "Correct HTTPS_PROXY, or add the API's host to NO_PROXY; then run the command again",
  "proxy-credentials": "Add them to HTTPS_PROXY: http://<user>:<password>@<host>:<port>",
  "not-http": checkApiUrl,
  "not-json": `${checkApiUrl}, such as https://api.enablex.io/video/v1. pulumi refresh and pulumi destroy use the address of the last up, unless they run with --run-program`,
  unexpected: checkApiUrl,
  interrupted: "Run the command again",
};
