import { devices } from "./camera.mjs";
import { drawPeople, drawSeats, drawTimes, dress } from "./meeting-look.mjs";
import { serverClock, span, zoneName } from "./time.mjs";

/**
 * @typedef {import("./meeting-look.mjs").View} View
 * @typedef {"landing" | "lobby" | "inside" | "left" | "closed" | "late" | "gone"} State
 */

const root = /** @type {HTMLElement} */ (document.querySelector("#meeting"));
/** @type {{ options: Record<string, string>, view: View }} */
const page = JSON.parse(root.dataset.page ?? "");
const { options } = page;
const clock = serverClock();
const nameField = /** @type {HTMLInputElement} */ (document.querySelector("#name"));
const media = devices((note) => {
  for (const place of document.querySelectorAll(".camera-note")) place.textContent = note;
});

/** @type {State} */
let state = "landing";
let view = page.view;
/** Names this page's stay, while it has one. */
let clientId = "";
let enteredAt = 0;
let entering = false;
/** Milliseconds since 1970 at which the lobby is given up. */
let patientUntil = 0;
/** The link says that nobody is to be asked; tried once. */
const entersAtOnce = options.landing === "no" && nameField.value !== "";

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
  state = next;
  render();
  // Whoever does not see the page is led to what is new on it.
  if (next === "landing") nameField.focus();
  else find(`:is([data-state="${next}"] > h2, .meeting:not([hidden]) h1)`)?.focus();
  window.scrollTo(0, 0);
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

/**
 * @param {string} path below the page's own address
 * @param {object} [body]
 */
function ask(path, body) {
  const request = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  return fetch(`${location.pathname.replace(/\/$/, "")}/${path}`, request);
}

/** Asks what is true now. */
async function look() {
  const asked = clientId;
  try {
    const answer = await ask(`live?client=${asked}`);
    document.body.classList.remove("offline");
    const next = answer.ok && (await answer.json());
    // What was answered to someone who has come in or left meanwhile is not true any more.
    if (asked !== clientId) return;
    if (answer.status === 404) gone();
    else if (next) take(next);
  } catch {
    offline();
  }
}

function offline() {
  if (document.body.classList.contains("offline")) return;
  document.body.classList.add("offline");
  say("The emulator does not answer. This page tries again.");
}

/** @param {View} next */
function take(next) {
  const before = view;
  view = next;
  clock.set(view.now);
  if (state === "inside" && !view.inside) {
    clientId = "";
    become("closed");
    follow(options.exit_url, options.exit_url_target);
  }
  if (state === "inside") sayWhoCame(before.people, view.people);
  if (state === "landing" && before.entry !== "open" && view.entry === "open") say("You can come in now.");
  render();
  if (state === "lobby" && !view.waits) enter();
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

async function enter() {
  if (view.waits) {
    patientUntil = Date.now() + Number(options.lobby_timeout ?? 120) * 1000;
    become("lobby");
    return;
  }
  // Whoever presses twice comes in once.
  if (entering) return;
  entering = true;
  await comeIn().catch(offline);
  entering = false;
}

async function comeIn() {
  const answer = await ask("join", { name: nameField.value, userRef: options.user_ref });
  const { error, ...entered } = await answer.json();
  const refused = find("#refused");
  if (refused) refused.textContent = answer.ok ? "" : `${error}`;
  if (!answer.ok) {
    become("landing");
    await look();
    return;
  }
  clientId = entered.clientId;
  enteredAt = Date.now();
  view = entered.view;
  become("inside");
}

async function leave() {
  const told = ask("leave", { clientId });
  clientId = "";
  become("left");
  await told.catch(offline);
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
  clientId = "";
  become("gone");
}

/** @type {Record<string, () => void>} */
const actions = {
  leave,
  again: () => become("landing"),
  unwait: () => become("landing"),
  close: () => /** @type {HTMLDialogElement} */ (document.querySelector("dialog")).showModal(),
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
document.querySelector("dialog")?.addEventListener("close", async (event) => {
  if (/** @type {HTMLDialogElement} */ (event.target).returnValue !== "yes") return;
  await ask("close", {}).catch(() => {});
  await look();
});
window.addEventListener("pagehide", () => {
  if (!clientId) return;
  // It goes out although the page ends. Unlike a beacon it carries the page's origin.
  fetch(`${location.pathname.replace(/\/$/, "")}/leave`, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ clientId }),
  });
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
if (entersAtOnce && view.entry === "open") enter();
