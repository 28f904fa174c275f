import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Context, Next } from "hono";
import { isObject } from "../json";
import { ApiError } from "../rooms/api-error";

/** Maximum size of a body; the real limit is unknown. */
const maxKibibytes = 256;

/** Maximum depth of nested objects and lists: serializing deeper ones could exhaust the stack. */
const maxDepth = 64;

/** What the middleware below provides to a route. */
export interface BodyEnv {
  Bindings: HttpBindings;
  Variables: { body: unknown };
}

/**
 * Middleware that parses the body as JSON. A body that is not JSON stays text.
 *
 * @throws ApiError 413, the HTTP status, because no code is documented for a body that is too large
 */
export async function readBody(c: Context<BodyEnv>, next: Next): Promise<void> {
  const text = await readText(c.env.incoming);
  if (text === undefined) {
    // The rest of the body is not read, so the connection cannot be reused.
    c.header("Connection", "close");
    throw new ApiError(413, `The body is larger than ${maxKibibytes} KiB`);
  }
  c.set("body", text === "" ? undefined : parseJson(text));
  await next();
}

/**
 * The body as a JSON object.
 *
 * @throws ApiError 400, the HTTP status, because no code is documented for this error
 */
export function asObject(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new ApiError(400, "The body is not a JSON object");
  if (isDeeper(body, maxDepth))
    throw new ApiError(400, `The body is nested more than ${maxDepth} levels deep`);
  return body;
}

/** The whole body; `undefined` if it is too large. */
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
