/**
 * Sends a request to the emulator.
 *
 * @param {string} path below the page's own address
 * @param {object} [body] what to post
 * @param {boolean} [keepalive] sends it even while the page is closing. Unlike a beacon, it carries the
 *   page's origin.
 */
export function send(path, body, keepalive = false) {
  const request = body && {
    method: "POST",
    keepalive,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  // Without the origin, a path that begins with two slashes would name another host.
  return fetch(`${location.origin}${location.pathname.replace(/\/$/, "")}/${path}`, request);
}

/**
 * This page as a client of the meeting. Leaving is repeated until the emulator confirms it, and is also sent
 * when the page is closed.
 */
export function meetingClient() {
  let clientId = "";
  /** The client id of a join request that has no response yet. */
  let joiningId = "";
  /** The client ids whose leaving the emulator has not confirmed. */
  const leavingIds = /** @type {Set<string>} */ (new Set());

  /** @throws TypeError if the emulator does not respond */
  async function sendLeaves() {
    for (const id of leavingIds) {
      const { status } = await send("leave", { clientId: id });
      // If the room no longer exists, the client has left too. Retry only if the emulator failed.
      if (status < 500) leavingIds.delete(id);
    }
  }

  window.addEventListener("pagehide", () => {
    for (const id of [clientId, joiningId, ...leavingIds]) {
      if (id) send("leave", { clientId: id }, true).catch(() => {});
    }
  });

  return {
    /** This client in the meeting; empty if not joined. */
    get clientId() {
      return clientId;
    },
    /**
     * @param {{ name: string, userRef: string | undefined }} visitor
     * @returns {Promise<{ view?: import("./meeting-render.mjs").View, error?: string }>} the state of the
     *   meeting, or why joining failed
     * @throws TypeError if the emulator does not respond
     */
    async join(visitor) {
      joiningId = newId();
      try {
        const response = await send("join", { ...visitor, clientId: joiningId });
        const result = await response.json();
        if (response.ok) clientId = joiningId;
        return result;
      } finally {
        // The join may have succeeded even if its response was lost or was an error.
        if (clientId !== joiningId) leavingIds.add(joiningId);
        joiningId = "";
      }
    },
    /** @throws TypeError if the emulator does not respond; `sendLeaves` retries */
    leave() {
      leavingIds.add(clientId);
      clientId = "";
      return sendLeaves();
    },
    /** Call this if the emulator has ended the client. */
    forget() {
      clientId = "";
    },
    sendLeaves,
  };
}

/**
 * A client id in the same form as the emulator's. The page chooses it, so it can leave even without a
 * response to its join request.
 */
function newId() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(12))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
