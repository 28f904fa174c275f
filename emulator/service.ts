import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type Behaviour, changeBehaviour, defaultBehaviour } from "./behaviour";
import { type Clock, createClock } from "./clock";
import { changeFaults, createFaultSource, type FaultSource, noFaults } from "./faults";
import { getResponse, type Role, type Room, roles, type SessionUser, type StoredRoom } from "./rooms/room";
import { enter, entryError, exit, isOver } from "./rooms/room-rules";
import { createRoomStore, type RoomStore } from "./rooms/store";
import { UsageError } from "./usage-error";

/** The emulator without HTTP. Routes and `startEmulator` both drive it. */
export interface Service {
  readonly seed: number;
  readonly clock: Clock;
  readonly accounts: readonly Account[];
  readonly rooms: RoomStore;
  readonly behaviour: Behaviour;
  /** @throws UsageError see behaviour.ts */
  changeBehaviour(changes: Record<string, unknown>): void;
  readonly faultSource: FaultSource;
  /** The newest requests, oldest first. */
  readonly requests: LoggedRequest[];
  /** Aborted when the emulator closes, so that no request waits any longer. */
  readonly closing: AbortController;
  /** Behaviour and faults as they were at the start, without rooms and log. */
  reset(): void;
}

/** A project's credentials. */
export interface Account {
  /** 24 hex digits. */
  appId: string;
  /** 36 letters and digits. */
  appKey: string;
}

/** One request to the rooms API, for tests to look at. Control requests and meeting pages are not among them. */
export interface LoggedRequest {
  /** When it came in, ISO 8601 on the emulator's clock. */
  at: string;
  method: string;
  path: string;
  /** Nothing where the connection was closed instead of an answer. */
  status?: number;
  /** The JSON that was sent, or its text where that is not JSON. */
  body?: unknown;
  /** The fault that was injected, if any; the last one of several. */
  fault?: string;
}

export interface ServiceOptions {
  seed: number;
  now?: () => Date;
  accounts: readonly Account[];
  behaviour?: Record<string, unknown>;
  faults?: Record<string, unknown>;
}

export function createService(options: ServiceOptions): Service {
  const { seed, accounts } = options;
  const clock = createClock(options.now);
  const firstBehaviour = changeBehaviour(defaultBehaviour, options.behaviour ?? {});
  let behaviour = firstBehaviour;
  const closing = new AbortController();
  // Every request that a fault keeps waiting listens to it.
  setMaxListeners(0, closing.signal);
  const service: Service = {
    seed,
    clock,
    accounts,
    rooms: createRoomStore(seed, clock.now, (room) => isOver(room, clock.now(), behaviour)),
    get behaviour() {
      return behaviour;
    },
    changeBehaviour(changes) {
      behaviour = changeBehaviour(behaviour, changes);
    },
    faultSource: createFaultSource(seed, changeFaults(noFaults, options.faults ?? {})),
    requests: [],
    closing,
    reset() {
      service.rooms.clear();
      service.requests.length = 0;
      clock.setTime(0);
      behaviour = firstBehaviour;
      service.faultSource.restart();
    },
  };
  return service;
}

/** Who enters a room. */
export interface Visitor {
  /** @default "Guest" */
  name?: string;
  /** @default a new one, so that each visitor is someone else */
  userRef?: string;
  /** @default "participant" */
  role?: Role;
  /** As in `SessionUser`. */
  viaPage?: true;
  /**
   * As in `SessionUser`; nobody in the room has it.
   * @default a new one
   */
  clientId?: string;
}

/**
 * Someone enters a room.
 *
 * @throws Refusal what a token request would get: 40001, or 10111 to 10114
 */
export function join(service: Service, roomId: string, visitor: Visitor = {}): SessionUser {
  const { name = "Guest", role = "participant" } = visitor;
  if (!roles.includes(role))
    throw new UsageError(`A role is one of ${roles.join(", ")}, not ${JSON.stringify(role)}.`);
  const { appId, room } = service.rooms.findAnywhere(roomId);
  const now = service.clock.now();
  const refused = entryError(room, role, now);
  if (refused) throw refused;
  const { clientId = randomBytes(12).toString("hex"), viaPage } = visitor;
  const { userRef = `guest-${clientId.slice(0, 6)}` } = visitor;
  const user: SessionUser = { clientId, name, userRef, role, ...(viaPage && { viaPage }) };
  service.rooms.put(appId, enter(room, user, now));
  return user;
}

/**
 * Someone leaves a room, see `exit`.
 *
 * @returns how many stays ended
 * @throws Refusal 40001
 */
export function leave(
  service: Service,
  roomId: string,
  who?: { clientId?: string; userRef?: string },
): number {
  const { appId, room } = service.rooms.findAnywhere(roomId);
  const after = exit(room, who);
  service.rooms.put(appId, after);
  return room.users.length - after.users.length;
}

/** A room as GET answers it. */
export function roomResponse(service: Service, appId: string, room: StoredRoom): Room {
  return getResponse(room, appId, service.behaviour);
}
