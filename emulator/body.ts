import type { Context, Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Refusal } from "./refusal";

/** Larger bodies are refused; the real limit is not known. */
const maxKibibytes = 256;

/** How deep objects and lists may be nested, so that writing them out again cannot exhaust the stack. */
const maxDepth = 64;

/** Middleware that refuses bodies that are too large. No code is documented for that, so the result is the HTTP status. */
export const limitBody = bodyLimit({
  maxSize: maxKibibytes * 1024,
  onError: (c) => {
    // The rest of the body stays unread, so the connection cannot carry another request.
    c.header("Connection", "close");
    throw new Refusal(413, `The body is larger than ${maxKibibytes} KiB`);
  },
});

/** Middleware that reads the body as JSON; it stays text where it is not that. */
export async function readBody(c: Context<{ Variables: { body: unknown } }>, next: Next): Promise<void> {
  const text = await c.req.text();
  c.set("body", text === "" ? undefined : parseJson(text));
  await next();
}

/** The JSON object that was sent. @throws Refusal 400, the HTTP status, because no code is documented for it */
export function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal(400, "The body is not a JSON object");
  }
  if (isDeeper(body, maxDepth))
    throw new Refusal(400, `The body is nested more than ${maxDepth} levels deep`);
  return body as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
