import { drawOffline } from "./offline.mjs";
import { serverClock, showLocalTimes } from "./time.mjs";

const clock = serverClock();
const list = /** @type {HTMLElement} */ (document.querySelector("#rooms"));
const search = /** @type {HTMLInputElement} */ (document.querySelector("#search"));
const shownTime = /** @type {HTMLTimeElement} */ (document.querySelector("#now time"));
const faults = /** @type {HTMLFormElement} */ (document.querySelector("#faults"));
const faultsOn = /** @type {HTMLElement} */ (document.querySelector("#faults-on"));
const faultsPanel = /** @type {HTMLDetailsElement} */ (document.querySelector("#faults-panel"));
const announcement = /** @type {HTMLElement} */ (document.querySelector("#announcement"));

/**
 * The HTML of each room's element as received. The element itself may have changed: a button shows that it
 * was pressed.
 */
const htmlOf = /** @type {WeakMap<Element, string>} */ (new WeakMap());

/** The list of rooms as last received. */
let lastHtml = "";
/**
 * How many requests were sent, and the newest one with a response. An older response that arrives later is
 * outdated.
 */
let requests = 0;
let newestResponse = 0;

/** Loads the current state from the emulator. */
async function refresh() {
  requests++;
  const request = requests;
  try {
    const response = await fetch(`/_pages/overview?search=${encodeURIComponent(search.value)}`);
    const state = await response.json();
    if (request < newestResponse) return;
    newestResponse = request;
    drawOffline(false);
    clock.set(state.now);
    drawRooms(state.rooms);
    drawFaults(state.faults, state.injected);
    tick();
  } catch {
    if (request >= newestResponse) drawOffline(true);
  }
}

/** @param {string} text HTML from the emulator, already escaped */
function drawRooms(text) {
  if (text === lastHtml) return;
  lastHtml = text;
  const next = document.createElement("template");
  next.innerHTML = text;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const roomId = focused?.closest(".room")?.id;
  const cards = [...next.content.querySelectorAll(".room")].map(drawCard);
  const [target, count] = [list.querySelector(".rooms"), list.querySelector(".count")];
  if (target && count && next.content.querySelector(".rooms")) {
    count.textContent = next.content.querySelector(".count")?.textContent ?? "";
    arrange(target, cards);
  } else {
    list.replaceChildren(next.content);
  }
  if (focused && roomId && !focused.isConnected) focusAgain(focused, roomId);
}

/**
 * The card of a room: the one on the page unless it has changed.
 *
 * @param {Element} card as received
 */
function drawCard(card) {
  const old = document.getElementById(card.id);
  if (old && htmlOf.get(old) === card.outerHTML) return old;
  htmlOf.set(card, card.outerHTML);
  showLocalTimes(card);
  return card;
}

/**
 * Updates only what differs: a moved card loses the focus, the selection and a click in progress.
 *
 * @param {Element} target
 * @param {Element[]} cards
 */
function arrange(target, cards) {
  for (const card of [...target.children]) if (!cards.includes(card)) card.remove();
  for (const [index, card] of cards.entries()) {
    const current = target.children[index] ?? null;
    if (current !== card) target.insertBefore(card, current);
  }
}

/**
 * Restores the focus after a card was replaced: to the same control, or else to the room's first link.
 *
 * @param {HTMLElement} focused
 * @param {string} roomId
 */
function focusAgain(focused, roomId) {
  const identity = (/** @type {HTMLElement} */ { dataset, attributes }) =>
    [dataset.copy, dataset.end, attributes.getNamedItem("href")?.value].join();
  const card = document.getElementById(roomId);
  const targets = /** @type {HTMLElement[]} */ ([...(card?.querySelectorAll("a, button") ?? [])]);
  const same = targets.find((target) => identity(target) === identity(focused));
  (same ?? targets[0])?.focus();
}

/**
 * @param {Record<string, number>} values
 * @param {Record<string, number>} injected
 */
function drawFaults(values, injected) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (faults.querySelectorAll("input"))) {
    // Keep the value that the user is editing.
    if (field === document.activeElement) continue;
    const value = values[field.id] ?? 0;
    field.value = String("fault" in field.dataset ? Math.round(value * 100) : value);
    drawFault(field);
  }
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (faults.querySelectorAll("[data-injected]"))) {
    const times = injected[target.dataset.injected ?? ""];
    target.textContent = times ? `${times} ×` : "";
  }
  drawFaultsOn();
}

/** Shows how many faults are on while the panel is closed. */
function drawFaultsOn() {
  const count = faults.querySelectorAll(".fault.on").length;
  faultsOn.textContent = `${count} on`;
  faultsOn.hidden = count === 0;
}

/** @param {HTMLInputElement} field */
function drawFault(field) {
  const output = faults.querySelector(`output[for="${field.id}"]`);
  if (output) output.textContent = `${field.value} %`;
  field.closest(".fault")?.classList.toggle("on", Number(field.value) > 0);
}

/**
 * @param {string} path below `/_emulator`
 * @param {"PUT" | "POST"} method
 * @param {string} [body] JSON
 */
async function control(path, method, body) {
  // If the emulator does not respond, `refresh` shows it.
  const response = await fetch(`/_emulator${path}`, { method, ...(body && { body }) }).catch(() => undefined);
  if (response && !response.ok) announce((await response.json()).error, "notice");
  await refresh();
}

/**
 * @param {string} text
 * @param {"unseen" | "notice"} className `unseen` for screen readers only, `notice` for a problem that
 *   everyone must see
 */
function announce(text, className) {
  announcement.textContent = text;
  announcement.className = className;
}

function tick() {
  shownTime.dateTime = new Date(clock.now()).toISOString();
  showLocalTimes(/** @type {HTMLElement} */ (shownTime.parentElement), {
    dateStyle: "medium",
    timeStyle: "medium",
  });
}

/** @param {HTMLElement} button */
async function copy(button) {
  const url = new URL(button.dataset.copy ?? "", location.href).href;
  try {
    await navigator.clipboard.writeText(url);
  } catch {
    // Only pages on https or localhost have a clipboard, and the browser may block it.
    announce(`The browser blocked copying. The link is ${url}`, "notice");
    return;
  }
  button.classList.add("copied");
  announce(`Copied: ${url}`, "unseen");
  setTimeout(() => button.classList.remove("copied"), 1500);
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  if (button.dataset.end) control(`/rooms/${button.dataset.end}/end`, "POST");
  if (button.dataset.time) control("/time", "PUT", button.dataset.time);
});
faults.addEventListener("input", (event) => {
  drawFault(/** @type {HTMLInputElement} */ (event.target));
  drawFaultsOn();
});
faults.addEventListener("change", (event) => {
  const { id, dataset, value } = /** @type {HTMLInputElement} */ (event.target);
  const number = "fault" in dataset ? Number(value) / 100 : Number(value);
  control("/faults", "PUT", JSON.stringify({ [id]: number }));
});
faults.addEventListener("submit", (event) => event.preventDefault());
faults.addEventListener("reset", (event) => {
  event.preventDefault();
  const fields = /** @type {HTMLInputElement[]} */ ([...faults.querySelectorAll("[data-fault]")]);
  control(
    "/faults",
    "PUT",
    JSON.stringify({ requestsPerSecond: 0, ...Object.fromEntries(fields.map(({ id }) => [id, 0])) }),
  );
});
search.addEventListener("input", refresh);

/** A wide window has room for all faults next to the rooms. On a phone they would hide the rooms. */
const isWide = matchMedia("(min-width: 60rem)");
const openFaults = () => {
  faultsPanel.open = isWide.matches;
};
isWide.addEventListener("change", openFaults);
openFaults();

clock.set(Number(document.querySelector("#now")?.getAttribute("data-now")));
for (const room of list.querySelectorAll(".room")) htmlOf.set(room, room.outerHTML);
showLocalTimes(list);
tick();
setInterval(tick, 1000);
setInterval(refresh, 1000);
