import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ApiError } from "../rooms/api-error";
import { emulatorSign, renderPage } from "./layout";

/** Explains why there is no page, and what to do. */
export function messagePage(c: Context, error: unknown): Response | Promise<Response> {
  const { status, title, text } = explain(error, c.req.path.startsWith("/host/"));
  return renderPage(c, {
    title,
    status,
    framed: true,
    content: html`<main class="message">
<img src="/_pages/icon.svg" alt="" width="64" height="64">
<h1>${title}</h1>
<p>${text}</p>
${emulatorSign()}
</main>`,
  });
}

function explain(
  error: unknown,
  asHost: boolean,
): { status: ContentfulStatusCode; title: string; text: string } {
  if (!(error instanceof ApiError)) {
    return { status: 500, title: "Something went wrong", text: (error as Error).message };
  }
  if (error.result === 40001) {
    return {
      status: 404,
      title: "Room not found",
      text: "The room was deleted, it was an ad hoc room whose meeting has ended, or the link is incomplete. Ask the sender for a new link.",
    };
  }
  if (asHost && error.result === 403) {
    return {
      status: 403,
      title: "This moderator link is not valid",
      text: "A part of the link is missing or was changed. Copy the whole link, including the two equals signs at its end.",
    };
  }
  if (error.result === 403) return { status: 403, title: "Request not allowed", text: `${error.message}.` };
  return {
    status: 404,
    title: "Page not found",
    text: "A meeting link ends with a room id of 24 letters and digits.",
  };
}
