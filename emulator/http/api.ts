import { randomBytes } from "node:crypto";
import { type Context, Hono, type Next } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { objectId } from "../random";
import { ApiError, apiError, errorResponse } from "../rooms/api-error";
import { asListed, withListed } from "../rooms/list-delay";
import { changeRoom, createResponse, createRoom, type SessionUser } from "../rooms/room";
import { deleteError, updateError } from "../rooms/room-rules";
import { createToken, validateToken } from "../rooms/token";
import { validateCreate, validatePatch } from "../rooms/validate";
import { roomResponse, type Service } from "../service";
import { authenticate } from "./auth";
import { asObject, readBody } from "./body";
import { type ApiEnv, injectFaults, type PauseListening } from "./fault-injection";
import { requestUrl } from "./request-url";
import { saveBeforeResponse } from "./save-before-response";

type ApiContext = Context<ApiEnv>;

/** Maximum number of requests in the log; the oldest are dropped. */
const maxLoggedRequests = 10_000;

/**
 * The routes of the rooms API. A change gets its response after it is saved.
 *
 * @param save resolves when all changes so far are on disk
 * @param pauseListening stops accepting connections for a while
 */
export function roomsApi(
  service: Service,
  save: () => Promise<void>,
  pauseListening: PauseListening,
): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>({ strict: false });
  api.onError((error, c) => respondWithError(service, error, c));
  api.use(recordRequest(service), readBody, injectFaults(service, pauseListening), saveBeforeResponse(save));
  api.use(async (c, next) => {
    c.set("appId", authenticate(c.req.header("authorization"), service.accounts));
    await next();
  });

  for (const [path, handlers] of Object.entries(routes)) {
    api.all(path, (c) => handlerOf(handlers, c, service)(service, c));
  }
  api.all("*", () => {
    throw new ApiError(404, "Route not found");
  });
  return api;
}

type Handler = (service: Service, c: ApiContext) => Response;

const routes: Record<string, Record<string, Handler>> = {
  "/rooms": { GET: list, POST: create },
  "/rooms/:id": { GET: get, PATCH: update, PUT: update, DELETE: remove },
  "/rooms/:id/users": { GET: users },
  "/rooms/:id/tokens": { POST: token },
};

/** @throws ApiError 405 that names the methods of the route */
function handlerOf(handlers: Record<string, Handler>, c: ApiContext, { behaviour }: Service): Handler {
  // The server omits the body of a response to HEAD.
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const allowed = Object.keys(handlers).filter((each) => each !== "PUT" || behaviour.putAllowed);
  if (allowed.includes(method)) return handlers[method]!;
  const names = allowed.flatMap((each) => (each === "GET" ? ["GET", "HEAD"] : [each]));
  throw new ApiError(405, "Method not allowed", "", { Allow: names.join(", ") });
}

function create(service: Service, c: ApiContext): Response {
  const body = asObject(c.get("body"));
  const { clock, behaviour, rooms, faultSource } = service;
  validateCreate(body, clock.now(), behaviour);
  const room = createRoom(body, rooms.nextId(), clock.now(), behaviour);
  if (faultSource.occurs("laggingList")) {
    c.set("fault", "laggingList");
    room.listedFrom = clock.now().getTime() + faultSource.faults.laggingListMs;
  }
  rooms.put(c.get("appId"), room);
  const response = createResponse(room, c.get("appId"), behaviour);
  return c.json({ result: 0, room: response }, behaviour.createStatus);
}

function list(service: Service, c: ApiContext): Response {
  const appId = c.get("appId");
  const { behaviour, clock } = service;
  const listed = service.rooms.saved
    .of(appId)
    .flatMap((room) => asListed(room, clock.now(), behaviour) ?? []);
  if (behaviour.listFirst === "newest") listed.reverse();
  const rooms = listed.map((room) => roomResponse(service, appId, room));
  if (!behaviour.listData) for (const room of rooms) delete room.data;
  return c.json({ result: 0, rooms });
}

function get(service: Service, c: ApiContext): Response {
  const room = service.rooms.saved.find(c.get("appId"), c.req.param("id")!);
  return c.json({ result: 0, room: roomResponse(service, c.get("appId"), room) });
}

function update(service: Service, c: ApiContext): Response {
  const { clock, behaviour, rooms } = service;
  const body = asObject(c.get("body"));
  const room = rooms.find(c.get("appId"), c.req.param("id")!);
  const error = updateError(room, clock.now(), behaviour);
  if (error) throw error;
  validatePatch(room, body, clock.now(), behaviour);
  const changed = changeRoom(room, body, clock.now(), behaviour);
  rooms.put(c.get("appId"), withListed(changed, room, clock.now(), behaviour));
  return c.json({ result: 0 });
}

function remove(service: Service, c: ApiContext): Response {
  const room = service.rooms.find(c.get("appId"), c.req.param("id")!);
  const error = deleteError(room, service.behaviour);
  if (error) throw error;
  service.rooms.remove(c.get("appId"), room.room_id);
  return c.json({ result: 0 });
}

function users(service: Service, c: ApiContext): Response {
  const { users } = service.rooms.saved.find(c.get("appId"), c.req.param("id")!);
  const empty = { list: { users: [] }, null: { users: null }, absent: {} }[service.behaviour.usersWhenEmpty];
  const inside = users.length > 0 ? { users: users.map(userInResponse) } : empty;
  return c.json({ result: 0, total: users.length, ...inside });
}

function token(service: Service, c: ApiContext): Response {
  const body = asObject(c.get("body"));
  const appId = c.get("appId");
  const now = service.clock.now();
  const room = service.rooms.saved.find(appId, c.req.param("id")!);
  validateToken(room, body, now);
  const tokenId = objectId(now, randomBytes(8).toString("hex"));
  const token = createToken(roomResponse(service, appId, room), tokenId, requestUrl(c));
  return c.json({ result: 0, token }, service.behaviour.createStatus);
}

function userInResponse({ name, userRef, role }: SessionUser): Record<string, unknown> {
  const publishes = role === "moderator" || role === "participant";
  return {
    name,
    user_ref: userRef,
    role,
    permissions: { publish: publishes, subscribe: true, record: false, stats: true, controlhandlers: true },
  };
}

function respondWithError(service: Service, thrown: unknown, c: Context): Response {
  const error =
    thrown instanceof ApiError
      ? thrown
      : apiError(50000, thrown instanceof Error ? thrown.message : undefined);
  const { status, body, headers } = errorResponse(error, service.behaviour);
  const code = status as ContentfulStatusCode;
  return body ? c.json(body, code, headers) : c.body(null, code, headers);
}

/** Headers are not logged because they contain the credentials. */
function recordRequest(service: Service) {
  return async (c: ApiContext, next: Next): Promise<void> => {
    const at = service.clock.now().toISOString();
    await next();
    const { incoming, outgoing } = c.env;
    const status = outgoing.headersSent ? outgoing.statusCode : c.res.status;
    service.requests.push({
      at,
      method: c.req.method,
      path: c.req.path,
      ...(!incoming.socket.destroyed && { status }),
      ...(c.get("body") !== undefined && { body: c.get("body") }),
      ...(c.get("fault") && { fault: c.get("fault") }),
    });
    if (service.requests.length > maxLoggedRequests) service.requests.shift();
  };
}
