import { type Context, Hono } from "hono";
import { every } from "hono/combine";
import { asObject, type BodyEnv, readBody } from "../http/body";
import { rejectForeignHosts, rejectForeignPages, rejectOtherOrigins } from "../http/origin-guard";
import { saveBeforeResponse } from "../http/save-before-response";
import { ApiError } from "../rooms/api-error";
import type { StoredRoom } from "../rooms/room";
import type { Rooms } from "../rooms/store";
import { join, leave, type Service } from "../service";
import { assets } from "./assets";
import { roomOfHostLink } from "./host-link";
import { meetingPage } from "./meeting-page";
import { meetingView, waitsForModerator } from "./meeting-view";
import { messagePage } from "./message-page";
import { overviewPage, overviewState } from "./overview-page";
import type { Presence } from "./presence";

type PageContext = Context<BodyEnv>;

/**
 * The pages of meeting links, `/<room id>` for participants and `/host/<hash>` for moderators, and the
 * overview at `/`.
 *
 * A meeting page sends its requests below its own path, so the link decides what they may do: `GET live`
 * returns the current state; `POST join`, `leave` and, for moderators, `close` change it.
 *
 * @param host the host that the emulator listens on
 * @param save resolves when all changes so far are on disk
 */
export function pages(
  service: Service,
  presence: Presence,
  host: string,
  save: () => Promise<void>,
): Hono<BodyEnv> {
  const routes = new Hono<BodyEnv>({ strict: false });
  routes.onError((error, c) =>
    c.req.method === "GET" && !isLive(c) ? messagePage(c, error) : jsonError(c, error),
  );
  routes.route("/_pages", assets());
  const saveFirst = saveBeforeResponse(save);
  routes.get("/", rejectForeignHosts(host), saveFirst, (c) => overviewPage(c, service));
  routes.get("/_pages/overview", rejectForeignPages(host), saveFirst, (c) => overviewState(c, service));

  const pageRequest = every(rejectOtherOrigins, readBody, saveFirst);
  for (const [path, role] of [
    ["/host/:link", "moderator"],
    ["/:link", "participant"],
  ] as const) {
    const roomOf = (c: PageContext, rooms: Rooms): StoredRoom => {
      const link = c.req.param("link")!;
      return role === "moderator" ? roomOfHostLink(rooms, link) : rooms.findAnywhere(link).room;
    };
    const { rooms } = service;
    routes.get(path, saveFirst, (c) => meetingPage(c, service, roomOf(c, rooms.saved), role));
    routes.get(`${path}/live`, pageRequest, (c) => live(c, service, presence, roomOf(c, rooms.saved), role));
    routes.post(`${path}/join`, pageRequest, (c) =>
      enter(c, service, presence, roomOf(c, rooms).room_id, role),
    );
    routes.post(`${path}/leave`, pageRequest, (c) => {
      const { clientId } = asObject(c.get("body"));
      return c.json({ left: leave(service, roomOf(c, rooms).room_id, { clientId: String(clientId) }) });
    });
  }
  routes.post("/host/:link/close", pageRequest, (c) => {
    const room = roomOfHostLink(service.rooms, c.req.param("link"));
    return c.json({ left: leave(service, room.room_id) });
  });
  routes.all("*", () => {
    throw new ApiError(404, "Page not found");
  });
  return routes;
}

function live(
  c: PageContext,
  service: Service,
  presence: Presence,
  room: StoredRoom,
  role: "participant" | "moderator",
): Response {
  const clientId = c.req.query("client");
  if (room.users.some((user) => user.clientId === clientId)) presence.heartbeat(clientId!);
  return c.json(meetingView(service, room, role, clientId));
}

function enter(
  c: PageContext,
  service: Service,
  presence: Presence,
  roomId: string,
  role: "participant" | "moderator",
): Response {
  const room = service.rooms.findAnywhere(roomId).room;
  const { name, userRef, clientId: requestedId } = asObject(c.get("body"));
  if (typeof name !== "string" || name.trim() === "") throw new ApiError(400, "name is missing");
  if (requestedId !== undefined) requireFreeId(room, requestedId);
  if (role === "participant" && waitsForModerator(room))
    throw new ApiError(409, "The moderator has not arrived yet");
  const { clientId } = join(service, roomId, {
    name: name.trim().slice(0, 100),
    role,
    viaPage: true,
    ...(requestedId !== undefined && { clientId: requestedId }),
    ...(typeof userRef === "string" && userRef !== "" && { userRef: userRef.slice(0, 200) }),
  });
  presence.heartbeat(clientId);
  const entered = service.rooms.findAnywhere(roomId).room;
  return c.json({ clientId, view: meetingView(service, entered, role, clientId) });
}

/** A page chooses its client id, so it can leave even without a response to its join request. */
function requireFreeId({ users }: StoredRoom, clientId: unknown): asserts clientId is string {
  if (typeof clientId !== "string" || !/^[0-9a-f]{24}$/.test(clientId))
    throw new ApiError(400, "clientId must have 24 hex digits");
  if (users.some((user) => user.clientId === clientId)) throw new ApiError(409, "clientId is already in use");
}

function isLive(c: Context): boolean {
  return /\/(live|overview)\/?$/.test(c.req.path);
}

/** An error for pages: they read the status and the message, not the codes of the rooms API. */
function jsonError(c: Context, error: unknown): Response {
  if (!(error instanceof ApiError)) return c.json({ error: (error as Error).message }, 500);
  const { result } = error;
  return c.json({ error: error.message }, result === 40001 ? 404 : result === 400 ? 400 : 409);
}
