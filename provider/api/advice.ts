import { codes } from "./codes";

/** What an error response says. */
export interface ApiFailure {
  /** HTTP status. */
  status: number;
  /** `result` in the response. */
  resultCode?: number | undefined;
  /** `error_code` in the response, such as `RATE_LIMITED`. */
  errorCode?: string | undefined;
  /** The error text of the API, on one line. */
  reason: string;
  /** Seconds to wait before the next request. */
  retryAfter?: number | undefined;
}

/** What to do about an error response, as a sentence without a full stop. */
export function adviceFor({ status, resultCode, errorCode, reason, retryAfter }: ApiFailure): string {
  if (status === 401 || resultCode === 10000 || /^(UNAUTHORIZED|CREDENTIAL_EXPIRED)$/.test(errorCode ?? "")) {
    return (
      "The platform rejected the credentials. Check enablex:appId, enablex:appKey (ENABLEX_APP_ID, ENABLEX_APP_KEY) and enablex:platform. " +
      "After changing them, run pulumi up. pulumi refresh and pulumi destroy use the credentials of the last up, unless they run with --run-program"
    );
  }
  if (errorCode === "PROJECT_SUSPENDED") return "The project is suspended; the portal shows the reason";
  if (status === 403) {
    return "The project is not allowed to do this; check its subscription and status in the portal";
  }
  if (status === 429 || errorCode === "RATE_LIMITED") {
    const pause = retryAfter ? `, and the API asks to wait ${Math.ceil(retryAfter)} s` : "";
    return `The API's rate limit is reached${pause}; set enablex:requestsPerSecond to what your subscription allows`;
  }
  if (status >= 500 && retryAfter) {
    return `The API asks to wait ${Math.ceil(retryAfter)} s; run the command again after that`;
  }
  // The API has no result code for this.
  if (/audience/i.test(reason) && (resultCode ?? 0) < 40000) {
    return "audiences: the number is above your subscription's limit, which the portal shows; lower it, or remove the input";
  }
  const known = resultCode === undefined ? undefined : codes[resultCode];
  if (known) return known.property ? `${known.property}: ${known.advice}` : capitalized(known.advice);
  if (isRoomNotFound(reason)) return capitalized(codes[40001]!.advice);
  if (status === 404) return "The address of the API may be wrong; check enablex:apiUrl";
  if (/participant|subscription|limit/i.test(reason)) {
    return "A limit of your subscription may be reached, such as participants or audiences; check the limits in the portal";
  }
  return "If this persists, send the details in parentheses to the vendor's support";
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether an error text says that the room does not exist. It only counts if there is no result code. */
export const isRoomNotFound = (reason: string): boolean => /room not found|invalid room id/i.test(reason);
