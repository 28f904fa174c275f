import type { ApiRoom } from "../../provider/api/client";
import { isReleased, MARKER_KEY, markerOf, releasedMarker } from "../../provider/room/marker";
import type { Orphan } from "./find";

/** Orphans by the names of their resources, in the order of the names. */
export type Restorable = Map<string, Orphan>;

/**
 * One room for each resource: the one that a state held last, else the oldest, which a create keeps. A room whose
 * resource has another one in the state is left out. If the resource's name is not known, the room's own takes its
 * place, with a number if it is taken.
 */
export function restorable(found: Orphan[]): { rooms: Restorable; leftOut: Orphan[] } {
  const rooms: Restorable = new Map();
  const leftOut = found.filter(({ doubleOf }) => doubleOf);
  for (const orphan of found.filter(({ doubleOf }) => !doubleOf).sort(byClaim)) {
    if (orphan.resource === undefined) continue;
    if (rooms.has(orphan.resource)) leftOut.push(orphan);
    else rooms.set(orphan.resource, orphan);
  }
  for (const orphan of found.filter(({ doubleOf, resource }) => !doubleOf && resource === undefined)) {
    const title = String(orphan.room.name);
    let name = title;
    for (let n = 2; rooms.has(name); n++) name = `${title}-${n}`;
    rooms.set(name, orphan);
  }
  return { rooms: new Map([...rooms].sort(([a], [b]) => (a < b ? -1 : 1))), leftOut };
}

const byClaim = (a: Orphan, b: Orphan): number =>
  (b.left?.at.getTime() ?? 0) - (a.left?.at.getTime() ?? 0) || (a.room.room_id < b.room.room_id ? -1 : 1);

/** What `pulumi import --file` reads: each room as a `Room` of the native form. */
export const importFile = (rooms: Restorable): string =>
  json({
    resources: [...rooms].map(([name, { room }]) => ({ type: "enablex:index:Room", name, id: room.room_id })),
  });

/** Inputs with which a program adopts the rooms, by the names of their resources. */
export const adoptFile = (rooms: Restorable): string =>
  json(
    Object.fromEntries(
      [...rooms].map(([name, { room, account }]) => [
        name,
        { adoptRoomId: room.room_id, name: room.name, ownerRef: room.owner_ref, account },
      ]),
    ),
  );

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Releases rooms, so that the very resources they were created for may adopt them: an adoption refuses a room with its
 * resource's own marker, because it cannot know that no state holds the room. A released room is still an orphan.
 *
 * @returns those that are released now; for each of the others a line says why it is not
 */
export async function release(rooms: Restorable): Promise<Restorable> {
  const done = await Promise.all(
    [...rooms].map(async ([name, orphan]) =>
      (await isReleasedNow(orphan)) ? [[name, orphan] as const] : [],
    ),
  );
  return new Map(done.flat());
}

async function isReleasedNow({ room, api }: Orphan): Promise<boolean> {
  try {
    const now = await api.get(room.room_id);
    const marker = markerOf(now);
    if (marker === undefined || marker !== markerOf(room)) {
      console.error(
        `error: ${room.room_id} was not released: its marker has changed since the search, so another resource has it now.`,
      );
      return false;
    }
    if (!isReleased(marker))
      await api.update(room.room_id, { data: withMarker(now, releasedMarker(marker)) });
    return true;
  } catch (error) {
    console.error(`error: ${room.room_id} was not released. ${(error as Error).message}`);
    return false;
  }
}

/** Data is always sent whole. */
const withMarker = ({ data }: ApiRoom, marker: string): object => ({
  ...(data as object),
  [MARKER_KEY]: marker,
});
