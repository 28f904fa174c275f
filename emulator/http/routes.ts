import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { Presence } from "../pages/presence";
import { pages } from "../pages/routes";
import type { Service } from "../service";
import { roomsApi } from "./api";
import { controlRoutes } from "./control";
import type { ApiEnv, Outage } from "./fault-injection";

/** The bases under which the rooms API answers alike. */
const apiBases = ["/video/v1", "/video/v2", "/v1"];

export interface Parts {
  service: Service;
  presence: Presence;
  /** The host that the server will listen on. */
  host: string;
  /** Resolves when all changes so far are on disk. */
  save(): Promise<void>;
  /** Refuses connections for a while. */
  outage: Outage;
}

/** An HTTP server, not listening yet, with all routes: the rooms API, the control routes and the meeting pages. */
export function serve({ service, presence, host, save, outage }: Parts): Server {
  const app = new Hono<ApiEnv>({ getPath: plainPath });
  const api = roomsApi(service, save, outage);
  for (const base of apiBases) app.route(base, api);
  app.route("/_emulator", controlRoutes(service, host, save));
  app.route("/", pages(service, presence, host, save));
  // The emulator may run inside someone's tests, whose global Request and Response are not ours to replace.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // A client that keeps connections may send a POST at the very moment the server closes one that was idle; an hour makes that rare.
  server.keepAliveTimeout = 3_600_000;
  return server;
}

/** Clients join bases and paths with a slash too many or too few. */
function plainPath(request: Request): string {
  return getPath(request)
    .replace(/\/{2,}/g, "/")
    .replace(/(.)\/$/, "$1");
}
