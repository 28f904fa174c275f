import { isRequestError } from "../../provider/api/errors";
import { untilInterrupted } from "../interrupt";
import type { Orphan } from "./find";

/** Deletes orphans one by one, and returns the exit code. Continues after a failure; stops after Ctrl-C. */
export const deleteAll = (orphans: Orphan[]): Promise<number> =>
  untilInterrupted(async (interrupt) => {
    let code = 0;
    for (const [i, orphan] of orphans.entries()) {
      if (interrupt.aborted) {
        const left = orphans.length - i;
        console.error(`error: interrupted. ${left} ${left === 1 ? "room was" : "rooms were"} not deleted.`);
        return 1;
      }
      await deleteOrphan(orphan).then(console.log, (error: Error) => {
        console.error(`error: ${error.message}`);
        code = 1;
      });
    }
    return code;
  });

/** @returns what became of the room */
async function deleteOrphan({ room, api }: Orphan): Promise<string> {
  const named = `${room.roomId} "${room.inputs.name}"`;
  try {
    // Another stack may have adopted it since the search, or a timed-out request may have changed it.
    if ((await api.get(room.roomId)).marker !== room.marker)
      return `Kept ${named}: its marker has changed since the search, so it belongs to another resource now.`;
    await api.delete(room.roomId);
  } catch (error) {
    if (!isRequestError(error) || !error.isGone) throw error;
  }
  return `Deleted ${named}.`;
}
