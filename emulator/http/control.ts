import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ApiError, apiError, errorResponse } from "../rooms/api-error";
import { roles, serviceId } from "../rooms/room";
import type { Rooms } from "../rooms/store";
import { join, leave, roomResponse, type Service, type Visitor } from "../service";
import { UsageError } from "../usage-error";
import { asObject, type BodyEnv, readBody } from "./body";
import { rejectForeignPages } from "./origin-guard";
import { saveBeforeResponse } from "./save-before-response";

/**
 * The control routes, under `/_emulator`. They need no credentials, but answer only to this emulator's own host names and not to web pages of
 * other origins. Bodies and answers are JSON; an error is `{result, error, desc}` as the rooms API's.
 *
 * | route | body | does |
 * | --- | --- | --- |
 * | `GET /state` | | time, seed, behaviour, faults and how often each was injected, projects with their rooms and who is inside |
 * | `PUT /time` | `{"now": "2026-12-01T09:00:00Z"}`, `{"offset": ms}` or `{"advance": ms}` | sets the clock; time goes on from there |
 * | `POST /rooms/:id/join` | `{"name", "userRef", "role"}`, all optional | someone enters; answers `{"user": {"clientId", …}}` |
 * | `POST /rooms/:id/leave` | `{"clientId"}` or `{"userRef"}` | that stay, or all stays of that person, end; answers `{"left": number}` |
 * | `POST /rooms/:id/end` | | the session ends for everyone; answers `{"left": number}` |
 * | `GET /behaviour` | | the switches of behaviour.ts |
 * | `PUT /behaviour` | some of them | changes these, answers all |
 * | `GET /faults` | | the faults of faults.ts |
 * | `PUT /faults` | some of them | changes these, answers all |
 * | `GET /requests` | | the newest 10,000 requests to the rooms API, oldest first, without headers |
 * | `DELETE /requests` | | empties that log |
 * | `POST /reset` | | no rooms, no log, real time, behaviour and faults as at the start |
 *
 * @param host the host that the emulator was told to listen on
 * @param save resolves when all changes so far are on disk
 */
export function controlRoutes(service: Service, host: string, save: () => Promise<void>): Hono<BodyEnv> {
  const control = new Hono<BodyEnv>({ strict: false });
  control.onError((error, c) => {
    const { status, body } = errorResponse(asRefusal(error), plain(service));
    return c.json(body, status as ContentfulStatusCode);
  });
  control.use(rejectForeignPages(host), readBody, saveBeforeResponse(save));

  control.get("/state", (c) => c.json(state(service, service.rooms.saved)));
  control.put("/time", (c) => {
    setTime(service, asObject(c.get("body")));
    return c.json(time(service));
  });

  control.post("/rooms/:id/join", (c) => {
    const user = join(
      service,
      c.req.param("id"),
      visitor(c.get("body") === undefined ? {} : asObject(c.get("body"))),
    );
    return c.json({ user });
  });
  control.post("/rooms/:id/leave", (c) => {
    const { clientId, userRef } = texts(asObject(c.get("body")), ["clientId", "userRef"]);
    if (clientId === undefined && userRef === undefined)
      throw new UsageError("Say who leaves: clientId or userRef.");
    const left = leave(service, c.req.param("id"), { clientId, userRef });
    return c.json({ left });
  });
  control.post("/rooms/:id/end", (c) => {
    const left = leave(service, c.req.param("id"));
    return c.json({ left });
  });

  control.get("/behaviour", (c) => c.json(service.behaviour));
  control.put("/behaviour", (c) => {
    service.changeBehaviour(asObject(c.get("body")));
    return c.json(service.behaviour);
  });
  control.get("/faults", (c) => c.json(service.faultSource.faults));
  control.put("/faults", (c) => {
    service.faultSource.change(asObject(c.get("body")));
    return c.json(service.faultSource.faults);
  });

  control.get("/requests", (c) => c.json({ requests: service.requests }));
  control.delete("/requests", (c) => {
    service.requests.length = 0;
    return c.json({ requests: [] });
  });
  control.post("/reset", (c) => {
    service.reset();
    return c.json(state(service, service.rooms));
  });
  control.all("*", () => {
    throw new ApiError(404, "No such control route");
  });
  return control;
}

function state(service: Service, rooms: Rooms): Record<string, unknown> {
  const { accounts, seed, behaviour, faultSource } = service;
  const known = new Set([...accounts.map(({ appId }) => appId), ...rooms.projects()]);
  return {
    ...time(service),
    seed,
    behaviour,
    faults: faultSource.faults,
    injected: faultSource.injected,
    projects: [...known].map((appId) => ({
      appId,
      serviceId: serviceId(appId),
      rooms: rooms.of(appId).map((room) => ({ ...roomResponse(service, appId, room), users: room.users })),
    })),
  };
}

function time({ clock }: Service): Record<string, unknown> {
  return { now: clock.now().toISOString(), offset: clock.offset };
}

function setTime({ clock }: Service, { now, offset, advance }: Record<string, unknown>): void {
  try {
    if (typeof now === "string") clock.setTime(new Date(now));
    else if (typeof offset === "number") clock.setTime(offset);
    else if (typeof advance === "number") clock.advance(advance);
    else
      throw new UsageError(
        'Send {"now": "2026-12-01T09:00:00Z"}, {"offset": milliseconds} or {"advance": milliseconds}.',
      );
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function visitor(body: Record<string, unknown>): Visitor {
  const { role, ...rest } = texts(body, ["name", "userRef", "role"]);
  const known = roles.find((candidate) => candidate === role);
  if (role !== undefined && !known) throw new UsageError(`A role is one of ${roles.join(", ")}.`);
  return { ...rest, role: known };
}

/** These keys of the body, which are texts if they are there. */
function texts<Key extends string>(
  body: Record<string, unknown>,
  keys: readonly Key[],
): { [K in Key]?: string } {
  const wrong = keys.find((key) => body[key] !== undefined && typeof body[key] !== "string");
  if (wrong) throw new UsageError(`${wrong} must be a text.`);
  return Object.fromEntries(keys.map((key) => [key, body[key]])) as { [K in Key]?: string };
}

function asRefusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return error instanceof UsageError
    ? new ApiError(400, error.message)
    : apiError(50000, (error as Error).message);
}

/** Control answers do not take part in the switches for the API's errors. */
function plain({ behaviour }: Service): Service["behaviour"] {
  return { ...behaviour, errorStyle: "result", errorStatus: "http", errorResult: "number" };
}
