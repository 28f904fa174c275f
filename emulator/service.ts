import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type Behaviour, changeBehaviour, defaultBehaviour } from "./behaviour";
import { type Clock, createClock } from "./clock";
import { changeFaults, createFaultSource, type FaultSource, noFaults } from "./faults";
import { getResponse, type Role, type Room, roles, type SessionUser, type StoredRoom } from "./rooms/room";
import { addUser, hasEnded, joinError, removeUsers } from "./rooms/room-rules";
import { createRoomStore, type RoomStore } from "./rooms/store";
import { UsageError } from "./usage-error";

/** The emulator without HTTP. The routes and `startEmulator` both use it. */
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
  /** Aborted when the emulator closes, to end all waiting requests. */
  readonly closing: AbortController;
  /** Deletes rooms and log, and restores the initial clock, behaviour and faults. */
  reset(): void;
}

/** A project's credentials. */
export interface Account {
  /** 24 hex digits. */
  appId: string;
  /** 36 letters and digits. */
  appKey: string;
}

/**
 * A request to the rooms API, for tests to inspect. Requests of control routes and meeting pages are not
 * logged.
 */
export interface LoggedRequest {
  /** When it arrived, ISO 8601 on the emulator's clock. */
  at: string;
  method: string;
  path: string;
  /** `undefined` if the connection was closed without a response. */
  status?: number;
  /** The JSON body, or its text if it is not JSON. */
  body?: unknown;
  /** The injected fault, if any; the last one of several. */
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
  // Every request that a fault delays listens to it.
  setMaxListeners(0, closing.signal);
  const service: Service = {
    seed,
    clock,
    accounts,
    rooms: createRoomStore(seed, clock.now, (room) => hasEnded(room, clock.now(), behaviour)),
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

/** Who joins a room. */
export interface Visitor {
  /** @default "Guest" */
  name?: string;
  /** @default a new one: each visitor is a different person */
  userRef?: string;
  /** @default "participant" */
  role?: Role;
  /** As in `SessionUser`. */
  viaPage?: true;
  /**
   * As in `SessionUser`. It must not be in use in the room.
   * @default a new one
   */
  clientId?: string;
}

/** Adds a person to a room. @throws ApiError the error of a token request: 40001, or 10111 to 10114 */
export function join(service: Service, roomId: string, visitor: Visitor = {}): SessionUser {
  const { name = "Guest", role = "participant" } = visitor;
  if (!roles.includes(role))
    throw new UsageError(`A role must be one of ${roles.join(", ")}, not ${JSON.stringify(role)}.`);
  const { appId, room } = service.rooms.findAnywhere(roomId);
  const now = service.clock.now();
  const error = joinError(room, role, now);
  if (error) throw error;
  const { clientId = randomBytes(12).toString("hex"), viaPage } = visitor;
  const { userRef = `guest-${clientId.slice(0, 6)}` } = visitor;
  const user: SessionUser = { clientId, name, userRef, role, ...(viaPage && { viaPage }) };
  service.rooms.put(appId, addUser(room, user, now));
  return user;
}

/**
 * Removes people from a room, see `removeUsers`.
 *
 * @returns how many clients were removed
 * @throws ApiError 40001
 */
export function leave(
  service: Service,
  roomId: string,
  who?: { clientId?: string; userRef?: string },
): number {
  const { appId, room } = service.rooms.findAnywhere(roomId);
  const after = removeUsers(room, who);
  service.rooms.put(appId, after);
  return room.users.length - after.users.length;
}

/** A room as GET returns it. */
export function roomResponse(service: Service, appId: string, room: StoredRoom): Room {
  return getResponse(room, appId, service.behaviour);
}
