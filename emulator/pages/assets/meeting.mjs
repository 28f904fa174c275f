import { devices } from "./camera.mjs";
import { drawPeople, drawSeats, drawTimes, dress } from "./meeting-look.mjs";
import { ask, meetingStay } from "./meeting-stay.mjs";
import { drawOffline } from "./offline.mjs";
import { serverClock, span, zoneName } from "./time.mjs";

/**
 * @typedef {import("./meeting-look.mjs").View} View
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
  for (const place of document.querySelectorAll(`[data-note="${kind}"]`)) place.textContent = note;
});
const stay = meetingStay();

/** @type {State} */
let state = "landing";
let view = page.view;
let enteredAt = 0;
let entering = false;
/** Milliseconds since 1970 at which the lobby is given up. */
let patientUntil = 0;
/** The link says that nobody is to be asked: the page enters once, as soon as the room is open. */
let entersByItself = options.landing === "no" && nameField.value.trim() !== "";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** @param {string} text */
function say(text) {
  const said = find("#said");
  if (said) said.textContent = text;
}

/** @param {State} next */
function become(next) {
  if (state === next) return;
  finish(state);
  state = next;
  render();
  // Whoever does not see the page is led to what is new on it.
  if (next === "landing") nameField.focus();
  else find(`:is([data-state="${next}"] > h2, .meeting:not([hidden]) h1)`)?.focus();
  window.scrollTo(0, 0);
}

/**
 * Ends what a state has begun.
 *
 * @param {State} last
 */
function finish(last) {
  // Open in a part that is hidden, it would keep the whole page from being used.
  if (last === "inside") dialog.close();
  if (last === "landing") entersByItself = false;
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

/** What changes by itself from one second to the next. */
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
  if (inside && enteredAt > 0) inside.textContent = span(Date.now() - enteredAt);
  if (state !== "lobby") return;
  const patience = find("#patience");
  if (patience) patience.textContent = `This page waits for another ${span(patientUntil - Date.now())}.`;
  if (Date.now() < patientUntil) return;
  become("late");
  follow(options.lobby_exit_url);
}

/** Asks what is true now. */
async function look() {
  const asked = stay.clientId;
  try {
    await stay.tellEnds();
    const answer = await ask(`live?client=${asked}`);
    drawOffline(false);
    const next = answer.ok && (await answer.json());
    // What was answered to someone who has come in or left meanwhile is not true any more.
    if (asked !== stay.clientId) return;
    if (answer.status === 404) gone();
    else if (next) take(next);
  } catch {
    drawOffline(true);
  }
}

/** @param {View} next */
function take(next) {
  const before = view;
  view = next;
  clock.set(view.now);
  if (state === "inside" && !view.inside) over();
  if (state === "inside") sayWhoCame(before.people, view.people);
  if (state === "landing" && before.entry !== "open" && view.entry === "open") say("You can come in now.");
  render();
  if (state === "lobby" && !view.waits) enter();
  enterByItself();
}

/** The page's stay is over, although nobody has left here. */
function over() {
  stay.forget();
  // Where others are still inside, nobody has closed the meeting: the emulator has not heard of this page for too long.
  if (view.people.length > 0) {
    become("lost");
    return;
  }
  become("closed");
  follow(options.exit_url, options.exit_url_target);
}

/**
 * @param {View["people"]} before
 * @param {View["people"]} now
 */
function sayWhoCame(before, now) {
  const came = now.filter(({ name }) => !before.some((person) => person.name === name));
  const left = before.filter(({ name }) => !now.some((person) => person.name === name));
  const texts = [
    ...came.filter(({ you }) => !you).map(({ name }) => `${name} came in.`),
    ...left.map(({ name }) => `${name} left.`),
  ];
  if (texts.length > 0) say(texts.join(" "));
}

function enterByItself() {
  if (entersByItself && view.entry === "open") enter();
}

async function enter() {
  if (view.waits) {
    patientUntil = Date.now() + Number(options.lobby_timeout ?? 120) * 1000;
    become("lobby");
    return;
  }
  // Whoever presses twice comes in once.
  if (entering) return;
  entering = true;
  await comeIn().catch(() => {
    drawOffline(true);
    drawRefused("Joining failed, because the emulator did not answer. Press Join once more.");
  });
  entering = false;
}

async function comeIn() {
  const entered = await stay.begin({ name: nameField.value, userRef: options.user_ref });
  drawRefused(entered.error ?? "");
  if (!entered.view) {
    become("landing");
    await look();
    return;
  }
  enteredAt = Date.now();
  view = entered.view;
  become("inside");
}

/** @param {string} why nobody came in; empty if that is not so */
function drawRefused(why) {
  const place = find("#refused");
  if (place) place.textContent = why;
}

async function leave() {
  const told = stay.end();
  become("left");
  await told.catch(() => drawOffline(true));
  await look();
  follow(options.exit_url, options.exit_url_target);
}

/**
 * Goes where the link says.
 *
 * @param {string | undefined} url
 * @param {string} [target]
 */
function follow(url, target) {
  if (!url) return;
  media.stop();
  const frame = target === "parent" ? window.parent : window;
  // Of a window of another site nothing else can be set.
  frame.location.href = url;
}

function gone() {
  const wasInside = state === "inside";
  stay.forget();
  become("gone");
  // An ad hoc room that was closed is gone.
  if (wasInside) follow(options.exit_url, options.exit_url_target);
}

function askWhetherToClose() {
  // The answer of another time would count where this one is Escape.
  dialog.returnValue = "";
  dialog.showModal();
}

/** @type {Record<string, () => void>} */
const actions = {
  leave,
  again: () => become("landing"),
  unwait: () => become("landing"),
  close: askWhetherToClose,
};

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button?.dataset.do) actions[button.dataset.do]?.();
  if (button?.dataset.device) media.toggle(/** @type {"audio" | "video"} */ (button.dataset.device));
});
document.querySelector("#join")?.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});
// Whoever is changing the name does not want to come in with half of it.
nameField.addEventListener("input", () => {
  entersByItself = false;
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "yes") return;
  await ask("close", {}).catch(() => {});
  await look();
});
// A page that the browser kept and shows again has left the meeting meanwhile.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

clock.set(view.now);
dress(root, options);
for (const place of document.querySelectorAll("dl.when")) place.setAttribute("data-zone", zoneName());
render();
const atOnce = options.skipMediaPermissionPrompt === "yes";
media.begin("video", options.video, atOnce).then(() => media.begin("audio", options.audio, atOnce));
setInterval(tick, 1000);
setInterval(look, 1000);
enterByItself();
