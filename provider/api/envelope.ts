import { ApiError, type Asked, NoAnswerError } from "./errors";

/** An answer as it came, before anything is made of it. */
export interface RawAnswer {
  status: number;
  body: string;
  header: (name: string) => string | null;
}

/**
 * The content of a successful answer, in every documented envelope: `{result: 0, …}` with `result` a number or a
 * string, or no `result` at all. Anything else is thrown: `{result, error, desc}` and
 * `{status: "error", error_code, message, request_id}` as an {@link ApiError}, whatever the HTTP status, and what
 * cannot be read as a {@link NoAnswerError}.
 *
 * @param mask takes credentials out of a text before it is shown
 */
export function openEnvelope(
  answer: RawAnswer,
  asked: Asked,
  mask: (text: string) => string,
  now: () => number,
): Record<string, unknown> {
  const { status } = answer;
  const json = parse(answer.body);
  const requestId = text(json?.request_id) || answer.header("x-request-id") || undefined;
  const retryAfter = parseRetryAfter(answer.header("retry-after"), now());
  const refuse = (resultCode: number | undefined, errorCode: string | undefined, reason: string) =>
    new ApiError(
      asked,
      status,
      resultCode,
      errorCode,
      mask(excerpt(reason)),
      requestId && mask(excerpt(requestId)),
      retryAfter,
    );

  if (json) {
    const resultCode = numeric(json.result);
    const errorCode = text(json.error_code) || undefined;
    const failed =
      (resultCode ?? 0) !== 0 ||
      errorCode !== undefined ||
      json.status === "error" ||
      (json.result !== undefined && resultCode === undefined);
    if (failed || status >= 400) {
      throw refuse(
        resultCode || undefined,
        errorCode,
        text(json.desc) || text(json.error) || text(json.message),
      );
    }
    if (status >= 200 && status < 300) return json;
  }
  if (status === 204) return {};
  if (status === 401 || status === 403 || status === 429 || status >= 500) {
    throw refuse(undefined, undefined, unreadable(answer.body));
  }
  const shown = mask(unreadable(answer.body));
  const id = requestId ? `, request ${mask(excerpt(requestId))}` : "";
  const taken = status >= 200 && status < 300;
  throw new NoAnswerError(asked, `the answer is not the rooms API's: HTTP ${status}${id}, ${shown}`, taken, {
    retryable: taken,
    advice:
      "Look at enablex:apiUrl: it must be the address of the rooms API, such as https://api.enablex.io/video/v1",
  });
}

/** Seconds to wait by a Retry-After header, in either of its forms: seconds, or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(body: string): string {
  if (body.trim() === "") return "an empty answer";
  const kind = /^\s*</.test(body) ? "HTML" : "a text that is not the documented JSON";
  return `${kind}: "${excerpt(body.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " "))}"`;
}

/** A short piece of a foreign text, on one line and without control characters. */
function excerpt(foreign: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
  const line = foreign.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? value.map(text).filter(Boolean).join("; ") : "";
}

function numeric(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}
