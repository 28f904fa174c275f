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
  /** Adds a room, or takes note that it changed. */
  put(appId: string, room: StoredRoom): void;
  remove(appId: string, roomId: string): void;
  clear(): void;
  readonly hasChanges: boolean;
  /** What changed since the last call, each room once. */
  takeChanges(): Change[];
  snapshot(): Snapshot;
  restore(snapshot: Snapshot, changes: Change[]): void;
}

/** A room as it is now, or that it is gone. */
export interface Change {
  project: string;
  id: string;
  room?: StoredRoom;
  /** As in `Snapshot`. */
  made: number;
}

export interface Snapshot {
  /** How many rooms were ever made, so that no id comes twice. */
  made: number;
  /** App ID → its rooms. */
  projects: Record<string, StoredRoom[]>;
}

/** @param isOver whether a room has come to its end */
export function createRoomBook(
  seed: number,
  now: () => Date,
  isOver: (room: StoredRoom) => boolean,
): RoomBook {
  const projects = new Map<string, Map<string, StoredRoom>>();
  /** Room id → its project. */
  const changed = new Map<string, string>();
  let made = 0;

  function project(appId: string): Map<string, StoredRoom> {
    const rooms = projects.get(appId) ?? new Map<string, StoredRoom>();
    projects.set(appId, rooms);
    return rooms;
  }

  function put(appId: string, room: StoredRoom): void {
    project(appId).set(room.room_id, room);
    changed.set(room.room_id, appId);
  }

  function remove(appId: string, roomId: string): void {
    if (project(appId).delete(roomId)) changed.set(roomId, appId);
  }

  function living(appId: string, room: StoredRoom | undefined): StoredRoom | undefined {
    if (!room || !isOver(room)) return room;
    // Gone is gone, even if the clock is set back.
    remove(appId, room.room_id);
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
    put,
    remove,
    clear() {
      for (const [appId, rooms] of projects) for (const id of rooms.keys()) remove(appId, id);
    },
    get hasChanges() {
      return changed.size > 0;
    },
    takeChanges() {
      const changes = [...changed].map(([id, appId]) => ({
        project: appId,
        id,
        room: project(appId).get(id),
        made,
      }));
      changed.clear();
      return changes;
    },
    snapshot: () => ({
      made,
      projects: Object.fromEntries([...projects].map(([appId, rooms]) => [appId, [...rooms.values()]])),
    }),
    restore(snapshot, changes) {
      made = changes.at(-1)?.made ?? snapshot.made;
      for (const [appId, rooms] of Object.entries(snapshot.projects)) {
        for (const room of rooms) put(appId, room);
      }
      for (const change of changes) {
        if (change.room) put(change.project, change.room);
        else remove(change.project, change.id);
      }
      changed.clear();
    },
  };
}
