import { showLocalTimes } from "./time.mjs";

/**
 * @typedef {{ taken: number, total?: number }} Seats
 * @typedef {{
 *   now: number, entry: "open" | "early" | "over" | "full", waits: boolean, inside: boolean,
 *   times: Partial<Record<"opens" | "starts" | "ends", string>>,
 *   seats: { participant: Seats, moderator: Seats },
 *   people: { name: string, role: string, you: boolean }[],
 * }} View see meeting-view.ts
 */

/**
 * Updates the times, because the room may have been rescheduled since the page was loaded.
 *
 * @param {View["times"]} times
 */
export function drawTimes(times) {
  for (const [name, time] of Object.entries(times)) {
    const target = document.querySelector(`[data-when="${name}"] time`);
    target?.setAttribute("datetime", time);
  }
  showLocalTimes(document, { dateStyle: "full", timeStyle: "short" });
}

/** More seats are shown as text only. */
const maxSeatDots = 24;

/** @param {View["seats"]} seats */
export function drawSeats(seats) {
  for (const role of /** @type {const} */ (["participant", "moderator"])) {
    const { taken, total } = seats[role];
    const target = document.querySelector(`[data-seats="${role}"]`);
    const text = target?.querySelector(".seat-text");
    const row = target?.querySelector(".seat-dots");
    if (!text || !row) continue;
    text.textContent =
      total === undefined
        ? `${taken} ${role}s inside`
        : `${taken} of ${total} ${role} ${total === 1 ? "seat" : "seats"} taken, ${total - taken} free`;
    const drawn = total !== undefined && total <= maxSeatDots ? total : 0;
    row.replaceChildren(
      ...Array.from({ length: drawn }, (_, seat) =>
        element("span", { className: seat < taken ? "taken" : "" }),
      ),
    );
  }
}

/** @param {View["people"]} people */
export function drawPeople(people) {
  const count = document.querySelector("#count");
  if (count) count.textContent = `${people.length} inside`;
  const tiles = document.querySelector(".tiles");
  const you = people.find((person) => person.you);
  // Keep the same element for the own tile: a new one would restart its video.
  const own = tiles?.querySelector(".you") ?? tile(you?.name ?? "", true);
  const others = people.filter((person) => !person.you);
  drawTiles(/** @type {HTMLElement} */ (tiles), [
    ...(you ? [own] : []),
    ...others.map(({ name }) => tile(name, false)),
  ]);
  document
    .querySelector(".people ul")
    ?.replaceChildren(
      ...people.map(({ name, role, you }) =>
        element(
          "li",
          {},
          element("span", { className: "clamped" }, `${name}${you ? " (you)" : ""}`),
          element("span", { className: "badge" }, role),
        ),
      ),
    );
}

/**
 * @param {HTMLElement} target
 * @param {Element[]} tiles
 */
function drawTiles(target, tiles) {
  const others = tiles.length - 1;
  const columns = target.closest(".leader")
    ? Math.max(Math.min(4, others), Math.ceil(Math.sqrt(2 * others)))
    : Math.ceil(Math.sqrt(tiles.length));
  target.style.setProperty("--columns", String(Math.max(1, columns)));
  target.replaceChildren(...tiles);
}

/**
 * Applies the colours and background from the link parameters. The browser ignores invalid values.
 *
 * @param {HTMLElement} root
 * @param {Record<string, string>} options
 */
export function applyAppearance(root, options) {
  const avatar = document.querySelector(".preview .avatar");
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#name"));
  const draw = () => avatar?.replaceChildren(initials(field?.value ?? ""));
  field?.addEventListener("input", draw);
  draw();
  const { bg_img_url, bg_img_repeat = "", bg_img_position = "" } = options;
  if (bg_img_url) {
    document.body.classList.add("pictured");
    Object.assign(document.body.style, {
      backgroundImage: `url("${bg_img_url.replaceAll("\\", "%5C").replaceAll('"', "%22")}")`,
      backgroundRepeat: bg_img_repeat,
      backgroundPosition: bg_img_position,
      backgroundSize: bg_img_repeat && bg_img_repeat !== "no-repeat" ? "auto" : "",
    });
  }
  for (const [option, property] of [
    ["icon_color", "--icon"],
    ["con_bg_color", "--meeting-background"],
    ["disconnect_icon_color", "--leave-ink"],
    ["disconnect_icon_bg_color", "--leave"],
  ]) {
    const value = options[option ?? ""];
    if (value && CSS.supports("color", value)) root.style.setProperty(property ?? "", value);
  }
}

/**
 * @param {string} name
 * @param {boolean} you
 */
function tile(name, you) {
  const sum = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7);
  const avatar = element("span", { className: "avatar" }, initials(name));
  avatar.style.setProperty("--hue", String((sum * 137) % 360));
  const video = Object.assign(document.createElement("video"), {
    className: "self",
    muted: true,
    playsInline: true,
    hidden: true,
  });
  return element(
    "li",
    { className: you ? "you" : "" },
    ...(you ? [video] : []),
    avatar,
    element("span", { className: "name" }, you ? `${name} (you)` : name),
  );
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

/**
 * @param {string} name
 * @param {{ className?: string }} properties
 * @param {(Node | string)[]} content
 */
function element(name, properties, ...content) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...content);
  return created;
}
