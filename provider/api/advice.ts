import { codes } from "./codes";

/** What an answer that refuses says, as far as a message needs it. */
export interface ApiFailure {
  status: number;
  resultCode: number | undefined;
  errorCode: string | undefined;
  reason: string;
  retryAfter: number | undefined;
}

/** What to do about an answer that refuses, in a sentence without a full stop. */
export function adviceFor({ status, resultCode, errorCode, reason, retryAfter }: ApiFailure): string {
  if (status === 401 || resultCode === 10000 || /^(UNAUTHORIZED|CREDENTIAL_EXPIRED)$/.test(errorCode ?? "")) {
    return (
      "The platform does not take the credentials: look at enablex:appId, enablex:appKey (ENABLEX_APP_ID, ENABLEX_APP_KEY) and enablex:platform. " +
      "After changing them, run pulumi up, or pulumi refresh or destroy with --run-program, which read the new ones; without it they use those of the last up"
    );
  }
  if (errorCode === "PROJECT_SUSPENDED") return "The project is suspended; the portal says why";
  if (status === 403) {
    return "The project is not allowed to do this; its subscription and state are in the portal";
  }
  if (status === 429 || errorCode === "RATE_LIMITED") {
    const asked = retryAfter ? `, and the API asks to wait ${Math.ceil(retryAfter)} s` : "";
    return `The API's rate limit is reached${asked}; set enablex:requestsPerSecond to what your subscription allows`;
  }
  if (status >= 500 && retryAfter) {
    return `The API asks to wait ${Math.ceil(retryAfter)} s; run the command again after that`;
  }
  // The API has no code of its own for it.
  if (/audience/i.test(reason) && (resultCode ?? 0) < 40000) {
    return "audiences: the number is above your subscription's limit of audiences, which the portal shows; write a lower one, or take it out";
  }
  const known = resultCode === undefined ? undefined : codes[resultCode];
  if (known) return `${known.property ? `${known.property}: ` : "What to do: "}${known.advice}`;
  if (isRoomNotFound(reason)) return `What to do: ${codes[40001]!.advice}`;
  if (status === 404) return "The address of the API may be wrong: look at enablex:apiUrl";
  if (/participant|subscription|limit/i.test(reason)) {
    return "A limit of your subscription may be reached, such as participants or audiences; the portal shows them";
  }
  return "If it stays so, the vendor's support can help with the facts in brackets";
}

/** Whether a text of the API, by which clients go where there is no code, says that the room does not exist. */
export const isRoomNotFound = (reason: string): boolean => /room not found|invalid room id/i.test(reason);
