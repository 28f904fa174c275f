/** @typedef {"audio" | "video"} Kind */

/** The message for each of the browser's errors. */
const reasons = {
  NotAllowedError: "the browser blocked access. Allow it next to the page's address, then try again.",
  NotFoundError: "none was found on this device.",
  NotReadableError: "another program is using it.",
};

/**
 * The camera and microphone of this browser. Their data is never sent anywhere.
 *
 * @param {(kind: Kind, note: string) => void} say shows a note about a device, replacing the previous one
 */
export function devices(say) {
  /** @type {Partial<Record<Kind, MediaStreamTrack>>} */
  const tracks = {};
  /** Devices for which the browser is asking for permission. */
  const pending = /** @type {Set<Kind>} */ (new Set());

  /** @param {Kind} kind */
  async function turnOn(kind) {
    // A second track of the same kind would never be stopped.
    if (tracks[kind] || pending.has(kind)) return;
    const name = kind === "video" ? "Camera" : "Microphone";
    if (!navigator.mediaDevices) {
      say(kind, `${name}: browsers allow access only to pages on https or localhost.`);
      return;
    }
    pending.add(kind);
    say(kind, `${name}: waiting for permission in the browser.`);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
      const [track] = stream.getTracks();
      tracks[kind] = track;
      track?.addEventListener("ended", () => {
        turnOff(kind);
        say(kind, `${name}: it was disconnected.`);
      });
      say(kind, "");
    } catch (error) {
      const { name: reason, message } = /** @type {Error} */ (error);
      say(kind, `${name}: ${reasons[/** @type {keyof reasons} */ (reason)] ?? message}`);
    }
    pending.delete(kind);
    show();
  }

  /** @param {Kind} kind */
  function turnOff(kind) {
    tracks[kind]?.stop();
    delete tracks[kind];
    show();
  }

  function show() {
    for (const button of document.querySelectorAll("[data-device]")) {
      const { device } = /** @type {HTMLElement} */ (button).dataset;
      button.setAttribute("aria-pressed", String(tracks[/** @type {Kind} */ (device)] !== undefined));
    }
    for (const video of /** @type {NodeListOf<HTMLVideoElement>} */ (
      document.querySelectorAll("video.self")
    )) {
      showTrack(video, tracks.video);
    }
  }

  return {
    show,
    /** @param {Kind} kind */
    toggle: (kind) => (tracks[kind] ? turnOff(kind) : turnOn(kind)),
    /**
     * Turns a device on when the page opens, if the link asks for it or the viewer has allowed it before.
     *
     * @param {Kind} kind
     * @param {string | undefined} wanted `yes`, `no`, or undefined
     * @param {boolean} promptAtOnce
     */
    async begin(kind, wanted, promptAtOnce) {
      if (wanted === "no") return;
      if (wanted === "yes" || promptAtOnce || (await isAllowed(kind))) await turnOn(kind);
    },
    stop() {
      for (const kind of /** @type {const} */ (["audio", "video"])) turnOff(kind);
    },
  };
}

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStreamTrack | undefined} track
 */
function showTrack(video, track) {
  video.hidden = track === undefined;
  const stream = /** @type {MediaStream | null} */ (video.srcObject);
  // A new stream restarts the video, even with the same track.
  if (stream?.getVideoTracks()[0] === track) return;
  video.srcObject = track ? new MediaStream([track]) : null;
  // A hidden video does not need to play.
  if (track) video.play().catch(() => {});
}

/** @param {Kind} kind */
async function isAllowed(kind) {
  const name = /** @type {PermissionName} */ (kind === "video" ? "camera" : "microphone");
  try {
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    // Not every browser supports this query.
    return false;
  }
}
