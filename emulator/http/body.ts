import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Context, Next } from "hono";
import { ApiError } from "../rooms/api-error";

/** Larger bodies are refused; the real limit is not known. */
const maxKibibytes = 256;

/** How deep objects and lists may be nested, so that writing them out again cannot exhaust the stack. */
const maxDepth = 64;

/** What a route that reads bodies shares with the middleware below. */
export interface BodyEnv {
  Bindings: HttpBindings;
  Variables: { body: unknown };
}

/**
 * Middleware that reads the body as JSON; it stays text where it is not that.
 *
 * @throws Refusal 413, the HTTP status, because no code is documented for a body that is too large
 */
export async function readBody(c: Context<BodyEnv>, next: Next): Promise<void> {
  const text = await readText(c.env.incoming);
  if (text === undefined) {
    // The rest of the body stays unread, so the connection cannot carry another request.
    c.header("Connection", "close");
    throw new ApiError(413, `The body is larger than ${maxKibibytes} KiB`);
  }
  c.set("body", text === "" ? undefined : parseJson(text));
  await next();
}

/** The JSON object that was sent. @throws Refusal 400, the HTTP status, because no code is documented for it */
export function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiError(400, "The body is not a JSON object");
  }
  if (isDeeper(body, maxDepth))
    throw new ApiError(400, `The body is nested more than ${maxDepth} levels deep`);
  return body as Record<string, unknown>;
}

/** The whole body; nothing if it is too large. */
async function readText(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxKibibytes * 1024) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
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
