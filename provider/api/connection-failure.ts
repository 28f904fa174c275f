import { isLoopback } from "../url";
import { ConnectionError, type ConnectionErrorKind, type RequestSummary } from "./connection-error";
import { ProxyError } from "./proxy";
import { TransportError } from "./transport";

/** Where a request broke off. */
export interface FailureContext {
  /** Host and port of the API. */
  host: string;
  /** After how many seconds without an answer the client gives up. */
  timeoutSeconds: number;
  /** Status of the response that had begun to come in, if any. */
  status: number | undefined;
  /** Takes credentials out of a text. */
  mask: (text: string) => string;
}

/** What a failed request means: by what the transport proved, else by the error of the system or of another fetch. */
export function toConnectionError(
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
    // The parser's error holds the bytes of the response, which may be a room with its PIN.
    cause: isNotHttp(cause) ? undefined : cause,
    advice: kind === "refused" && isLoopback(broken.host.replace(/:\d+$/, "")) ? startEmulator : undefined,
    isAmbiguous: wasSent && !isFinal,
    isRetryable: isTransient(kind),
  });
}

interface Failure {
  kind: ConnectionErrorKind;
  reason: string;
  /** Although it was sent, the request cannot have taken effect. */
  hasNoEffect?: boolean;
}

function beforeSending(cause: Error, code: string, host: string, timeoutSeconds: number): Failure {
  if (isTimeout(cause)) {
    return { kind: "timeout", reason: `${host} did not answer within ${timeoutSeconds} s` };
  }
  if (isDns(cause, code)) {
    return {
      kind: "dns",
      reason:
        code === "ENOTFOUND" ? `there is no host ${host}` : `the name ${host} cannot be looked up (${code})`,
    };
  }
  if (code === "ECONNREFUSED") return { kind: "refused", reason: `${host} refuses connections` };
  if (unknownAuthority.has(code)) {
    return { kind: "untrusted", reason: `the certificate of ${host} is not signed by a known authority` };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return { kind: "certificate", reason: `the certificate is not that of ${host}` };
  }
  if (code === "CERT_HAS_EXPIRED") {
    return { kind: "certificate", reason: `the certificate of ${host} has expired` };
  }
  if (isCertificateCode(code)) {
    return { kind: "certificate", reason: `the certificate of ${host} is not valid (${code})` };
  }
  if (isTlsCode(code)) {
    const why = tlsReason(cause, code);
    return /wrong version number|packet length too long/.test(why)
      ? { kind: "tls", reason: `${host} does not speak TLS (https)` }
      : { kind: "tls", reason: `the TLS handshake with ${host} failed (${why})` };
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return { kind: "broken", reason: `${host} cut the connection before anything was sent` };
  }
  // Other codes are about this machine, such as EMFILE.
  const what = code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "" ? "" : ` (${code})`;
  return { kind: "unreachable", reason: `${host} cannot be reached${what}` };
}

function afterSending(cause: Error, code: string, host: string, broken: FailureContext): Failure {
  const begun = broken.status === undefined ? "" : `, after its answer had begun (HTTP ${broken.status})`;
  if (isTimeout(cause)) {
    return { kind: "timeout", reason: `${host} did not answer within ${broken.timeoutSeconds} s${begun}` };
  }
  if (isNotHttp(cause)) {
    return isAlert(cause.rawPacket)
      ? { kind: "tls", reason: `${host} speaks TLS, and the address says http`, hasNoEffect: true }
      : { kind: "not-http", reason: `${host} answers, and not in HTTP` };
  }
  const what = isTlsCode(code) ? tlsReason(cause, code) : broken.mask(cause.message);
  return { kind: "broken", reason: `the connection to ${host} broke${begun}: ${what}` };
}

function proxyFailure(request: RequestSummary, error: ProxyError, timeoutSeconds: number): ConnectionError {
  const { message, status, proxy, cause } = error;
  if (status === 407) {
    return new ConnectionError(request, "proxy-credentials", `the proxy ${proxy} asks for credentials`);
  }
  // The proxy works, and has no way to the API at the moment.
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

/** No proxy and no network is between this machine and itself. */
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

/** Of an error that does not come from the transport, which alone knows: only these cannot come later. */
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

/** The other codes with which OpenSSL and Node.js refuse a certificate. */
const isCertificateCode = (code: string) =>
  /^ERR_TLS_CERT_|^CERT_|^CRL_|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|OUT_OF_MEM)$/.test(
    code,
  ) || /^ERROR_IN_C|^UNABLE_TO_(DECRYPT|DECODE|GET_CRL)/.test(code);

const isTlsCode = (code: string) =>
  code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_");

/** OpenSSL's own few words, out of its dump. */
const tlsReason = (cause: Error, code: string): string =>
  (cause as { reason?: string }).reason ?? /SSL routines:[^:]*:([^:]+):/.exec(cause.message)?.[1] ?? code;

/** The error of Node's HTTP parser. */
const isNotHttp = (cause: Error): cause is Error & { rawPacket?: Buffer } =>
  systemCode(cause)?.startsWith("HPE_") === true;

/** A server that speaks TLS answers plain text with an alert, which is a record of type 21. */
const isAlert = (bytes: Buffer | undefined): boolean => bytes?.[0] === 21 && bytes[1] === 3;
