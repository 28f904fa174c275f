import { digits, objectId } from "../random";
import { apiError } from "./api-error";
import type { StoredRoom } from "./room";

/** Rooms of all projects. Rooms that have ended are not found. */
export interface Rooms {
  /** The App IDs of projects that have or had rooms. */
  projects(): string[];
  /** The rooms of a project, oldest first. */
  of(appId: string): StoredRoom[];
  /** @throws ApiError 40001 if the project has no such room */
  find(appId: string, roomId: string): StoredRoom;
  /** The same in any project. */
  findAnywhere(roomId: string): { appId: string; room: StoredRoom };
}

/** The rooms with all changes, even unsaved ones. */
export interface RoomStore extends Rooms {
  /** The rooms as saved, without changes whose saving may still fail. */
  readonly saved: Rooms;
  /** A new id, which no room has or ever had. */
  nextId(): string;
  /** Adds a room, or replaces its previous version. */
  put(appId: string, room: StoredRoom): void;
  remove(appId: string, roomId: string): void;
  clear(): void;
  readonly hasChanges: boolean;
  /** The changes since the last call, one for each room. */
  takeChanges(): Change[];
  /** Marks these changes as saved. */
  commit(changes: Change[]): void;
  /** Reverts all unsaved changes. */
  rollBack(): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot, changes: Change[]): void;
}

/** A room after a change, or without `room` its deletion. */
export interface Change {
  project: string;
  id: string;
  room?: StoredRoom;
  /** As in `Snapshot`. */
  made: number;
}

export interface Snapshot {
  /** How many rooms were ever created; ids are drawn from it. The name is a key of the data file. */
  made: number;
  /** App ID → its rooms. */
  projects: Record<string, StoredRoom[]>;
}

/** App ID → room id → room. Rooms are never modified, only replaced. */
type Projects = Map<string, Map<string, StoredRoom>>;

/** @param hasEnded whether a room has ended */
export function createRoomStore(
  seed: number,
  now: () => Date,
  hasEnded: (room: StoredRoom) => boolean,
): RoomStore {
  const current: Projects = new Map();
  const saved: Projects = new Map();
  /** Room id → its project. */
  const changed = new Map<string, string>();
  let created = 0;

  function put(appId: string, room: StoredRoom): void {
    roomsOf(current, appId).set(room.room_id, room);
    changed.set(room.room_id, appId);
  }

  function remove(appId: string, roomId: string): void {
    if (roomsOf(current, appId).delete(roomId)) changed.set(roomId, appId);
  }

  /** Removes a room that has ended, so it stays gone even if the clock is set back. */
  function isGone(appId: string, room: StoredRoom): boolean {
    const latest = roomsOf(current, appId).get(room.room_id);
    if (latest && hasEnded(latest)) remove(appId, room.room_id);
    return hasEnded(room);
  }

  return {
    ...view(current, isGone),
    saved: view(saved, isGone),
    nextId() {
      created++;
      return objectId(now(), digits(seed, "room", created));
    },
    put,
    remove,
    clear() {
      for (const [appId, rooms] of current) for (const id of rooms.keys()) remove(appId, id);
    },
    get hasChanges() {
      return changed.size > 0;
    },
    takeChanges() {
      const changes = [...changed].map(([id, appId]) => ({
        project: appId,
        id,
        room: roomsOf(current, appId).get(id),
        made: created,
      }));
      changed.clear();
      return changes;
    },
    commit: (changes) => apply(saved, changes),
    rollBack() {
      changed.clear();
      copy(saved, current);
    },
    snapshot: () => ({
      made: created,
      projects: Object.fromEntries([...current].map(([appId, rooms]) => [appId, [...rooms.values()]])),
    }),
    restore(snapshot, changes) {
      created = changes.at(-1)?.made ?? snapshot.made;
      for (const [appId, rooms] of Object.entries(snapshot.projects)) {
        for (const room of rooms) roomsOf(current, appId).set(room.room_id, room);
      }
      apply(current, changes);
      copy(current, saved);
    },
  };
}

function view(projects: Projects, isGone: (appId: string, room: StoredRoom) => boolean): Rooms {
  function find(appId: string, roomId: string): StoredRoom {
    const room = projects.get(appId)?.get(roomId);
    if (!room || isGone(appId, room)) throw apiError(40001);
    return room;
  }

  return {
    projects: () => [...projects.keys()],
    of: (appId) => [...(projects.get(appId)?.values() ?? [])].filter((room) => !isGone(appId, room)),
    find,
    findAnywhere(roomId) {
      const appId = [...projects.keys()].find((candidate) => projects.get(candidate)!.has(roomId));
      if (appId === undefined) throw apiError(40001);
      return { appId, room: find(appId, roomId) };
    },
  };
}

function roomsOf(projects: Projects, appId: string): Map<string, StoredRoom> {
  const rooms = projects.get(appId) ?? new Map<string, StoredRoom>();
  projects.set(appId, rooms);
  return rooms;
}

function apply(projects: Projects, changes: Change[]): void {
  for (const { project, id, room } of changes) {
    if (room) roomsOf(projects, project).set(id, room);
    else roomsOf(projects, project).delete(id);
  }
}

function copy(from: Projects, to: Projects): void {
  to.clear();
  for (const [appId, rooms] of from) to.set(appId, new Map(rooms));
}
