import { writeFile } from "node:fs/promises";
import { isReleased, MARKER_KEY, releasedMarker } from "../../provider/room/marker";
import { counted } from "../counted";
import { untilInterrupted } from "../interrupt";
import type { Orphan } from "./find";

/** Orphans by resource name, sorted. */
export type RoomsByResource = Map<string, Orphan>;

/**
 * Selects one room for each resource: the one that was last in a state, else the oldest, as a create does. Skips
 * rooms whose resource has another room in the state. If the resource name is unknown, uses the room's name, with a
 * number if needed.
 */
export function oneRoomPerResource(found: Orphan[]): { rooms: RoomsByResource; leftOut: Orphan[] } {
  const rooms: RoomsByResource = new Map();
  const leftOut = found.filter(({ duplicateOf }) => duplicateOf);
  for (const orphan of found.filter(({ duplicateOf }) => !duplicateOf).sort(mostRecentFirst)) {
    if (orphan.resource === undefined) continue;
    if (rooms.has(orphan.resource)) leftOut.push(orphan);
    else rooms.set(orphan.resource, orphan);
  }
  for (const orphan of found.filter(({ duplicateOf, resource }) => !duplicateOf && resource === undefined)) {
    const title = String(orphan.room.inputs.name);
    let name = title;
    for (let n = 2; rooms.has(name); n++) name = `${title}-${n}`;
    rooms.set(name, orphan);
  }
  return { rooms: new Map([...rooms].sort(([a], [b]) => (a < b ? -1 : 1))), leftOut };
}

const mostRecentFirst = (a: Orphan, b: Orphan): number =>
  (b.lastState?.at.getTime() ?? 0) - (a.lastState?.at.getTime() ?? 0) ||
  (a.room.roomId < b.room.roomId ? -1 : 1);

/** Content for `pulumi import --file`, with each room as a native `Room`. */
export const importFile = (rooms: RoomsByResource): string =>
  json({
    resources: [...rooms].map(([name, { room }]) => ({ type: "enablex:index:Room", name, id: room.roomId })),
  });

/** Inputs with which a program adopts the rooms, by resource name. */
export const adoptFile = (rooms: RoomsByResource): string =>
  json(
    Object.fromEntries(
      [...rooms].map(([name, { room, account }]) => [
        name,
        { adoptRoomId: room.roomId, name: room.inputs.name, ownerRef: room.inputs.ownerRef, account },
      ]),
    ),
  );

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Releases rooms so that their own resources can adopt them: adopting a room with the resource's own marker fails,
 * because a state may still contain it. A released room is still an orphan. Ctrl-C stops further releases; the rooms
 * released so far are written to the file as inputs.
 *
 * @returns the released rooms; prints why others were not released
 */
export const releaseAndWrite = (file: string, rooms: RoomsByResource): Promise<RoomsByResource> =>
  untilInterrupted(async (interrupt) => {
    // Check that the file can be written before releasing anything.
    await writeFile(file, "{}\n");
    console.error(`Releasing ${counted(rooms.size, "room")} …`);
    const done = new Set<string>();
    let stopped = 0;
    await Promise.all(
      [...rooms].map(async ([name, orphan]) => {
        const why = await releaseOne(orphan, interrupt);
        if (why === undefined) done.add(name);
        else if (interrupt.aborted) stopped++;
        else console.error(`error: ${orphan.room.roomId} was not released${why}`);
      }),
    );
    if (stopped > 0)
      console.error(
        `error: interrupted. ${stopped} ${stopped === 1 ? "room was" : "rooms were"} not released. Run the same command again to continue; it writes all of them to the file.`,
      );
    const released = new Map([...rooms].filter(([name]) => done.has(name)));
    await writeFile(file, adoptFile(released));
    return released;
  });

/** @returns why the room was not released; `undefined` if it was */
async function releaseOne({ room, api }: Orphan, interrupt: AbortSignal): Promise<string | undefined> {
  try {
    const now = await api.get(room.roomId);
    const marker = now.marker;
    if (marker === undefined || marker !== room.marker)
      return ": its marker has changed since the search, so it belongs to another resource now.";
    if (isReleased(marker)) return undefined;
    if (interrupt.aborted) return ".";
    await api.update(room.roomId, {
      // An update replaces `data` as a whole.
      data: { ...now.inputs.customData, [MARKER_KEY]: releasedMarker(marker) },
    });
    return undefined;
  } catch (error) {
    return `. ${(error as Error).message}`;
  }
}
