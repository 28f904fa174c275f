/** A clock in step with the emulator's, which can be set to any time. */
export function serverClock() {
  let offset = 0;
  return {
    /** @param {number} now the emulator's time, in milliseconds since 1970 */
    set(now) {
      offset = now - Date.now();
    },
    now: () => Date.now() + offset,
  };
}

/** The page is in English, so its times use the viewer's variant of English. */
const english = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";

/**
 * Shows all times in the viewer's time zone.
 *
 * @param {ParentNode} root
 * @param {Intl.DateTimeFormatOptions} options
 */
export function showLocalTimes(root, options = { dateStyle: "medium", timeStyle: "short" }) {
  const format = new Intl.DateTimeFormat(english, options);
  for (const time of root.querySelectorAll("time")) {
    time.textContent = format.format(new Date(time.dateTime));
    time.title = time.dateTime;
  }
}

/** The name of the viewer's time zone, such as `Asia/Kolkata`. */
export function zoneName() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");
}

/**
 * `3 days 4 h`, `2 h 05 min`, `9:07`.
 *
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  if (days > 0) return `${days} ${days === 1 ? "day" : "days"} ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${two(minutes % 60)} min`;
  return `${minutes}:${two(seconds % 60)}`;
}
