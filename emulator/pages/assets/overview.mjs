import { serverClock, showLocalTimes } from "./time.mjs";

const clock = serverClock();
const list = /** @type {HTMLElement} */ (document.querySelector("#rooms"));
const search = /** @type {HTMLInputElement} */ (document.querySelector("#search"));
const shownTime = /** @type {HTMLTimeElement} */ (document.querySelector("#now time"));
const faults = /** @type {HTMLFormElement} */ (document.querySelector("#faults"));
const said = /** @type {HTMLElement} */ (document.querySelector("#said"));

/** What is shown of each room, as it came. What its element has become since says nothing: a button shows that it was pressed. */
const shown = /** @type {WeakMap<Element, string>} */ (new WeakMap());

/** Asks what is true now. */
async function look() {
  try {
    const answer = await fetch(`/_pages/overview?search=${encodeURIComponent(search.value)}`);
    const state = await answer.json();
    document.body.classList.remove("offline");
    clock.set(state.now);
    drawRooms(state.rooms);
    drawFaults(state.faults, state.injected);
    tick();
  } catch {
    document.body.classList.add("offline");
  }
}

/**
 * Puts the new list in the place of the old one, but keeps what has not changed: it may have the focus, or be in the middle of a click.
 *
 * @param {string} text HTML from the emulator, in which everything foreign is escaped
 */
function drawRooms(text) {
  const next = document.createElement("template");
  next.innerHTML = text;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const key = focused?.dataset.copy ?? focused?.dataset.end ?? focused?.getAttribute("href");
  for (const room of next.content.querySelectorAll(".room")) {
    const old = document.getElementById(room.id);
    if (old && shown.get(old) === room.outerHTML) room.replaceWith(old);
    else shown.set(room, room.outerHTML);
  }
  showLocalTimes(next.content);
  list.replaceChildren(next.content);
  if (!key || document.activeElement === focused) return;
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("a, button"))) {
    if ([target.dataset.copy, target.dataset.end, target.getAttribute("href")].includes(key)) target.focus();
  }
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
  const answer = await fetch(`/_emulator${path}`, { method, ...(body && { body }) });
  if (!answer.ok) say((await answer.json()).error, "notice");
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
faults.addEventListener("input", (event) => drawFault(/** @type {HTMLInputElement} */ (event.target)));
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

clock.set(Number(document.querySelector("#now")?.getAttribute("data-now")));
for (const room of list.querySelectorAll(".room")) shown.set(room, room.outerHTML);
showLocalTimes(list);
tick();
setInterval(tick, 1000);
setInterval(look, 1000);
