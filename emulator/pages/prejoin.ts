import { html } from "hono/html";
import type { StoredRoom } from "../rooms/room";
import { deviceButtons, deviceNotes } from "./device-controls";
import { type Html, moment } from "./layout";
import type { LinkOptions } from "./link-options";
import { kindOf, type MeetingTimes, type MeetingView, titleOf } from "./meeting-view";

/** The part of the page shown before and after the meeting. */
export function prejoin(
  room: StoredRoom,
  role: string,
  times: MeetingTimes,
  view: MeetingView,
  link: LinkOptions,
): Html {
  const { description, mode } = room.settings;
  return html`<main class="prejoin" data-state="landing lobby left closed lost late gone">
<section class="preview" aria-label="Your camera">
  <video class="self" muted playsinline hidden></video>
  <span class="avatar" aria-hidden="true"></span>
  ${deviceNotes()}
  <div class="controls">
    ${deviceButtons()}
  </div>
</section>
<section class="card">
  <p class="kind"><span class="badge">${kinds[kindOf(room)]}</span>${mode === "lecture" ? html`<span class="badge">Lecture</span>` : ""}<span class="badge ${role}">Joining as ${role}</span></p>
  <h1 class="clamped" title="${titleOf(room)}">${titleOf(room)}</h1>
  ${description ? html`<p class="description">${description}</p>` : ""}
  ${schedule(room, times)}
  <p id="countdown" role="timer"></p>
  <div class="seats">
    ${seatsOf("participant", view)}
    ${seatsOf("moderator", view)}
  </div>
  ${landing(link)}
  ${lobby(link)}
  ${outcomes(room)}
  ${parameterList(link)}
</section>
</main>`;
}

function schedule(room: StoredRoom, { opens, starts, ends }: MeetingTimes): Html {
  const row = (name: keyof MeetingTimes, term: string, date?: Date) =>
    date ? html`<div data-when="${name}"><dt>${term}</dt><dd>${moment(date)}</dd></div>` : "";
  if (opens)
    return html`<dl class="when">${row("opens", "Opens", opens)}${row("starts", "Starts", starts)}${row("ends", "Ends", ends)}</dl>`;
  if (kindOf(room) === "permanent") return html`<p class="when">Open at any time.</p>`;
  if (ends) return html`<dl class="when">${row("ends", "Ends", ends)}</dl>`;
  const { duration } = room.settings;
  return duration
    ? html`<p class="when">Open now. Ends ${duration} minutes after the first person joins.</p>`
    : html`<p class="when">Open for one meeting. The room ends when everyone has left.</p>`;
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
    <p class="notice" data-entry="early" hidden><b>Not open yet.</b> You can join when the room opens. This page updates on its own.</p>
    <p class="notice" data-entry="over" hidden><b>This meeting is over.</b> Ask the organizer whether there is another one.</p>
    <p class="notice" data-entry="full" hidden><b>All seats are taken.</b> You can join when someone leaves. This page updates on its own.</p>
    <p class="notice" data-waits hidden>The moderator has not arrived yet. You can join and wait.</p>
    <label for="name">Your name</label>
    <input id="name" name="name" required maxlength="100" autocomplete="name" value="${options.name ?? ""}" aria-describedby="join-error">
    <p id="join-error" class="join-error" role="alert"></p>
    <button class="primary" type="submit">Join</button>
  </form>`;
}

function lobby({ options }: LinkOptions): Html {
  const texts = [options.lobby_text_1, options.lobby_text_2, options.lobby_text_3].filter(Boolean);
  const images = [options.lobby_img_1, options.lobby_img_2, options.lobby_img_3].filter(Boolean);
  return html`<div data-state="lobby" hidden>
    <h2 tabindex="-1">Waiting for the moderator</h2>
    <p>You join automatically when the moderator arrives. <span id="lobby-countdown"></span></p>
    ${texts.map((text) => html`<p class="lobby-text">${text}</p>`)}
    ${images.map((image) => html`<img class="lobby-image" src="${image}" alt="">`)}
    ${options.lobby_video ? html`<video class="lobby-video" src="${options.lobby_video}" controls muted></video>` : ""}
    ${options.lobby_music ? html`<audio src="${options.lobby_music}" controls aria-label="Music"></audio>` : ""}
    <button type="button" data-action="cancel-wait">Stop waiting</button>
  </div>`;
}

function outcomes(room: StoredRoom): Html {
  const again = html`<button type="button" class="primary" data-action="again">Join again</button>`;
  const gone =
    kindOf(room) === "adhoc"
      ? "This ad hoc room has ended, so its link no longer works."
      : "The room was deleted, so its link no longer works.";
  return html`<div data-state="left" hidden><h2 tabindex="-1">You left the meeting</h2>${again}</div>
  <div data-state="closed" hidden><h2 tabindex="-1">The meeting was closed</h2><p>It has ended for everyone.</p>${again}</div>
  <div data-state="lost" hidden><h2 tabindex="-1">The connection was lost</h2><p>You are no longer in the meeting, but others are. You can join again.</p>${again}</div>
  <div data-state="late" hidden><h2 tabindex="-1">The moderator did not arrive</h2>${again}</div>
  <div data-state="gone" hidden><h2 tabindex="-1">This room no longer exists</h2><p>${gone}</p></div>`;
}

/** The effect of each link parameter, for the developer who wrote the link. */
function parameterList({ parameters }: LinkOptions): Html | string {
  if (parameters.length === 0) return "";
  const invalid = parameters.filter((parameter) => parameter.invalid).length;
  return html`<details class="parameters">
    <summary>Parameters of this link${invalid > 0 ? html` <span class="badge wrong">${invalid} invalid</span>` : ""}</summary>
    <dl>${parameters.map(
      (each) =>
        html`<div class="${each.invalid ? "wrong" : ""}"><dt><code>${each.name}${each.value ? `=${each.value}` : ""}</code></dt><dd>${each.effect}</dd></div>`,
    )}</dl>
  </details>`;
}

const kinds = { permanent: "Permanent room", scheduled: "Scheduled room", adhoc: "Ad hoc room" };
