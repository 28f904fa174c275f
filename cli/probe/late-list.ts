import { isObject, type JsonObject } from "../../provider/json";
import type { ApiResponse } from "./exchange";
import { minimalSettings } from "./experiments";
import { CannotTell, describe, type Session } from "./session";

/** When to request the list, in milliseconds after a change; the provider polls for 11 seconds. */
const LIST_POLL_MS = [0, 2_000, 5_000, 11_000];

/** How late the list shows a create and a PATCH, in milliseconds; `undefined` if not within 11 s. */
export const lateList = (session: Session) =>
  session.once("late list", async () => {
    const { id, response } = await session.create("listed", minimalSettings);
    if (id === undefined) throw new CannotTell(`A room was refused: ${describe(response)}.`);
    const create = await pollList(session, response.at, (rooms) => rooms.some((room) => room.room_id === id));
    const changed = session.mark.nameOf("renamed");
    const patched = await session.patch(id, { name: changed });
    const update =
      create.after === undefined || !patched.content
        ? { ...create, after: undefined }
        : await pollList(session, patched.at, (rooms) =>
            rooms.some((room) => room.room_id === id && room.name === changed),
          );
    await session.remove(id, await session.read(id));
    return { create, update };
  });

async function pollList(session: Session, from: number, isThere: (rooms: JsonObject[]) => boolean) {
  let latest: { response: ApiResponse; rooms: JsonObject[] } | undefined;
  for (const after of LIST_POLL_MS) {
    await session.sleep(from + after - session.clock.monotonic());
    latest = await list(session);
    if (isThere(latest.rooms)) return { ...latest, after };
  }
  return { ...latest!, after: undefined };
}

/** @throws CannotTell if the response has no list */
export async function list(session: Session): Promise<{ response: ApiResponse; rooms: JsonObject[] }> {
  const response = await session.ask("GET", "/rooms");
  const rooms = response.content?.rooms;
  if (!Array.isArray(rooms)) throw new CannotTell(`The response has no list: ${describe(response)}.`);
  return { response, rooms: rooms.filter(isObject) };
}
