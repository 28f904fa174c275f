import { setTimeout as wait } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Next } from "hono";
import type { FaultName } from "../faults";
import { apiError, errorCodeBody } from "../rooms/api-error";
import type { Service } from "../service";
import type { Listener } from "./listen";

/** What the routes of the rooms API share about a request. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: { appId: string; body: unknown; fault: string | undefined };
}

/** `pause` of listen.ts. */
export type PauseListening = Listener["pause"];

type ApiContext = Context<ApiEnv>;

/**
 * Middleware that injects the faults of faults.ts before and after a request.
 *
 * @param pauseListening stops accepting connections for a while
 */
export function injectFaults(service: Service, pauseListening: PauseListening) {
  return async (c: ApiContext, next: Next): Promise<Response | undefined> => {
    const occurs = (name: FaultName) => {
      const occurred = service.faultSource.occurs(name);
      if (occurred) c.set("fault", name);
      return occurred;
    };
    await delay(service, c, occurs);
    if (occurs("refusedConnection")) {
      const { refusedMs, refusedConnection } = service.faultSource.faults;
      pauseListening(refusedMs, refusedConnection);
      return drop(c);
    }
    const prevented = prevent(service, c, occurs);
    if (prevented) return prevented;
    await next();
    if (occurs("lateAnswer")) await pause(service, service.faultSource.faults.lateAnswerMs);
    await corruptResponse(c, occurs);
    return undefined;
  };
}

async function delay(service: Service, c: ApiContext, occurs: (name: FaultName) => boolean): Promise<void> {
  const { latencyMs, slowListMs } = service.faultSource.faults;
  if (occurs("latency")) await pause(service, latencyMs);
  if (c.req.method === "GET" && isRooms(c) && occurs("slowList")) await pause(service, slowListMs);
}

/** Continues after the client has given up, as a slow server would. */
function pause({ closing }: Service, milliseconds: number): Promise<void> {
  return wait(milliseconds, undefined, { signal: closing.signal });
}

/** The response of a fault that prevents processing, if one occurs. */
function prevent(
  service: Service,
  c: ApiContext,
  occurs: (name: FaultName) => boolean,
): Response | undefined {
  if (occurs("droppedConnection")) return drop(c);
  const { retryAfterSeconds } = service.faultSource.faults;
  const now = service.clock.now();
  const milliseconds = service.faultSource.waitForLimit(now);
  if (milliseconds > 0) {
    c.set("fault", "requestsPerSecond");
    return tooManyRequests(c, String(Math.ceil(milliseconds / 1000)));
  }
  if (occurs("tooManyRequests")) return tooManyRequests(c);
  if (occurs("retryAfterInSeconds")) return tooManyRequests(c, String(retryAfterSeconds));
  if (occurs("retryAfterAsDate")) {
    return tooManyRequests(c, new Date(now.getTime() + retryAfterSeconds * 1000).toUTCString());
  }
  if (occurs("serverError")) throw apiError(50000);
  if (c.req.method === "POST" && isRooms(c) && occurs("createFailed")) throw apiError(50001);
  if (occurs("serverBusy")) throw apiError(10105);
  return undefined;
}

/** Applies the faults that affect the response after processing. */
async function corruptResponse(c: ApiContext, occurs: (name: FaultName) => boolean): Promise<void> {
  const corrupted = await corruptedResponse(c, occurs);
  if (!corrupted) return;
  // Without this reset, the new response would inherit the headers of the old one.
  c.res = undefined;
  c.res = corrupted;
}

async function corruptedResponse(
  c: ApiContext,
  occurs: (name: FaultName) => boolean,
): Promise<Response | undefined> {
  if (c.req.method !== "GET" && occurs("lostAnswer")) return drop(c);
  if (occurs("html")) return c.html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
  return occurs("cutAnswer") ? cut(c, c.res.status, await c.res.text()) : undefined;
}

/** The rate limit is documented only in this envelope. */
function tooManyRequests(c: ApiContext, retryAfter?: string): Response {
  if (retryAfter !== undefined) c.header("Retry-After", retryAfter);
  return c.json(errorCodeBody("RATE_LIMITED", "Too many requests"), 429);
}

function drop(c: ApiContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function cut(c: ApiContext, status: number, text: string): Response {
  const bytes = Buffer.from(text);
  c.env.outgoing.writeHead(status, { "Content-Type": "application/json", "Content-Length": bytes.length });
  c.env.outgoing.write(bytes.subarray(0, bytes.length / 2), () => c.env.incoming.socket.destroy());
  return RESPONSE_ALREADY_SENT;
}

function isRooms(c: ApiContext): boolean {
  return /\/rooms\/?$/.test(c.req.path);
}
