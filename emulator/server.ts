import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { roomsApi } from "./http/api";
import { controlRoutes } from "./http/control";
import type { ApiEnv, PauseListening } from "./http/fault-injection";
import type { Presence } from "./pages/presence";
import { pages } from "./pages/routes";
import type { Service } from "./service";

/** Paths of the rooms API; all behave the same. */
const apiBases = ["/video/v1", "/video/v2", "/v1"];

export interface ServerOptions {
  service: Service;
  presence: Presence;
  /** The host that the server will listen on. */
  host: string;
  /** Resolves when all changes so far are on disk. */
  save(): Promise<void>;
  /** Stops accepting connections for a while. */
  pauseListening: PauseListening;
}

/** Creates the HTTP server with all routes: the rooms API, the control routes and the meeting pages. */
export function createServer({ service, presence, host, save, pauseListening }: ServerOptions): Server {
  const app = new Hono<ApiEnv>({ getPath: plainPath });
  const api = roomsApi(service, save, pauseListening);
  for (const base of apiBases) app.route(base, api);
  app.route("/_emulator", controlRoutes(service, host, save));
  app.route("/", pages(service, presence, host, save));
  // Do not replace the global Request and Response: the emulator may run in the process of a user's tests.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // A client may send a POST on an idle connection at the moment when the server closes it. An hour makes
  // that rare.
  server.keepAliveTimeout = 3_600_000;
  return server;
}

/** Clients join base and path with too many or too few slashes. */
function plainPath(request: Request): string {
  return getPath(request)
    .replace(/\/{2,}/g, "/")
    .replace(/(.)\/$/, "$1");
}
