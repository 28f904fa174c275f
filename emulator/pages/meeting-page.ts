import type { Context } from "hono";
import { html } from "hono/html";
import type { StoredRoom } from "../rooms/room";
import type { Service } from "../service";
import { deviceButtons, deviceNotes } from "./device-controls";
import { emulatorSign, type Html, renderPage } from "./layout";
import { type LinkOptions, loadedOrigins, readLinkOptions } from "./link-options";
import { meetingTimes, meetingView, titleOf } from "./meeting-view";
import { prejoin } from "./prejoin";

/** The page of a meeting link. It contains every text; its script shows those that currently apply. */
export function meetingPage(
  c: Context,
  service: Service,
  room: StoredRoom,
  role: "participant" | "moderator",
): Response | Promise<Response> {
  const link = readLinkOptions(new URL(c.req.url).searchParams);
  const view = meetingView(service, room, role);
  const page = { options: link.options, view };
  return renderPage(c, {
    title: titleOf(room),
    kind: "meeting",
    framed: true,
    ...loadedOrigins(link.options),
    content: html`<div id="meeting" class="${link.options.grid_view ?? "gallery"}" data-page="${JSON.stringify(page)}">
<header>${emulatorSign()}</header>
<p id="offline" class="notice" role="status"></p>
<noscript><p class="notice">This page needs JavaScript to join the meeting.</p></noscript>
${prejoin(room, role, meetingTimes(room, service), view, link)}
${meeting(room, role, link.options)}
<p id="announcement" class="unseen" role="status"></p>
</div>`,
  });
}

function meeting(room: StoredRoom, role: "participant" | "moderator", options: LinkOptions["options"]): Html {
  const shown = (name: keyof typeof options) => options[name] !== "no";
  const list = shown(role === "moderator" ? "user_list_moderator" : "user_list_participant");
  return html`<main class="meeting" data-state="inside" hidden>
<header class="${shown("topbar") ? "" : "unseen"}">
  <h1 tabindex="-1" class="clamped ${shown("room_name") ? "" : "unseen"}" title="${titleOf(room)}">${titleOf(room)}</h1>
  ${shown("user_count") ? html`<p id="count"></p>` : ""}
  ${shown("clock") ? html`<p id="clock" role="timer" aria-label="Time inside"></p>` : ""}
</header>
<ul class="tiles ${shown("username") ? "" : "nameless"}" aria-label="Tiles" ${list ? html`aria-hidden="true"` : html`tabindex="0"`}></ul>
${list ? html`<section class="people"><h2 id="people">People</h2><ul tabindex="0" aria-labelledby="people"></ul></section>` : ""}
<footer class="toolbar ${shown("fixed_toolbar") ? "fixed" : ""}">
  ${deviceNotes()}
  ${deviceButtons()}
  ${shown("disconnect_button") ? html`<button type="button" class="leave" data-action="leave">Leave</button>` : ""}
  ${role === "moderator" ? html`<button type="button" class="close" data-action="close">Close for everyone</button>` : ""}
</footer>
<dialog aria-labelledby="confirm-close">
  <h2 id="confirm-close">Close the meeting for everyone?</h2>
  <p class="confirm-close">Everyone is removed immediately, and the session ends.</p>
  <form method="dialog">
    <button value="no">Keep it open</button>
    <button value="yes" class="leave">Close for everyone</button>
  </form>
</dialog>
</main>`;
}
