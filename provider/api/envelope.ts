import { isObject, type JsonObject } from "../json";
import { ConnectionError, type RequestSummary } from "./connection-error";
import { ApiError } from "./errors";

/** An answer as it came, before anything is made of it. */
export interface RawResponse {
  status: number;
  body: string;
  header: (name: string) => string | null;
}

/**
 * The content of a successful answer, in every documented envelope: `{result: 0, …}` with `result` a number or a
 * string, or no `result` at all. Anything else is thrown: `{result, error, desc}` and
 * `{status: "error", error_code, message, request_id}` as an {@link ApiError}, whatever the HTTP status, and what
 * cannot be read as a {@link ConnectionError}.
 *
 * @param mask takes out of a text what must not be shown
 */
export function openEnvelope(
  answer: RawResponse,
  request: RequestSummary,
  mask: (text: string) => string,
  now: () => number,
): JsonObject {
  const { status } = answer;
  const json = parse(answer.body);
  const resultCode = numeric(json?.result);
  const errorCode = text(json?.error_code) || undefined;
  const requestId =
    excerpt(mask(text(json?.request_id) || (answer.header("x-request-id") ?? ""))) || undefined;
  const apiError = (said: string, reason = excerpt(mask(said))) =>
    new ApiError(
      request,
      status,
      resultCode || undefined,
      errorCode,
      reason,
      requestId,
      parseRetryAfter(answer.header("retry-after"), now()),
      said,
      !json && isHtml(answer.body),
    );

  if (json && (resultCode || errorCode || json.status === "error" || status >= 400)) {
    throw apiError(reasonOf(json));
  }
  const isAccepted = status >= 200 && status < 300;
  if (json && isAccepted && (resultCode === 0 || json.result === undefined)) return json;
  if (status === 204) return { result: 0 };
  const description = json ? "a result that is not a number" : describeBody(mask(answer.body));
  if (status === 401 || status === 403 || status === 408 || status === 429 || status >= 500) {
    throw apiError(json ? description : describeBody(answer.body), description);
  }
  const id = requestId ? `, request ${requestId}` : "";
  const kind = status === 407 ? "proxy-credentials" : "not-json";
  throw new ConnectionError(
    request,
    kind,
    `the answer is not the rooms API's: HTTP ${status}${id}, ${description}`,
    {
      isAmbiguous: isAccepted,
      isRetryable: isAccepted,
    },
  );
}

/** Whether the content of an answer says that what was asked is done. */
export const isSuccess = (content: JsonObject): boolean =>
  numeric(content.result) === 0 || content.status === "success" || content.status === "ok";

/** Seconds to wait by a Retry-After header, in either of its forms: seconds, or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function parse(body: string): JsonObject | undefined {
  const json = parseAny(body);
  return isObject(json) ? json : undefined;
}

function parseAny(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** `error` begins with `[Reason] ` and repeats the table of codes; `desc`, mostly empty, says which key or limit. */
function reasonOf(json: JsonObject): string {
  const error = text(json.error).replace(/^\[Reason\]\s*/i, "");
  const parts = [error, text(json.desc), text(json.message)].filter(Boolean);
  return [...new Set(parts)].join(": ");
}

/** What a body is that is none of the API's. JSON is not quoted: it may be a room, with its PIN and its owner's data. */
function describeBody(body: string): string {
  if (body.trim() === "") return "an empty answer";
  if (parseAny(body) !== undefined) return "JSON that is not an object";
  if (/^\s*[[{"]/.test(body)) return `JSON that breaks off after ${body.length} characters`;
  const kind = isHtml(body) ? "HTML" : "a text that is not the documented JSON";
  return `${kind}: "${excerpt(body.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " "))}"`;
}

const isHtml = (body: string): boolean => /^\s*</.test(body);

/** A short piece of a foreign text, on one line and without control characters. */
function excerpt(foreign: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
  const line = foreign.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** A text of an answer. One client has seen a list of texts. */
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
