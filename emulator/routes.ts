import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { roomsApi } from "./api";
import { controlRoutes } from "./control";
import type { ApiEnv } from "./inject";
import { meetingPages } from "./pages";
import type { Service } from "./service";

/** The bases under which the rooms API answers alike. */
const apiBases = ["/video/v1", "/video/v2", "/v1"];

/**
 * An HTTP server, not listening yet, with all routes: the rooms API, the control routes and the meeting pages.
 *
 * @param host the host that it will listen on
 * @param save resolves when all changes so far are on disk
 * @param outage refuses connections for so many milliseconds
 */
export function serve(
  service: Service,
  host: string,
  save: () => Promise<void>,
  outage: (milliseconds: number) => void,
): Server {
  const app = new Hono<ApiEnv>({ strict: false });
  const api = roomsApi(service, save, outage);
  for (const base of apiBases) app.route(base, api);
  app.route("/_emulator", controlRoutes(service, host, save));
  app.route("/", meetingPages(service));
  // The emulator may run inside someone's tests, whose global Request and Response are not ours to replace.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // A client that keeps connections may send a POST at the very moment the server closes one that was idle; an hour makes that rare.
  server.keepAliveTimeout = 3_600_000;
  return server;
}
