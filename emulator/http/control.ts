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
 * The control routes, under `/_emulator`. They need no credentials, but accept only the emulator's own host
 * names and no web pages of other origins. Bodies and responses are JSON; an error is `{result, error, desc}`
 * as in the rooms API. docs/emulator.md lists them.
 *
 * @param host the host that the emulator listens on
 * @param save resolves when all changes so far are on disk
 */
export function controlRoutes(service: Service, host: string, save: () => Promise<void>): Hono<BodyEnv> {
  const control = new Hono<BodyEnv>({ strict: false });
  control.onError((error, c) => {
    const { status, body } = errorResponse(asApiError(error), withPlainErrors(service));
    return c.json(body, status as ContentfulStatusCode);
  });
  control.use(rejectForeignPages(host), readBody, saveBeforeResponse(save));

  control.get("/state", (c) => c.json(state(service, service.rooms.saved)));
  control.put("/time", (c) => {
    setTime(service, asObject(c.get("body")));
    return c.json(time(service));
  });

  control.post("/rooms/:id/join", (c) => {
    const body = c.get("body");
    return c.json({
      user: join(service, c.req.param("id"), visitor(body === undefined ? {} : asObject(body))),
    });
  });
  control.post("/rooms/:id/leave", (c) => {
    const { clientId, userRef } = stringsOf(asObject(c.get("body")), ["clientId", "userRef"]);
    if (clientId === undefined && userRef === undefined)
      throw new UsageError("Name who leaves: send clientId or userRef.");
    return c.json({ left: leave(service, c.req.param("id"), { clientId, userRef }) });
  });
  control.post("/rooms/:id/end", (c) => c.json({ left: leave(service, c.req.param("id")) }));

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
    throw new ApiError(404, "Control route not found");
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
  const { role, ...rest } = stringsOf(body, ["name", "userRef", "role"]);
  const known = roles.find((candidate) => candidate === role);
  if (role !== undefined && !known) throw new UsageError(`A role must be one of ${roles.join(", ")}.`);
  return { ...rest, role: known };
}

/** Picks these keys of the body, which must be strings if present. */
function stringsOf<Key extends string>(
  body: Record<string, unknown>,
  keys: readonly Key[],
): { [K in Key]?: string } {
  const wrong = keys.find((key) => body[key] !== undefined && typeof body[key] !== "string");
  if (wrong) throw new UsageError(`${wrong} must be a string.`);
  return Object.fromEntries(keys.map((key) => [key, body[key]])) as { [K in Key]?: string };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return error instanceof UsageError
    ? new ApiError(400, error.message)
    : apiError(50000, (error as Error).message);
}

/** Errors of control routes ignore the behaviour switches for the API's errors. */
function withPlainErrors({ behaviour }: Service): Service["behaviour"] {
  return { ...behaviour, errorStyle: "result", errorStatus: "http", errorResult: "number" };
}
