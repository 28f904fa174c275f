import type { Context } from "hono";
import { html } from "hono/html";
import type { StoredRoom } from "../room";
import type { Service } from "../service";
import { answerPage, emulatorSign, type Html, moment } from "./layout";
import { type LinkOptions, loadedOrigins, readLinkOptions } from "./link-options";
import { kindOf, type MeetingTimes, type MeetingView, meetingTimes, meetingView } from "./meeting-view";

/** The page of a meeting link. Everything that it can say stands in it; its script shows what is true now. */
export function meetingPage(
  c: Context,
  service: Service,
  room: StoredRoom,
  role: "participant" | "moderator",
): Response | Promise<Response> {
  const link = readLinkOptions(new URL(c.req.url).searchParams);
  const view = meetingView(service, room, role);
  const page = { options: link.options, view };
  return answerPage(c, {
    title: room.name,
    kind: "meeting",
    framed: true,
    ...loadedOrigins(link.options),
    content: html`<div id="meeting" class="${link.options.grid_view ?? "gallery"}" data-page="${JSON.stringify(page)}">
<header>${emulatorSign()}</header>
<noscript><p class="notice">This page needs JavaScript to enter the meeting.</p></noscript>
${greenRoom(room, role, meetingTimes(room, service), view, link)}
${meeting(room, role, link.options)}
<p id="said" class="unseen" role="status"></p>
</div>`,
  });
}

/** Where someone is before and after the meeting. */
function greenRoom(
  room: StoredRoom,
  role: string,
  times: MeetingTimes,
  view: MeetingView,
  link: LinkOptions,
): Html {
  const { description, mode } = room.settings;
  return html`<main class="green-room" data-state="landing lobby left closed late gone">
<section class="stage" aria-label="Your camera">
  <video class="self" muted playsinline hidden></video>
  <span class="avatar" aria-hidden="true"></span>
  <p class="camera-note" role="status"></p>
  <div class="controls">
    <button type="button" class="round" data-device="audio" aria-pressed="false">${icon("mic")}<span>Microphone</span></button>
    <button type="button" class="round" data-device="video" aria-pressed="false">${icon("camera")}<span>Camera</span></button>
  </div>
</section>
<section class="card">
  <p class="kind"><span class="badge">${kinds[kindOf(room)]}</span>${mode === "lecture" ? html`<span class="badge">Lecture</span>` : ""}<span class="badge ${role}">You come as ${role}</span></p>
  <h1>${room.name}</h1>
  ${description ? html`<p class="description">${description}</p>` : ""}
  ${whenItIs(room, times)}
  <p id="countdown" role="timer"></p>
  <div class="seats">
    ${seatsOf("participant", view)}
    ${seatsOf("moderator", view)}
  </div>
  ${landing(link)}
  ${lobby(link)}
  ${outcomes(room)}
  ${toldParameters(link)}
</section>
</main>`;
}

function whenItIs(room: StoredRoom, { opens, starts, ends }: MeetingTimes): Html {
  const row = (name: keyof MeetingTimes, term: string, date?: Date) =>
    date ? html`<div data-when="${name}"><dt>${term}</dt><dd>${moment(date)}</dd></div>` : "";
  if (opens)
    return html`<dl class="when">${row("opens", "Opens", opens)}${row("starts", "Starts", starts)}${row("ends", "Ends", ends)}</dl>`;
  if (kindOf(room) === "permanent") return html`<p class="when">Open at any time.</p>`;
  if (ends) return html`<dl class="when">${row("ends", "Used up", ends)}</dl>`;
  const { duration } = room.settings;
  return duration
    ? html`<p class="when">Open now, and for ${duration} minutes from when the first one enters.</p>`
    : html`<p class="when">Open for one meeting. The room is used up when everyone has left.</p>`;
}

function seatsOf(role: "participant" | "moderator", { seats }: MeetingView): Html {
  const { taken, total } = seats[role];
  return html`<p data-seats="${role}"><span class="seat-dots" aria-hidden="true"></span><span class="seat-text">${
    total === undefined
      ? `${taken} ${role}s inside`
      : `${taken} of ${total} ${role} seats taken, ${total - taken} free`
  }</span></p>`;
}

function landing({ options }: LinkOptions): Html {
  return html`<form id="join" data-state="landing">
    <p class="notice" data-entry="early" hidden><b>Not open yet.</b> You can come in as soon as the room opens; this page will tell.</p>
    <p class="notice" data-entry="over" hidden><b>This meeting is over.</b> Ask whoever invited you whether there is another one.</p>
    <p class="notice" data-entry="full" hidden><b>All seats are taken.</b> As soon as someone leaves, you can come in; this page will tell.</p>
    <p class="notice" data-waits hidden>The moderator is not here yet. You can come in and wait.</p>
    <label for="name">Your name</label>
    <input id="name" name="name" required maxlength="100" autocomplete="name" value="${options.name ?? ""}" aria-describedby="refused">
    <p id="refused" class="refused" role="alert"></p>
    <button class="primary" type="submit">Join</button>
  </form>`;
}

function lobby({ options }: LinkOptions): Html {
  const texts = [options.lobby_text_1, options.lobby_text_2, options.lobby_text_3].filter(Boolean);
  const images = [options.lobby_img_1, options.lobby_img_2, options.lobby_img_3].filter(Boolean);
  return html`<div data-state="lobby" hidden>
    <h2 tabindex="-1">Waiting for the moderator</h2>
    <p>You come in by yourself as soon as the moderator is here. <span id="patience"></span></p>
    ${texts.map((text) => html`<p class="lobby-text">${text}</p>`)}
    ${images.map((image) => html`<img class="lobby-image" src="${image}" alt="">`)}
    ${options.lobby_video ? html`<video class="lobby-video" src="${options.lobby_video}" controls muted></video>` : ""}
    ${options.lobby_music ? html`<audio src="${options.lobby_music}" controls aria-label="Music"></audio>` : ""}
    <button type="button" data-do="unwait">Do not wait</button>
  </div>`;
}

function outcomes(room: StoredRoom): Html {
  const again = html`<button type="button" class="primary" data-do="again">Join again</button>`;
  const gone =
    kindOf(room) === "adhoc"
      ? "This ad hoc room has been used up, so its link leads nowhere any more."
      : "The room was deleted, so its link leads nowhere any more.";
  return html`<div data-state="left" hidden><h2 tabindex="-1">You have left the meeting</h2>${again}</div>
  <div data-state="closed" hidden><h2 tabindex="-1">The meeting was closed</h2><p>It is over for everyone.</p>${again}</div>
  <div data-state="late" hidden><h2 tabindex="-1">The moderator did not come</h2>${again}</div>
  <div data-state="gone" hidden><h2 tabindex="-1">This room is gone</h2><p>${gone}</p></div>`;
}

/** For the developer who wrote the link: what became of each parameter. */
function toldParameters({ told }: LinkOptions): Html | string {
  if (told.length === 0) return "";
  const wrong = told.filter((parameter) => parameter.wrong).length;
  return html`<details class="told">
    <summary>Parameters of this link${wrong > 0 ? html` <span class="badge wrong">${wrong} not understood</span>` : ""}</summary>
    <dl>${told.map(
      (each) =>
        html`<div class="${each.wrong ? "wrong" : ""}"><dt><code>${each.name}${each.value ? `=${each.value}` : ""}</code></dt><dd>${each.does}</dd></div>`,
    )}</dl>
  </details>`;
}

function meeting(room: StoredRoom, role: "participant" | "moderator", options: LinkOptions["options"]): Html {
  const shown = (name: keyof typeof options) => options[name] !== "no";
  const list = shown(role === "moderator" ? "user_list_moderator" : "user_list_participant");
  return html`<main class="meeting" data-state="inside" hidden>
<header class="${shown("topbar") ? "" : "unseen"}">
  <h1 tabindex="-1" class="${shown("room_name") ? "" : "unseen"}">${room.name}</h1>
  ${shown("user_count") ? html`<p id="count"></p>` : ""}
  ${shown("clock") ? html`<p id="clock" role="timer" aria-label="Time inside"></p>` : ""}
</header>
<ul class="tiles ${shown("username") ? "" : "nameless"}" aria-label="Tiles" ${list ? html`aria-hidden="true"` : ""}></ul>
${list ? html`<section class="people"><h2>People</h2><ul></ul></section>` : ""}
<footer class="toolbar ${shown("fixed_toolbar") ? "fixed" : ""}">
  <button type="button" class="round" data-device="audio" aria-pressed="false">${icon("mic")}<span>Microphone</span></button>
  <button type="button" class="round" data-device="video" aria-pressed="false">${icon("camera")}<span>Camera</span></button>
  ${shown("disconnect_button") ? html`<button type="button" class="leave" data-do="leave">Leave</button>` : ""}
  ${role === "moderator" ? html`<button type="button" class="close" data-do="close">Close for everyone</button>` : ""}
</footer>
<dialog aria-labelledby="sure">
  <h2 id="sure">Close the meeting for everyone?</h2>
  <p class="sure">Everyone is asked to leave at once, and the session ends.</p>
  <form method="dialog">
    <button value="no">Keep it open</button>
    <button value="yes" class="leave">Close for everyone</button>
  </form>
</dialog>
</main>`;
}

function icon(name: "mic" | "camera"): Html {
  const path =
    name === "mic"
      ? html`<path d="M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3Z"/><path d="M6 11.5a6 6 0 0 0 12 0M12 17.5V21"/>`
      : html`<rect x="2.5" y="6" width="13" height="12" rx="3"/><path d="m15.500 10.500 6-3.500v10l-6-3.500"/>`;
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}<path class="off" d="M4 3.500 20.500 20"/></svg>`;
}

const kinds = { permanent: "Permanent room", scheduled: "Scheduled room", adhoc: "Ad hoc room" };
