/** The part of a request that error messages name. */
export interface RequestSummary {
  /** Such as `Updating room 60af1c2e5f8b9a0012345678`. */
  action: string;
  method: string;
}

/** Why there is no response that can be used. Callers decide by it, never by a message. */
export type ConnectionErrorKind =
  /** The name of the host cannot be looked up. */
  | "dns"
  /** Nothing listens at the host's port. */
  | "refused"
  /** No connection to the host, or none from its proxy to it. */
  | "unreachable"
  /** The certificate has expired, or is another host's. */
  | "certificate"
  /** The certificate is signed by no authority that this machine knows. */
  | "untrusted"
  /** One side speaks TLS and the other does not, or none that both know. */
  | "tls"
  /** The proxy cannot be used: its address is wrong, or it refuses. */
  | "proxy"
  /** The proxy asks for credentials. */
  | "proxy-credentials"
  /** No answer in time. */
  | "timeout"
  /** The connection broke. */
  | "broken"
  /** What answers does not speak HTTP. */
  | "not-http"
  /** The response is HTTP, and its body is not the rooms API's. */
  | "not-json"
  /** The response is the rooms API's, and not what was asked for. */
  | "unexpected"
  /** The operation ended while the request was under way, or its own time was over before. The cause tells why. */
  | "cut-off"
  /** The run was interrupted, or its `customTimeouts` were over, before the request was sent. The cause tells which. */
  | "interrupted";

/** There is no response, or none that can be used. Whether the request took effect is not known if it was sent. */
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
  /** Sending the request again may help, if it may be sent twice. */
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
    // A whole request would carry its body into whatever prints the error.
    this.request = { action: request.action, method: request.method };
    this.isAmbiguous = about.isAmbiguous ?? false;
    this.isRetryable = about.isRetryable ?? false;
  }

  /** Nothing was sent, and the cause may pass. */
  get isUnreachable(): boolean {
    return this.isRetryable && !this.isAmbiguous;
  }

  get isInterrupted(): boolean {
    return this.kind === "interrupted";
  }
}

const defaultAdvice = "Look at enablex:apiUrl, the network and HTTPS_PROXY; then run the command again";

const checkApiUrl = "Look at enablex:apiUrl: it must be the address of the rooms API";

const advice: Partial<Record<ConnectionErrorKind, string>> = {
  certificate: "Correct enablex:apiUrl, or let the server's operator renew the certificate",
  untrusted:
    "If the authority is your company's own, name its certificates in NODE_EXTRA_CA_CERTS; then run the command again",
  tls: "Look at the scheme, the host and the port of enablex:apiUrl",
  proxy: "Correct HTTPS_PROXY, or name the API's host in NO_PROXY; then run the command again",
  "proxy-credentials": "Write them into HTTPS_PROXY, as http://<user>:<password>@<host>:<port>",
  "not-http": checkApiUrl,
  "not-json": `${checkApiUrl}, such as https://api.enablex.io/video/v1. A refresh or destroy uses that of the last pulumi up, unless it runs with --run-program`,
  unexpected: checkApiUrl,
  interrupted: "Run the command again",
};
