import { isLoopback } from "../url";
import { ConnectionError, type ConnectionErrorKind, type RequestSummary } from "./connection-error";
import { ProxyError } from "./proxy";
import { TransportError } from "./transport";

/** Where a request failed. */
export interface FailureContext {
  /** Host and port of the API. */
  host: string;
  /** How many seconds the client waits for a response. */
  timeoutSeconds: number;
  /** Status of the response, if a part of it was received. */
  status: number | undefined;
  /** Removes credentials from a text. */
  mask: (text: string) => string;
}

/** Classifies a failed request: by what the transport observed, else by the error of the system or of another fetch. */
export function classifyFailure(
  request: RequestSummary,
  error: Error,
  broken: FailureContext,
): ConnectionError {
  const { cause, proxy } = error instanceof TransportError ? error : { cause: error, proxy: undefined };
  if (cause instanceof ProxyError) return proxyFailure(request, cause, broken.timeoutSeconds);
  const code = systemCode(cause) ?? systemCode(cause.cause) ?? "";
  const wasSent = error instanceof TransportError ? error.wasSent : !precedesSending(code);
  const host = proxy ? `${broken.host} (through the proxy ${proxy})` : broken.host;
  const {
    kind,
    reason,
    hasNoEffect: isFinal,
  } = wasSent
    ? afterSending(cause, code, host, broken)
    : beforeSending(cause, code, host, broken.timeoutSeconds);
  return new ConnectionError(request, kind, reason, {
    // The parser's error contains the response, which may be a room with its PIN.
    cause: isNotHttp(cause) ? undefined : cause,
    advice: kind === "refused" && isLoopback(broken.host.replace(/:\d+$/, "")) ? startEmulator : undefined,
    isAmbiguous: wasSent && !isFinal,
    isRetryable: isTransient(kind),
  });
}

interface Failure {
  kind: ConnectionErrorKind;
  reason: string;
  /** The request was sent, but cannot have taken effect. */
  hasNoEffect?: boolean;
}

function beforeSending(cause: Error, code: string, host: string, timeoutSeconds: number): Failure {
  if (isTimeout(cause)) {
    return { kind: "timeout", reason: `${host} did not respond within ${timeoutSeconds} s` };
  }
  if (isDns(cause, code)) {
    return {
      kind: "dns",
      reason:
        code === "ENOTFOUND" ? `there is no host ${host}` : `the name ${host} cannot be resolved (${code})`,
    };
  }
  if (code === "ECONNREFUSED") return { kind: "refused", reason: `${host} refuses connections` };
  if (unknownAuthority.has(code)) {
    return { kind: "untrusted", reason: `the certificate of ${host} is not signed by a known authority` };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return { kind: "certificate", reason: `the certificate does not match ${host}` };
  }
  if (code === "CERT_HAS_EXPIRED") {
    return { kind: "certificate", reason: `the certificate of ${host} has expired` };
  }
  if (isCertificateCode(code)) {
    return { kind: "certificate", reason: `the certificate of ${host} is invalid (${code})` };
  }
  if (isTlsCode(code)) {
    const why = tlsReason(cause, code);
    return /wrong version number|packet length too long/.test(why)
      ? { kind: "tls", reason: `${host} does not speak TLS (https)` }
      : { kind: "tls", reason: `the TLS handshake with ${host} failed (${why})` };
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return { kind: "broken", reason: `${host} closed the connection before the request was sent` };
  }
  // Other codes are about this machine, such as EMFILE.
  const what = code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "" ? "" : ` (${code})`;
  return { kind: "unreachable", reason: `${host} cannot be reached${what}` };
}

function afterSending(cause: Error, code: string, host: string, broken: FailureContext): Failure {
  const begun = broken.status === undefined ? "" : ` after a part of the response (HTTP ${broken.status})`;
  if (isTimeout(cause)) {
    return { kind: "timeout", reason: `${host} did not respond within ${broken.timeoutSeconds} s${begun}` };
  }
  if (isNotHttp(cause)) {
    return isAlert(cause.rawPacket)
      ? { kind: "tls", reason: `${host} speaks TLS, but the address says http`, hasNoEffect: true }
      : { kind: "not-http", reason: `${host} responds, but not in HTTP` };
  }
  const what = isTlsCode(code) ? tlsReason(cause, code) : broken.mask(cause.message);
  return { kind: "broken", reason: `the connection to ${host} broke${begun}: ${what}` };
}

function proxyFailure(request: RequestSummary, error: ProxyError, timeoutSeconds: number): ConnectionError {
  const { message, status, proxy, cause } = error;
  if (status === 407) {
    return new ConnectionError(request, "proxy-credentials", `the proxy ${proxy} requires credentials`);
  }
  // The proxy works, but cannot reach the API at the moment.
  if (status !== undefined && status >= 500) {
    return new ConnectionError(request, "unreachable", message, { isRetryable: true });
  }
  if (!cause || !proxy) return new ConnectionError(request, "proxy", message);
  if (isNotHttp(cause)) {
    return new ConnectionError(request, "proxy", `the proxy ${proxy} does not speak HTTP`);
  }
  const { kind, reason } = beforeSending(
    cause,
    systemCode(cause) ?? "",
    `the proxy ${proxy}`,
    timeoutSeconds,
  );
  return new ConnectionError(request, kind === "untrusted" ? kind : "proxy", reason, { cause });
}

/** On this machine, neither the network nor a proxy can be the cause. */
const startEmulator =
  "Start the emulator with npx pulumi-enablex emulator, or correct enablex:apiUrl; then run the command again";

const isTransient = (kind: ConnectionErrorKind): boolean =>
  ["dns", "refused", "unreachable", "timeout", "broken"].includes(kind);

const isTimeout = (cause: Error) => cause.name === "TimeoutError" || cause.name === "AbortError";

const systemCode = (error: unknown): string | undefined => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
};

const isDns = (cause: Error, code: string) =>
  (cause as NodeJS.ErrnoException).syscall === "getaddrinfo" || code === "ENOTFOUND" || code === "EAI_AGAIN";

/** Errors that can only occur before sending. They are needed if the error is not from our transport, which knows. */
const precedesSending = (code: string) =>
  ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"].includes(code) ||
  unknownAuthority.has(code) ||
  isCertificateCode(code);

const unknownAuthority = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

/** The other codes with which OpenSSL and Node.js reject a certificate. */
const isCertificateCode = (code: string) =>
  /^ERR_TLS_CERT_|^CERT_|^CRL_|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|OUT_OF_MEM)$/.test(
    code,
  ) || /^ERROR_IN_C|^UNABLE_TO_(DECRYPT|DECODE|GET_CRL)/.test(code);

const isTlsCode = (code: string) =>
  code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_");

/** The reason in OpenSSL's dump. */
const tlsReason = (cause: Error, code: string): string =>
  (cause as { reason?: string }).reason ?? /SSL routines:[^:]*:([^:]+):/.exec(cause.message)?.[1] ?? code;

/** Whether it is an error of Node's HTTP parser. */
const isNotHttp = (cause: Error): cause is Error & { rawPacket?: Buffer } =>
  systemCode(cause)?.startsWith("HPE_") === true;

/** A TLS server responds to plain text with an alert, which is a record of type 21. */
const isAlert = (bytes: Buffer | undefined): boolean => bytes?.[0] === 21 && bytes[1] === 3;
