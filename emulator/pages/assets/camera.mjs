/** @typedef {"audio" | "video"} Kind */

/** What to say of each way in which a browser refuses a device. */
const reasons = {
  NotAllowedError:
    "the browser does not allow it here. Allow it beside the address of this page, then try again.",
  NotFoundError: "there is none on this device.",
  NotReadableError: "another program is using it.",
};

/**
 * Camera and microphone of this browser. They are shown here and sent nowhere.
 *
 * @param {(kind: Kind, note: string) => void} say what to tell the viewer of one of them, instead of what was told before
 */
export function devices(say) {
  /** @type {Partial<Record<Kind, MediaStreamTrack>>} */
  const tracks = {};
  /** Those that the browser is asked for at the moment. */
  const asked = /** @type {Set<Kind>} */ (new Set());

  /** @param {Kind} kind */
  async function turnOn(kind) {
    // Of two tracks of a kind, one would never be stopped.
    if (tracks[kind] || asked.has(kind)) return;
    const name = kind === "video" ? "Camera" : "Microphone";
    if (!navigator.mediaDevices) {
      say(kind, `${name}: browsers give it to pages at https or localhost only.`);
      return;
    }
    asked.add(kind);
    say(kind, `${name}: the browser asks whether this page may use it.`);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
      const [track] = stream.getTracks();
      tracks[kind] = track;
      track?.addEventListener("ended", () => {
        turnOff(kind);
        say(kind, `${name}: it was taken away.`);
      });
      say(kind, "");
    } catch (error) {
      const { name: reason, message } = /** @type {Error} */ (error);
      say(kind, `${name}: ${reasons[/** @type {keyof reasons} */ (reason)] ?? message}`);
    }
    asked.delete(kind);
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
     * Turns it on without being asked, where the link says so or the viewer has allowed it before.
     *
     * @param {Kind} kind
     * @param {string | undefined} wanted `yes`, `no`, or nothing
     * @param {boolean} atOnce
     */
    async begin(kind, wanted, atOnce) {
      if (wanted === "no") return;
      if (wanted === "yes" || atOnce || (await isAllowed(kind))) await turnOn(kind);
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
  // Another stream begins anew, even if it is one of the same track.
  if (stream?.getVideoTracks()[0] === track) return;
  video.srcObject = track ? new MediaStream([track]) : null;
  // A video that is not shown need not play.
  if (track) video.play().catch(() => {});
}

/** @param {Kind} kind */
async function isAllowed(kind) {
  const name = /** @type {PermissionName} */ (kind === "video" ? "camera" : "microphone");
  try {
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    // Not every browser tells.
    return false;
  }
}
