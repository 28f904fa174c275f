import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { Refusal } from "./refusal";
import type { StoredRoom } from "./room";
import type { Service } from "./service";

/** The pages behind meeting links: `/<room id>` for participants, `/host/<hash>` for moderators. */
export function meetingPages(service: Service): Hono {
  const pages = new Hono({ strict: false });
  pages.onError((error, c) =>
    error instanceof Refusal
      ? message(c, error.message, error.result === 403 ? 403 : 404)
      : message(c, "Error", 500),
  );
  pages.get("/", (c) => message(c, "The rooms API's emulator", 200));
  pages.get("/host/:hash", (c) => room(c, hostedRoom(service, c.req.param("hash")), "moderator"));
  pages.get("/:id", (c) => room(c, service.rooms.findAnywhere(c.req.param("id")).room, "participant"));
  pages.all("*", (c) => message(c, "No such page", 404));
  return pages;
}

/**
 * The room of a host link, whose hash is standard base64, padding kept, of `<room id>-<App ID>`.
 *
 * @throws Refusal 403 if it is not the hash of that room, 40001 if there is no such room
 */
function hostedRoom(service: Service, hash: string): StoredRoom {
  const text = Buffer.from(hash, "base64").toString("latin1");
  const [, roomId = "", appId] = /^([0-9a-f]{24})-(.+)$/.exec(text) ?? [];
  // Decoding is lenient, so the way back shows whether it was exactly this hash.
  if (Buffer.from(text, "latin1").toString("base64") !== hash || !roomId)
    throw new Refusal(403, "This moderator link is not valid");
  const found = service.rooms.findAnywhere(roomId);
  if (found.appId !== appId) throw new Refusal(403, "This moderator link is not valid");
  return found.room;
}

function room(c: Context, { name }: StoredRoom, role: string): Response | Promise<Response> {
  return c.html(
    page(name, html`<p>You would enter as ${role}. This is the emulator: there is no video.</p>`),
  );
}

function message(c: Context, text: string, status: 200 | 403 | 404 | 500): Response | Promise<Response> {
  return c.html(page(text, html`<p>This is the emulator of the rooms API.</p>`), status);
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}</html>`;
}
