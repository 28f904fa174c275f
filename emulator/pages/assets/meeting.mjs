import { devices } from "./devices.mjs";
import { meetingClient, send } from "./meeting-client.mjs";
import { applyAppearance, drawPeople, drawSeats, drawTimes } from "./meeting-render.mjs";
import { drawOffline } from "./offline.mjs";
import { serverClock, span, zoneName } from "./time.mjs";

/**
 * @typedef {import("./meeting-render.mjs").View} View
 * @typedef {"landing" | "lobby" | "inside" | "left" | "closed" | "lost" | "late" | "gone"} State
 */

const root = /** @type {HTMLElement} */ (document.querySelector("#meeting"));
/** @type {{ options: Record<string, string>, view: View }} */
const page = JSON.parse(root.dataset.page ?? "");
const { options } = page;
const clock = serverClock();
const nameField = /** @type {HTMLInputElement} */ (document.querySelector("#name"));
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog"));
const media = devices((kind, note) => {
  for (const target of document.querySelectorAll(`[data-note="${kind}"]`)) target.textContent = note;
});
const client = meetingClient();

/** @type {State} */
let state = "landing";
let view = page.view;
let joinedAt = 0;
let joining = false;
/** When the page stops waiting in the lobby, in milliseconds since 1970. */
let lobbyDeadline = 0;
/** With `landing=no` and a name, the page joins once without asking, when the room is open. */
let autoJoin = options.landing === "no" && nameField.value.trim() !== "";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** @param {string} text */
function announce(text) {
  const announcement = find("#announcement");
  if (announcement) announcement.textContent = text;
}

/** @param {State} next */
function setState(next) {
  if (state === next) return;
  leaveState(state);
  state = next;
  render();
  // Moves the focus to the new content, for screen readers.
  if (next === "landing") nameField.focus();
  else find(`:is([data-state="${next}"] > h2, .meeting:not([hidden]) h1)`)?.focus();
  window.scrollTo(0, 0);
}

/**
 * Cleans up after a state.
 *
 * @param {State} last
 */
function leaveState(last) {
  // A dialog left open in a hidden part would block the whole page.
  if (last === "inside") dialog.close();
  if (last === "landing") autoJoin = false;
  if (last !== "lobby") return;
  for (const each of /** @type {NodeListOf<HTMLMediaElement>} */ (
    document.querySelectorAll('[data-state="lobby"] :is(audio, video)')
  )) {
    each.pause();
  }
}

function render() {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-state]"))) {
    part.hidden = !part.dataset.state?.split(" ").includes(state);
  }
  for (const notice of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-entry]"))) {
    notice.hidden = notice.dataset.entry !== view.entry;
  }
  const waits = find("[data-waits]");
  if (waits) waits.hidden = !view.waits || view.entry !== "open";
  const submit = /** @type {HTMLButtonElement} */ (document.querySelector("#join button"));
  submit.disabled = view.entry !== "open";
  submit.textContent = view.waits ? "Join and wait" : "Join";
  drawTimes(view.times);
  drawSeats(view.seats);
  drawPeople(view.people);
  tick();
  media.show();
}

/** Updates the countdowns and the clock, every second. */
function tick() {
  const now = clock.now();
  const until = (/** @type {string | undefined} */ time) => (time ? Date.parse(time) - now : 0);
  const { opens, starts, ends } = view.times;
  const countdown = find("#countdown");
  if (countdown) {
    countdown.textContent =
      until(opens) > 0
        ? `Opens in ${span(until(opens))}`
        : until(starts) > 0
          ? `Starts in ${span(until(starts))}`
          : until(ends) > 0
            ? `Ends in ${span(until(ends))}`
            : "";
  }
  const inside = find("#clock");
  if (inside && joinedAt > 0) inside.textContent = span(Date.now() - joinedAt);
  if (state !== "lobby") return;
  const remaining = find("#lobby-countdown");
  if (remaining) remaining.textContent = `Waiting for another ${span(lobbyDeadline - Date.now())}.`;
  if (Date.now() < lobbyDeadline) return;
  setState("late");
  navigate(options.lobby_exit_url);
}

/** Loads the current state from the emulator. */
async function refresh() {
  const { clientId } = client;
  try {
    await client.sendLeaves();
    const response = await send(`live?client=${clientId}`);
    drawOffline(false);
    const next = response.ok && (await response.json());
    // The response is outdated if the visitor has joined or left since the request.
    if (clientId !== client.clientId) return;
    if (response.status === 404) handleGone();
    else if (next) applyView(next);
  } catch {
    drawOffline(true);
  }
}

/** @param {View} next */
function applyView(next) {
  const before = view;
  view = next;
  clock.set(view.now);
  if (state === "inside" && !view.inside) handleEnd();
  if (state === "inside") announceChanges(before.people, view.people);
  if (state === "landing" && before.entry !== "open" && view.entry === "open") announce("You can join now.");
  render();
  if (state === "lobby" && !view.waits) join();
  joinAutomatically();
}

/** The emulator ended this client; the visitor did not leave. */
function handleEnd() {
  client.forget();
  // If others are still inside, nobody closed the meeting: the emulator had no request from this page for too
  // long.
  if (view.people.length > 0) {
    setState("lost");
    return;
  }
  setState("closed");
  navigate(options.exit_url, options.exit_url_target);
}

/**
 * @param {View["people"]} before
 * @param {View["people"]} now
 */
function announceChanges(before, now) {
  const joined = now.filter(({ name }) => !before.some((person) => person.name === name));
  const left = before.filter(({ name }) => !now.some((person) => person.name === name));
  const texts = [
    ...joined.filter(({ you }) => !you).map(({ name }) => `${name} joined.`),
    ...left.map(({ name }) => `${name} left.`),
  ];
  if (texts.length > 0) announce(texts.join(" "));
}

function joinAutomatically() {
  if (autoJoin && view.entry === "open") join();
}

async function join() {
  if (view.waits) {
    lobbyDeadline = Date.now() + Number(options.lobby_timeout ?? 120) * 1000;
    setState("lobby");
    return;
  }
  // Pressing the button twice joins once.
  if (joining) return;
  joining = true;
  await joinNow().catch(() => {
    drawOffline(true);
    showJoinError("Joining failed: the emulator did not respond. Press Join to try again.");
  });
  joining = false;
}

async function joinNow() {
  const { view: next, error } = await client.join({ name: nameField.value, userRef: options.user_ref });
  showJoinError(error ?? "");
  if (!next) {
    setState("landing");
    await refresh();
    return;
  }
  joinedAt = Date.now();
  view = next;
  setState("inside");
}

/** @param {string} text why joining failed; empty to clear it */
function showJoinError(text) {
  const target = find("#join-error");
  if (target) target.textContent = text;
}

async function leave() {
  const sent = client.leave();
  setState("left");
  await sent.catch(() => drawOffline(true));
  await refresh();
  navigate(options.exit_url, options.exit_url_target);
}

/**
 * Opens a URL from the link parameters.
 *
 * @param {string | undefined} url
 * @param {string} [target]
 */
function navigate(url, target) {
  if (!url) return;
  media.stop();
  const frame = target === "parent" ? window.parent : window;
  // The only property that can be set on another site's window.
  frame.location.href = url;
}

function handleGone() {
  const wasInside = state === "inside";
  client.forget();
  setState("gone");
  // Closing the meeting of an ad hoc room deletes the room.
  if (wasInside) navigate(options.exit_url, options.exit_url_target);
}

function confirmClose() {
  // Without this, Escape would return the value of the previous time.
  dialog.returnValue = "";
  dialog.showModal();
}

/** @type {Record<string, () => void>} */
const actions = {
  leave,
  again: () => setState("landing"),
  "cancel-wait": () => setState("landing"),
  close: confirmClose,
};

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button?.dataset.action) actions[button.dataset.action]?.();
  if (button?.dataset.device) media.toggle(/** @type {"audio" | "video"} */ (button.dataset.device));
});
document.querySelector("#join")?.addEventListener("submit", (event) => {
  event.preventDefault();
  join();
});
// Do not join with a half-edited name.
nameField.addEventListener("input", () => {
  autoJoin = false;
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "yes") return;
  await send("close", {}).catch(() => {});
  await refresh();
});
// A page restored from the browser's cache has already left the meeting.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

clock.set(view.now);
applyAppearance(root, options);
for (const target of document.querySelectorAll("dl.when")) target.setAttribute("data-zone", zoneName());
render();
const promptAtOnce = options.skipMediaPermissionPrompt === "yes";
media
  .begin("video", options.video, promptAtOnce)
  .then(() => media.begin("audio", options.audio, promptAtOnce));
setInterval(tick, 1000);
setInterval(refresh, 1000);
joinAutomatically();
