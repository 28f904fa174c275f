import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ApiError } from "../rooms/api-error";
import { answerPage, emulatorSign } from "./layout";

/** Says kindly why there is no page, and what to do. */
export function messagePage(c: Context, error: unknown): Response | Promise<Response> {
  const { status, title, text } = explained(error, c.req.path.startsWith("/host/"));
  return answerPage(c, {
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

function explained(
  error: unknown,
  asHost: boolean,
): { status: ContentfulStatusCode; title: string; text: string } {
  if (!(error instanceof ApiError)) {
    return { status: 500, title: "Something went wrong", text: (error as Error).message };
  }
  if (error.result === 40001) {
    return {
      status: 404,
      title: "There is no such room",
      text: "It was deleted, or it was an ad hoc room that has been used up, or the link is not whole. Ask whoever sent you the link for a new one.",
    };
  }
  if (asHost && error.result === 403) {
    return {
      status: 403,
      title: "This moderator link is not valid",
      text: "A part of it is missing or was changed on the way. Copy the whole link, with the two equals signs at its end.",
    };
  }
  if (error.result === 403) return { status: 403, title: "Not from here", text: `${error.message}.` };
  return {
    status: 404,
    title: "There is no such page",
    text: "A meeting link ends in the 24 letters and digits of its room.",
  };
}
