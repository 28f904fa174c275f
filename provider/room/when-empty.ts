import { isRequestError } from "../api/errors";
import type { RoomContext } from "./lifecycle";

const LONGEST_WAIT_MS = 15_000;

/**
 * Updates or deletes a room as soon as nobody is in it: the API refuses while a meeting runs. Fails, with nothing
 * changed, when people have not left within the time that the configuration gives them.
 */
export async function whenEmpty(
  roomId: string,
  send: () => Promise<void>,
  context: RoomContext,
): Promise<void> {
  const until = context.clock.now() + context.busyTimeout * 1000;
  for (let wait = 1_000; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await send();
    } catch (error) {
      if (!isRequestError(error) || !error.isBusy) throw error;
      const left = until - context.clock.now();
      if (left <= 0 || context.signal?.aborted)
        throw new Error(await stillBusy(roomId, error, context), { cause: error });
      if (wait === 1_000) {
        context.warn(
          `Room ${roomId}: a meeting is going on; waiting up to ${duration(left / 1000)} for it to end.`,
        );
      }
      await context.clock.sleep(Math.min(wait, left), context.signal);
    }
  }
}

async function stillBusy(roomId: string, error: Error, context: RoomContext): Promise<string> {
  const people = await context.api.users(roomId).then(
    (users) => (users.length === 1 ? "1 person is" : `${users.length || "some"} people are`),
    () => "people are",
  );
  const waited = context.busyTimeout > 0 ? ` They had ${duration(context.busyTimeout)} to leave.` : "";
  return (
    `${error.message} Now ${people} in room ${roomId}; nothing was changed.${waited} ` +
    "End the meeting as its moderator, run the command again later, or wait longer with enablex:busyTimeout (ENABLEX_BUSY_TIMEOUT), such as 1h."
  );
}

const duration = (seconds: number) =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
