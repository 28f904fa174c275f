/**
 * Talks to the emulator.
 *
 * @param {string} path below the page's own address
 * @param {object} [body] what to post
 * @param {boolean} [keepalive] it goes out although the page ends. Unlike a beacon it carries the page's origin.
 */
export function ask(path, body, keepalive = false) {
  const request = body && {
    method: "POST",
    keepalive,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  // Without the origin, an address that begins with two slashes would name another host.
  return fetch(`${location.origin}${location.pathname.replace(/\/$/, "")}/${path}`, request);
}

/** This page's stay in the meeting, while it has one. Its end is told until the emulator has heard of it, and also when the page is closed. */
export function meetingStay() {
  let clientId = "";
  /** The stay that the emulator is asked for. */
  let beginning = "";
  /** Those of whose end the emulator has not heard. */
  const ending = /** @type {Set<string>} */ (new Set());

  /** @throws TypeError if the emulator does not answer */
  async function tellEnds() {
    for (const id of ending) {
      const { status } = await ask("leave", { clientId: id });
      // In a room that is gone there is no stay either. What the emulator failed to do is told again.
      if (status < 500) ending.delete(id);
    }
  }

  window.addEventListener("pagehide", () => {
    for (const id of [clientId, beginning, ...ending]) {
      if (id) ask("leave", { clientId: id }, true).catch(() => {});
    }
  });

  return {
    /** Names the stay; empty without one. */
    get clientId() {
      return clientId;
    },
    /**
     * @param {{ name: string, userRef: string | undefined }} visitor
     * @returns {Promise<{ view?: import("./meeting-look.mjs").View, error?: string }>} what is true inside, or why nobody can come in
     * @throws TypeError if the emulator does not answer
     */
    async begin(visitor) {
      beginning = newId();
      try {
        const answer = await ask("join", { ...visitor, clientId: beginning });
        const answered = await answer.json();
        if (answer.ok) clientId = beginning;
        return answered;
      } finally {
        // An answer that does not come, or that something failed, may hide a stay.
        if (clientId !== beginning) ending.add(beginning);
        beginning = "";
      }
    },
    /** @throws TypeError if the emulator does not answer; `tellEnds` says it again */
    end() {
      ending.add(clientId);
      clientId = "";
      return tellEnds();
    },
    /** The emulator says that it is over. */
    forget() {
      clientId = "";
    },
    tellEnds,
  };
}

/** An id in the form of the emulator's own. It is chosen here so that a stay can be ended whose beginning was not answered yet. */
function newId() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(12))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
