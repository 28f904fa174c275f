import { setTimeout as wait } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Next } from "hono";
import type { FaultName } from "../faults";
import { apiError, errorCodeBody } from "../rooms/api-error";
import type { Service } from "../service";
import type { Listening } from "./listen";

/** What the routes of the rooms API share about one request. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: { appId: string; body: unknown; fault: string | undefined };
}

/** `pause` of listen.ts. */
export type Outage = Listening["pause"];

type ApiContext = Context<ApiEnv>;

/**
 * Middleware that injects the faults of faults.ts around a request, those that prevent it first.
 *
 * @param outage refuses connections for a while
 */
export function injectFaults(service: Service, outage: Outage) {
  return async (c: ApiContext, next: Next): Promise<Response | undefined> => {
    const strikes = (name: FaultName) => {
      const occurred = service.faultSource.occurs(name);
      if (occurred) c.set("fault", name);
      return occurred;
    };
    await delay(service, c, strikes);
    if (strikes("refusedConnection")) {
      const { refusedMs, refusedConnection } = service.faultSource.faults;
      outage(refusedMs, refusedConnection);
      return drop(c);
    }
    const prevented = prevent(service, c, strikes);
    if (prevented) return prevented;
    await next();
    if (strikes("lateAnswer")) await pause(service, service.faultSource.faults.lateAnswerMs);
    await spoil(c, strikes);
    return undefined;
  };
}

async function delay(service: Service, c: ApiContext, strikes: (name: FaultName) => boolean): Promise<void> {
  const { latencyMs, slowListMs } = service.faultSource.faults;
  if (strikes("latency")) await pause(service, latencyMs);
  if (c.req.method === "GET" && isRooms(c) && strikes("slowList")) await pause(service, slowListMs);
}

/** Goes on when the client has given up, as a slow server would. */
function pause({ closing }: Service, milliseconds: number): Promise<void> {
  return wait(milliseconds, undefined, { signal: closing.signal });
}

/** An answer in place of doing anything, if a fault demands one. */
function prevent(
  service: Service,
  c: ApiContext,
  strikes: (name: FaultName) => boolean,
): Response | undefined {
  if (strikes("droppedConnection")) return drop(c);
  const { retryAfterSeconds } = service.faultSource.faults;
  const now = service.clock.now();
  const milliseconds = service.faultSource.waitForLimit(now);
  if (milliseconds > 0) {
    c.set("fault", "requestsPerSecond");
    return tooManyRequests(c, String(Math.ceil(milliseconds / 1000)));
  }
  if (strikes("tooManyRequests")) return tooManyRequests(c);
  if (strikes("retryAfterInSeconds")) return tooManyRequests(c, String(retryAfterSeconds));
  if (strikes("retryAfterAsDate")) {
    return tooManyRequests(c, new Date(now.getTime() + retryAfterSeconds * 1000).toUTCString());
  }
  if (strikes("serverError")) throw apiError(50000);
  if (c.req.method === "POST" && isRooms(c) && strikes("createFailed")) throw apiError(50001);
  if (strikes("serverBusy")) throw apiError(10105);
  return undefined;
}

/** The answer's fate after all was done. */
async function spoil(c: ApiContext, strikes: (name: FaultName) => boolean): Promise<void> {
  const spoilt = await spoiltAnswer(c, strikes);
  if (!spoilt) return;
  // Assigned over the first answer, the second would get its headers.
  c.res = undefined;
  c.res = spoilt;
}

async function spoiltAnswer(
  c: ApiContext,
  strikes: (name: FaultName) => boolean,
): Promise<Response | undefined> {
  if (c.req.method !== "GET" && strikes("lostAnswer")) return drop(c);
  if (strikes("html")) return c.html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
  return strikes("cutAnswer") ? cut(c, c.res.status, await c.res.text()) : undefined;
}

/** The rate limit is documented in this envelope only. */
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
