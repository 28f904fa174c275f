import { drawOffline } from "./offline.mjs";
import { serverClock, showLocalTimes } from "./time.mjs";

const clock = serverClock();
const list = /** @type {HTMLElement} */ (document.querySelector("#rooms"));
const search = /** @type {HTMLInputElement} */ (document.querySelector("#search"));
const shownTime = /** @type {HTMLTimeElement} */ (document.querySelector("#now time"));
const faults = /** @type {HTMLFormElement} */ (document.querySelector("#faults"));
const faultsOn = /** @type {HTMLElement} */ (document.querySelector("#faults-on"));
const faultsPanel = /** @type {HTMLDetailsElement} */ (document.querySelector("#faults-panel"));
const said = /** @type {HTMLElement} */ (document.querySelector("#said"));

/** What is shown of each room, as it came. What its element has become since says nothing: a button shows that it was pressed. */
const shown = /** @type {WeakMap<Element, string>} */ (new WeakMap());

/** The list of rooms as it came last. */
let drawn = "";
/** How many looks there were, and which of them was the newest to be answered. An older answer that comes later is not true any more. */
let looks = 0;
let newestAnswered = 0;

/** Asks what is true now. */
async function look() {
  looks++;
  const turn = looks;
  try {
    const answer = await fetch(`/_pages/overview?search=${encodeURIComponent(search.value)}`);
    const state = await answer.json();
    if (turn < newestAnswered) return;
    newestAnswered = turn;
    drawOffline(false);
    clock.set(state.now);
    drawRooms(state.rooms);
    drawFaults(state.faults, state.injected);
    tick();
  } catch {
    if (turn >= newestAnswered) drawOffline(true);
  }
}

/** @param {string} text HTML from the emulator, in which everything foreign is escaped */
function drawRooms(text) {
  if (text === drawn) return;
  drawn = text;
  const next = document.createElement("template");
  next.innerHTML = text;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const roomId = focused?.closest(".room")?.id;
  const cards = [...next.content.querySelectorAll(".room")].map(drawCard);
  const [place, count] = [list.querySelector(".rooms"), list.querySelector(".count")];
  if (place && count && next.content.querySelector(".rooms")) {
    count.textContent = next.content.querySelector(".count")?.textContent ?? "";
    arrange(place, cards);
  } else {
    list.replaceChildren(next.content);
  }
  if (focused && roomId && !focused.isConnected) focusAgain(focused, roomId);
}

/**
 * The card of a room: that on the page, unless it has changed.
 *
 * @param {Element} card as it came
 */
function drawCard(card) {
  const old = document.getElementById(card.id);
  if (old && shown.get(old) === card.outerHTML) return old;
  shown.set(card, card.outerHTML);
  showLocalTimes(card);
  return card;
}

/**
 * Touches only what differs: a card that is moved loses a click that is under way, the focus, and what is selected on it.
 *
 * @param {Element} place
 * @param {Element[]} cards
 */
function arrange(place, cards) {
  for (const card of [...place.children]) if (!cards.includes(card)) card.remove();
  for (const [index, card] of cards.entries()) {
    const there = place.children[index] ?? null;
    if (there !== card) place.insertBefore(card, there);
  }
}

/**
 * What had the focus went with its card: the same on the new card gets it, or else the room's first link.
 *
 * @param {HTMLElement} focused
 * @param {string} roomId
 */
function focusAgain(focused, roomId) {
  const purpose = (/** @type {HTMLElement} */ { dataset, attributes }) =>
    [dataset.copy, dataset.end, attributes.getNamedItem("href")?.value].join();
  const card = document.getElementById(roomId);
  const targets = /** @type {HTMLElement[]} */ ([...(card?.querySelectorAll("a, button") ?? [])]);
  const same = targets.find((target) => purpose(target) === purpose(focused));
  (same ?? targets[0])?.focus();
}

/**
 * @param {Record<string, number>} values
 * @param {Record<string, number>} injected
 */
function drawFaults(values, injected) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (faults.querySelectorAll("input"))) {
    // What someone is just setting stays.
    if (field === document.activeElement) continue;
    const value = values[field.id] ?? 0;
    field.value = String("fault" in field.dataset ? Math.round(value * 100) : value);
    drawFault(field);
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (faults.querySelectorAll("[data-injected]"))) {
    const times = injected[place.dataset.injected ?? ""];
    place.textContent = times ? `${times} ×` : "";
  }
  drawFaultsOn();
}

/** How many faults are on, where the panel is closed. */
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
  // Where nothing answers, the look says so.
  const answer = await fetch(`/_emulator${path}`, { method, ...(body && { body }) }).catch(() => undefined);
  if (answer && !answer.ok) say((await answer.json()).error, "notice");
  await look();
}

/**
 * @param {string} text
 * @param {"unseen" | "notice"} look success is seen where it happens, and told to those who do not see; a problem is for all
 */
function say(text, look) {
  said.textContent = text;
  said.className = look;
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
    // Only pages at https or localhost have a clipboard, and a browser may refuse to give it.
    say(`The browser did not let this page copy. The link is ${url}`, "notice");
    return;
  }
  button.classList.add("copied");
  say(`Copied: ${url}`, "unseen");
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
search.addEventListener("input", look);

/** Beside the rooms there is place for all faults; above them, as on a phone, they would hide the rooms. */
const isWide = matchMedia("(min-width: 60rem)");
const openFaults = () => {
  faultsPanel.open = isWide.matches;
};
isWide.addEventListener("change", openFaults);
openFaults();

clock.set(Number(document.querySelector("#now")?.getAttribute("data-now")));
for (const room of list.querySelectorAll(".room")) shown.set(room, room.outerHTML);
showLocalTimes(list);
tick();
setInterval(tick, 1000);
setInterval(look, 1000);
