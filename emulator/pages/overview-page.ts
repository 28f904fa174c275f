import type { Context } from "hono";
import { html } from "hono/html";
import { type FaultName, type Faults, probabilities } from "../faults";
import { requestUrl } from "../http/request-url";
import type { StoredRoom } from "../rooms/room";
import type { Service } from "../service";
import { hostPath } from "./host-link";
import { type Html, moment, renderPage } from "./layout";
import { isBlank, kindOf, meetingTimes, meetingView, type Seats, titleOf } from "./meeting-view";

/** Maximum number of rooms shown at once; a search finds the others. */
const maxShownRooms = 100;

/** The developer's page: all rooms with their state and links, the clock and the faults. */
export function overviewPage(c: Context, service: Service): Response | Promise<Response> {
  return renderPage(c, {
    title: "Rooms – emulator",
    kind: "overview",
    content: html`<main class="overview">
<header>
  <h1>Rooms</h1>
  <p class="sign"><span class="dot" aria-hidden="true"></span><span><b>Emulator</b> of the rooms API, at <code>${requestUrl(c).origin}/video/v1</code></span></p>
</header>
<p id="offline" class="notice" role="status"></p>
<div class="columns">
<section aria-labelledby="all">
  <div class="toolbar">
    <h2 id="all" class="unseen">All rooms</h2>
    <label for="search" class="unseen">Search by name, owner or id</label>
    <input id="search" type="search" placeholder="Search by name, owner or id" autocomplete="off">
  </div>
  <div id="rooms">${rooms(service, "")}</div>
</section>
<aside>
  ${clock(service)}
  ${faults(service.faultSource.faults, service.faultSource.injected)}
</aside>
</div>
<p id="announcement" class="unseen" role="status"></p>
</main>`,
  });
}

/** The state that the overview's script polls. */
export async function overviewState(c: Context, service: Service): Promise<Response> {
  const { faults, injected } = service.faultSource;
  const list = await rooms(service, c.req.query("search") ?? "");
  return c.json({ now: service.clock.now().getTime(), faults, injected, rooms: String(list) });
}

function rooms(service: Service, search: string): Html {
  const query = search.trim().toLowerCase();
  const { saved } = service.rooms;
  const all = saved.projects().flatMap((appId) => saved.of(appId).map((room) => ({ appId, room })));
  const found = all.filter(({ room }) =>
    [titleOf(room), String(room.owner_ref), room.room_id].some((text) => text.toLowerCase().includes(query)),
  );
  if (all.length === 0) return noRooms();
  const hidden = found.length - maxShownRooms;
  return html`<p class="count">${found.length === all.length ? all.length : `${found.length} of ${all.length}`} ${all.length === 1 ? "room" : "rooms"}${
    hidden > 0 ? `, showing the newest ${maxShownRooms}` : ""
  }</p>
<ul class="rooms">${found
    .slice(-maxShownRooms)
    .reverse()
    .map(({ appId, room }) => card(service, appId, room))}</ul>`;
}

function noRooms(): Html {
  return html`<div class="none">
  <p><b>No rooms yet.</b> Rooms appear here when they are created.</p>
  <p>The command <code>pulumi-enablex emulator</code> prints the settings that a stack needs.</p>
</div>`;
}

function card(service: Service, appId: string, room: StoredRoom): Html {
  const { entry, seats, people } = meetingView(service, room, "participant");
  const active = people.length > 0;
  const state = active ? "live" : entry === "over" ? "over" : "idle";
  const title = titleOf(room);
  return html`<li id="room-${room.room_id}" class="room ${state}">
  <div class="what">
    <h3 class="clamped" title="${title}">${title}</h3>
    <p class="owner clamped">${isBlank(String(room.owner_ref)) ? "" : html`${room.owner_ref} · `}<code>${room.room_id}</code></p>
    <p class="state"><span class="badge">${kindOf(room)}</span> ${when(service, room, entry, active)}</p>
    <p class="people clamped">${seatsText("participant", seats.participant)}, ${seatsText("moderator", seats.moderator)}${
      active ? html`: <b>${people.map(({ name }) => name).join(", ")}</b>` : ""
    }</p>
  </div>
  <div class="links">
    ${link("Participant", `/${room.room_id}`, title)}
    ${link("Moderator", hostPath(room.room_id, appId), title)}
    ${active ? html`<button type="button" data-end="${room.room_id}">End session<span class="unseen"> of ${title}</span></button>` : ""}
  </div>
</li>`;
}

function link(role: string, path: string, name: string): Html {
  return html`<span class="link"><a href="${path}" target="_blank" rel="noopener">${role}<span class="unseen"> page of ${name}</span></a><button type="button" data-copy="${path}">Copy<span class="unseen"> ${role.toLowerCase()} link of ${name}</span></button></span>`;
}

function when(service: Service, room: StoredRoom, entry: string, active: boolean): Html | string {
  const { opens, ends } = meetingTimes(room, service);
  if (entry === "early") return html`opens ${moment(opens!)}`;
  if (entry === "over") return html`ended ${moment(ends!)}`;
  if (ends) return html`${active ? "live" : "open"} until ${moment(ends)}`;
  return active ? "live" : "open";
}

function seatsText(role: string, { taken, total }: Seats): string {
  return `${taken}${total === undefined ? "" : `/${total}`} ${role}s`;
}

function clock({ clock }: Service): Html {
  return html`<section class="panel" aria-labelledby="clock-title">
  <h2 id="clock-title">Clock</h2>
  <p id="now" data-now="${clock.now().getTime()}">${moment(clock.now())}</p>
  <div class="buttons">
    <button type="button" data-time='{"advance":900000}'>+15 min</button>
    <button type="button" data-time='{"advance":3600000}'>+1 h</button>
    <button type="button" data-time='{"advance":86400000}'>+1 day</button>
    <button type="button" data-time='{"offset":0}'>Real time</button>
  </div>
</section>`;
}

function faults(faults: Faults, injected: Record<string, number>): Html {
  const numbers = (Object.keys(faults) as (keyof Faults)[]).filter(
    (name) => !probabilities.includes(name as FaultName),
  );
  return html`<section class="panel" aria-labelledby="faults-title">
  <details id="faults-panel">
  <summary><h2 id="faults-title">Faults</h2> <span class="badge wrong" id="faults-on" hidden></span></summary>
  <p>How often requests to the rooms API should fail, and how often they did.</p>
  <form id="faults">
  ${probabilities.map(
    (name) => html`<div class="fault"><label for="${name}">${name}</label>
    <input id="${name}" type="range" min="0" max="100" value="${Math.round(faults[name] * 100)}" data-fault>
    <output for="${name}">${Math.round(faults[name] * 100)} %</output>
    <span class="injected" data-injected="${name}">${injected[name] ? `${injected[name]} ×` : ""}</span></div>`,
  )}
  <details><summary>Durations and rate limit</summary>
  ${numbers.map(
    (name) => html`<div class="number"><label for="${name}">${name}</label>
    <input id="${name}" type="number" min="0" value="${faults[name]}" data-number></div>`,
  )}
  </details>
  <button type="reset">All off</button>
  </form>
  </details>
</section>`;
}
