import { isLoopback } from "../url";
import { type Asked, NoAnswerError } from "./errors";

/** Where a request broke off. */
export interface Broken {
  /** Host and port of the API. */
  host: string;
  /** After how many seconds without an answer the client gives up. */
  timeoutSeconds: number;
  /** Status of the answer that had begun to come in, if any. */
  status: number | undefined;
  /** Takes credentials out of a text. */
  mask: (text: string) => string;
}

/** What a failed request means, by the error of node-fetch, of the platform's fetch or of the system. */
export function noAnswer(asked: Asked, error: Error, broken: Broken): NoAnswerError {
  const { host, timeoutSeconds, status, mask } = broken;
  const begun = status === undefined ? "" : `, after its answer had begun (HTTP ${status})`;
  if (error.name === "TimeoutError" || error.name === "AbortError") {
    return new NoAnswerError(asked, `${host} did not answer within ${timeoutSeconds} s${begun}`, {
      cause: error,
      isAmbiguous: true,
      isRetryable: true,
    });
  }
  const system = systemCode(error) ?? systemCode(error.cause) ?? "";
  const certificate = certificateFailures[system];
  if (certificate) return new NoAnswerError(asked, certificate.replace("<host>", host), { cause: error });
  const unreachable = connectionFailures[system];
  if (unreachable) {
    return new NoAnswerError(asked, unreachable.replace("<host>", host), {
      cause: error,
      advice: isLoopback(host.replace(/:\d+$/, "")) ? startEmulator : undefined,
      isRetryable: true,
      isUnreachable: true,
    });
  }
  // A kept connection that the server has just closed fails in this way too, so even a reset may come after the write.
  return new NoAnswerError(asked, `the connection to ${host} broke${begun}: ${mask(error.message)}`, {
    cause: error,
    isAmbiguous: true,
    isRetryable: true,
  });
}

/** No proxy and no network is between this machine and itself. */
const startEmulator =
  "Start the emulator with npx pulumi-enablex emulator, or correct enablex:apiUrl; then run the command again";

const systemCode = (error: unknown): string | undefined => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
};

/** Failures that come before anything is sent, and may pass. */
const connectionFailures: Record<string, string> = {
  ECONNREFUSED: "<host> refuses connections",
  ENOTFOUND: "there is no host <host>",
  EAI_AGAIN: "the name <host> cannot be looked up",
  ENETUNREACH: "the network of <host> cannot be reached",
  EHOSTUNREACH: "<host> cannot be reached",
};

/** Failures that come before anything is sent, and stay. */
const certificateFailures: Record<string, string> = {
  CERT_HAS_EXPIRED: "the certificate of <host> has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate of <host> is not signed by a known authority",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate of <host> is not signed by a known authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate of <host> is not signed by a known authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate of <host> is not signed by a known authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is not that of <host>",
};
