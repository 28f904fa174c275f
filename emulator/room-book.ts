import type { Snapshot } from "./data-file";
import { digits, objectId } from "./random";
import { refusal } from "./refusal";
import type { StoredRoom } from "./room";

/** The rooms of all projects. Those that have come to their end are not found any more. */
export interface RoomBook {
  /** An id that no room has or ever had. */
  nextId(): string;
  /** The rooms of a project, oldest first. */
  of(appId: string): StoredRoom[];
  /** @throws Refusal 40001 if the project has no such room */
  find(appId: string, roomId: string): StoredRoom;
  /** The same in whatever project it is. */
  findAnywhere(roomId: string): { appId: string; room: StoredRoom };
  put(appId: string, room: StoredRoom): void;
  remove(appId: string, roomId: string): void;
  clear(): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
}

/** @param isOver whether a room has come to its end */
export function createRoomBook(
  seed: number,
  now: () => Date,
  isOver: (room: StoredRoom) => boolean,
): RoomBook {
  const projects = new Map<string, Map<string, StoredRoom>>();
  let made = 0;

  function project(appId: string): Map<string, StoredRoom> {
    const rooms = projects.get(appId) ?? new Map<string, StoredRoom>();
    projects.set(appId, rooms);
    return rooms;
  }

  function living(appId: string, room: StoredRoom | undefined): StoredRoom | undefined {
    if (!room || !isOver(room)) return room;
    // Gone is gone, even if the clock is set back.
    project(appId).delete(room.room_id);
    return undefined;
  }

  function find(appId: string, roomId: string): StoredRoom {
    const room = living(appId, project(appId).get(roomId));
    if (!room) throw refusal(40001);
    return room;
  }

  return {
    nextId() {
      made++;
      return objectId(now(), digits(seed, "room", made));
    },
    of: (appId) => [...project(appId).values()].filter((room) => living(appId, room)),
    find,
    findAnywhere(roomId) {
      const appId = [...projects.keys()].find((candidate) => project(candidate).has(roomId));
      if (appId === undefined) throw refusal(40001);
      return { appId, room: find(appId, roomId) };
    },
    put: (appId, room) => void project(appId).set(room.room_id, room),
    remove: (appId, roomId) => void project(appId).delete(roomId),
    clear: () => projects.clear(),
    snapshot: () => ({
      made,
      projects: Object.fromEntries([...projects].map(([appId, rooms]) => [appId, [...rooms.values()]])),
    }),
    restore(snapshot) {
      made = snapshot.made;
      for (const [appId, rooms] of Object.entries(snapshot.projects)) {
        projects.set(appId, new Map(rooms.map((room) => [room.room_id, room])));
      }
    },
  };
}
