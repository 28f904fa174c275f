import { html } from "hono/html";
import type { Html } from "./layout";

/** The buttons that turn microphone and camera on and off. */
export function deviceButtons(): Html {
  return html`<button type="button" class="round" data-device="audio" aria-pressed="false">${icon("mic")}<span>Microphone</span></button>
    <button type="button" class="round" data-device="video" aria-pressed="false">${icon("camera")}<span>Camera</span></button>`;
}

/** Where the script shows a problem with each device. */
export function deviceNotes(): Html {
  return html`<div class="device-notes" role="status"><p data-note="video"></p><p data-note="audio"></p></div>`;
}

function icon(name: "mic" | "camera"): Html {
  const path =
    name === "mic"
      ? html`<path d="M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3Z"/><path d="M6 11.5a6 6 0 0 0 12 0M12 17.5V21"/>`
      : html`<rect x="2.5" y="6" width="13" height="12" rx="3"/><path d="m15.500 10.500 6-3.500v10l-6-3.500"/>`;
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}<path class="off" d="M4 3.500 20.500 20"/></svg>`;
}
