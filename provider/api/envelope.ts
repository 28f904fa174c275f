import { isObject, type JsonObject, parseJson } from "../json";
import { ConnectionError, type RequestSummary } from "./connection-error";
import { ApiError } from "./errors";

/** A response before it is parsed. */
export interface RawResponse {
  status: number;
  body: string;
  header: (name: string) => string | null;
}

/**
 * Returns the content of a successful response, in every documented envelope: `{result: 0, …}`, with `result` as a
 * number, as a string or absent.
 *
 * @param mask removes from a text what must not be shown
 * @throws ApiError for `{result, error, desc}` and `{status: "error", error_code, message, request_id}`, with any
 *   HTTP status
 * @throws ConnectionError for every other response
 */
export function parseResponse(
  response: RawResponse,
  request: RequestSummary,
  mask: (text: string) => string,
  now: () => number,
): JsonObject {
  const { status } = response;
  const parsed = parseJson(response.body);
  const json = isObject(parsed) ? parsed : undefined;
  const resultCode = numeric(json?.result);
  const errorCode = text(json?.error_code) || undefined;
  const requestId =
    excerpt(mask(text(json?.request_id) || (response.header("x-request-id") ?? ""))) || undefined;
  const apiError = (text: string, reason = excerpt(mask(text))) =>
    new ApiError(request, {
      status,
      resultCode: resultCode || undefined,
      errorCode,
      reason,
      requestId,
      retryAfter: parseRetryAfter(response.header("retry-after"), now()),
      rawReason: text,
      isHtml: !json && isHtml(response.body),
    });

  if (json && (resultCode || errorCode || json.status === "error" || status >= 400)) {
    throw apiError(reasonOf(json));
  }
  const isAccepted = status >= 200 && status < 300;
  if (json && isAccepted && (resultCode === 0 || json.result === undefined)) return json;
  if (status === 204) return { result: 0 };
  const description = json ? "a result that is not a number" : describeBody(mask(response.body));
  if (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500) {
    throw apiError(json ? description : describeBody(response.body), description);
  }
  const id = requestId ? `, request ${requestId}` : "";
  const kind = status === 407 ? "proxy-credentials" : "not-json";
  throw new ConnectionError(
    request,
    kind,
    `the response is not from the rooms API: HTTP ${status}${id}, ${description}`,
    {
      isAmbiguous: isAccepted,
      isRetryable: isAccepted,
    },
  );
}

/** Whether the content of a response confirms success. */
export const isSuccess = (content: JsonObject): boolean =>
  numeric(content.result) === 0 || content.status === "success" || content.status === "ok";

/** Seconds to wait according to a Retry-After header, which holds seconds or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** `error` starts with `[Reason] ` and repeats the table of codes; `desc`, usually empty, names the key or limit. */
function reasonOf(json: JsonObject): string {
  const error = text(json.error).replace(/^\[Reason\]\s*/i, "");
  const parts = [error, text(json.desc), text(json.message)].filter(Boolean);
  return [...new Set(parts)].join(": ");
}

/** Describes an unexpected body. JSON is not quoted: it may be a room with its PIN and its owner's data. */
function describeBody(body: string): string {
  if (body.trim() === "") return "an empty response";
  if (parseJson(body) !== undefined) return "JSON that is not an object";
  if (/^\s*[[{"]/.test(body)) return `JSON that ends after ${body.length} characters`;
  const kind = isHtml(body) ? "HTML" : "a text that is not the documented JSON";
  return `${kind}: "${excerpt(body.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " "))}"`;
}

const isHtml = (body: string): boolean => /^\s*</.test(body);

/** The start of a foreign text, on one line and without control characters. */
function excerpt(foreign: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it removes them
  const line = foreign.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** A text in a response. It may be a list of texts. */
function text(value: unknown): string {
  const texts = (Array.isArray(value) ? value : [value]).filter(
    (part) => typeof part === "string" || typeof part === "number",
  );
  return texts.join("; ");
}

function numeric(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}
