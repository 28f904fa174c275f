import { randomBytes } from "node:crypto";
import type { Behaviour } from "../behaviour";

/** The documented codes with their texts; observed texts where they differ from the documents. */
const texts = {
  10000: "Application not found",
  10001: "URL parameter missing: room_id",
  10002: "Required data missing: name",
  10003: "Invalid value: settings.scheduled",
  10004: "Required data missing: settings.scheduled_time",
  10005: "Invalid date/time format: settings.scheduled_time",
  10006: "Illegible date/time: settings.scheduled_time",
  10007: "Invalid value: settings.participants",
  10008: "Invalid value: settings.auto_recording",
  10009: "Unrecognized key of settings",
  10010: "Required data missing: owner_ref",
  10011: "Invalid value: settings.duration",
  10012: "Invalid value: settings.active_talker",
  10013: "Invalid value: settings.wait_moderator",
  10014: "Invalid value: settings.quality",
  10016: "Invalid value: settings.adhoc",
  10017: "Illegible value: settings.adhoc",
  10018: "Illegible parameter, not valid for this room type",
  10019: "Invalid value: settings.mode",
  10020: "Illegible parameter: settings.mode",
  10021: "Room quality higher than app quality not permitted",
  10022: "Invalid value: settings.moderators",
  10023: "Illegible value: settings.moderators",
  10025: "Illegible value: settings.knock",
  10030: "Denied update request on active room",
  10101: "Required Data Missing: name (User Name)",
  10102: "Required Data Missing: user_ref",
  10103: "Required Data Missing: role",
  10104: "Invalid Value: role",
  10105: "Server busy",
  10106: "Illegible request, room type update not allowed",
  10111: "Token Denied. Conference is over.",
  10112: "Token Denied. Beyond permissible cut-off time.",
  10113: "Token Denied. Room is not active.",
  10114: "Token Denied. Room is full.",
  40001: "Room not found",
  50000: "Internal server error",
  50001: "Failed to create Room",
  50004: "Failed to delete room",
  50005: "Failed to delete room",
} as const;

export type Code = keyof typeof texts;

/** An error of the API. Thrown anywhere below a route; `errorResponse` turns it into a response. */
export class ApiError extends Error {
  override name = "ApiError" as const;

  constructor(
    /** The documented code, or the HTTP status if there is none. */
    readonly result: number,
    reason: string,
    readonly desc = "",
    readonly headers: Record<string, string> = {},
  ) {
    super(reason);
  }
}

/** @param desc details that the text of the code does not contain */
export function apiError(code: Code, desc?: string): ApiError {
  return new ApiError(code, texts[code], desc, code === 10000 ? challenge : {});
}

/** HTTP requires this header in a 401; some clients send credentials only after receiving it. */
const challenge = { "WWW-Authenticate": 'Basic realm="rooms API"' };

export interface ErrorResponse {
  status: number;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
}

/** The response to an error. */
export function errorResponse(error: ApiError, behaviour: Behaviour): ErrorResponse {
  const status = statusOf(error.result, behaviour);
  const { headers } = error;
  const { errorStatus, errorStyle, errorResult, unauthorizedBody } = behaviour;
  if (status === 401 && unauthorizedBody === "empty") return { status, headers };
  return {
    status: errorStatus === "http" ? status : errorStatus,
    headers,
    body:
      errorStyle === "error_code"
        ? errorCodeBody(errorCodes[status] ?? "ERROR", error.message)
        : {
            result: errorResult === "string" ? String(error.result) : error.result,
            error: `[Reason] ${error.message}`,
            desc: error.desc,
          },
  };
}

/** The envelope of the vendor's newest error page. The rate limit is documented only in this form. */
export function errorCodeBody(errorCode: string, message: string): Record<string, unknown> {
  return {
    status: "error",
    error_code: errorCode,
    message,
    request_id: `req_${randomBytes(8).toString("hex")}`,
  };
}

const errorCodes: Record<number, string> = {
  400: "INVALID_PARAM",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  410: "NOT_FOUND",
  422: "INVALID_PARAM",
  500: "INTERNAL_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

function statusOf(result: number, behaviour: Behaviour): number {
  if (result < 1000) return result;
  if (result === 10000) return 401;
  if (result === 10030) return 409;
  if (result === 10105) return 503;
  if (result >= 10111 && result <= 10114) return 403;
  if (result === 40001) return behaviour.goneStatus;
  return result >= 50000 ? 500 : behaviour.validationStatus;
}
