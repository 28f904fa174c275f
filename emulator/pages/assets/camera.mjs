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
 * @param {(note: string) => void} say what to tell the viewer
 */
export function devices(say) {
  /** @type {Partial<Record<Kind, MediaStreamTrack>>} */
  const tracks = {};

  /** @param {Kind} kind */
  async function turnOn(kind) {
    const name = kind === "video" ? "Camera" : "Microphone";
    if (!navigator.mediaDevices) {
      say(`${name}: browsers give it to pages at https or localhost only.`);
      return;
    }
    say(`${name}: the browser asks whether this page may use it.`);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
      const [track] = stream.getTracks();
      if (!track) return;
      tracks[kind] = track;
      track.addEventListener("ended", () => {
        turnOff(kind);
        say(`${name}: it was taken away.`);
      });
      say("");
    } catch (error) {
      const { name: reason, message } = /** @type {Error} */ (error);
      say(`${name}: ${reasons[/** @type {keyof reasons} */ (reason)] ?? message}`);
    }
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
    const stream = tracks.video ? new MediaStream([tracks.video]) : null;
    for (const video of /** @type {NodeListOf<HTMLVideoElement>} */ (
      document.querySelectorAll("video.self")
    )) {
      video.hidden = stream === null;
      if (stream?.id === /** @type {MediaStream | null} */ (video.srcObject)?.id) continue;
      video.srcObject = stream;
      // A video that is not shown need not play.
      if (stream) video.play().catch(() => {});
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
