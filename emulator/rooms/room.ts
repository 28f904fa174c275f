import type { Behaviour } from "../behaviour";
import { isObject } from "../json";
import { digits } from "../random";
import {
  mergeSettings,
  parseScheduledTime,
  settingsInResponse,
  withDefaults,
  withoutEmpties,
} from "./settings";

/** A room as the API returns it. */
export interface Room {
  room_id: string;
  /** In the JSON type in which it was sent, like most values. */
  name: string | number;
  service_id: string;
  owner_ref: string | number;
  settings: Record<string, unknown>;
  sip?: Record<string, unknown>;
  data?: unknown;
  /** ISO 8601 with milliseconds and `Z`. */
  created: string;
  updated?: string;
  enablexControllerId?: string;
  isRoomActive?: true;
  isMediaServerAvailable?: boolean;
}

/** Someone in a room. */
export interface SessionUser {
  /** Identifies this client in the room; the same person in two windows is two clients. */
  clientId: string;
  name: string;
  userRef: string;
  role: Role;
  /** The client is a meeting page. It is removed if the page sends no more requests. */
  viaPage?: true;
}

export const roles = ["moderator", "participant", "viewer", "audience"] as const;
export type Role = (typeof roles)[number];

/** A room as the emulator stores it, also in the data file. */
export interface StoredRoom {
  room_id: string;
  name: string | number;
  owner_ref: string | number;
  settings: Record<string, unknown>;
  sip?: unknown;
  data?: unknown;
  created: string;
  updated?: string;
  /** When the first session began, ISO 8601. */
  readonly firstSession?: string;
  readonly users: readonly SessionUser[];
  /** When the list first contains the room, in milliseconds since 1970 on the emulator's clock. */
  listedFrom?: number;
  /** The version before the last update, which an outdated list shows. */
  before?: StoredRoom;
}

/** A new room from a valid request body, with the server's defaults. */
export function createRoom(
  body: Record<string, unknown>,
  id: string,
  now: Date,
  behaviour: Behaviour,
): StoredRoom {
  const settings = (body.settings ?? {}) as Record<string, unknown>;
  const sent = behaviour.emptySettings === "drop" ? withoutEmpties(settings) : settings;
  return {
    room_id: id,
    name: body.name as StoredRoom["name"],
    owner_ref: body.owner_ref as StoredRoom["owner_ref"],
    settings: { ...withDefaults(sent, behaviour), ...sent },
    ...optional("sip", body.sip),
    ...optional("data", body.data),
    created: now.toISOString(),
    users: [],
  };
}

/** `room` after a valid PATCH: `settings` are merged, everything else is replaced. */
export function changeRoom(
  room: StoredRoom,
  body: Record<string, unknown>,
  now: Date,
  behaviour: Behaviour,
): StoredRoom {
  const { sip, data, ...rest } = room;
  return {
    ...rest,
    ...optional("name", body.name as StoredRoom["name"] | undefined),
    ...optional("owner_ref", body.owner_ref as StoredRoom["owner_ref"] | undefined),
    settings: mergeSettings(room.settings, body.settings, behaviour),
    ...optional("sip", "sip" in body ? body.sip : sip),
    ...optional("data", "data" in body ? body.data : data),
    updated: now.toISOString(),
  };
}

/** The order of keys is that of real responses, which differs between create and get. */
export function createResponse(room: StoredRoom, appId: string, behaviour: Behaviour): Room {
  const { name, owner_ref, created, room_id } = room;
  return {
    name,
    service_id: serviceId(appId),
    owner_ref,
    settings: settingsInResponse(room.settings, behaviour),
    ...sipInResponse(room),
    ...optional("data", room.data),
    created,
    room_id,
  };
}

/** @see createResponse */
export function getResponse(room: StoredRoom, appId: string, behaviour: Behaviour): Room {
  const { name, owner_ref, created, updated, room_id } = room;
  return {
    name,
    service_id: serviceId(appId),
    owner_ref,
    settings: settingsInResponse(room.settings, behaviour),
    ...optional("data", room.data),
    created,
    ...optional("updated", updated),
    ...(room.firstSession && { enablexControllerId: controllerId(room_id) }),
    ...(room.users.length > 0 && { isRoomActive: true as const }),
    isMediaServerAvailable: false,
    room_id,
    ...sipInResponse(room),
  };
}

/** When a scheduled room opens, and its meeting starts and ends. */
export interface ScheduledWindow {
  opens: Date;
  start: Date;
  end: Date;
}

/** A scheduled room opens, and can no longer be updated, this long before its start. */
const opensBeforeMs = 15 * 60_000;

/** `undefined` for rooms that are not scheduled. */
export function scheduledWindow(room: StoredRoom): ScheduledWindow | undefined {
  if (room.settings.scheduled !== true) return undefined;
  const start = parseScheduledTime(room.settings.scheduled_time);
  if (!start) return undefined;
  const opens = new Date(start.getTime() - opensBeforeMs);
  return { opens, start, end: minutesAfter(start, Number(room.settings.duration)) };
}

/** The latest time that a Date can represent, in milliseconds since 1970. */
const maxDateMs = 8.64e15;

/** The given minutes after `moment`, at most the latest possible Date: a duration may be any number. */
export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(Math.min(moment.getTime() + minutes * 60_000, maxDateMs));
}

/** The same for all rooms of a project. The meaning of the real one is not documented. */
export function serviceId(appId: string): string {
  return digits("emulator", "service", appId).slice(0, 24);
}

/** PIN and meeting id are computed from the room id, so they stay the same when SIP is turned off and on. */
function sipInResponse({ sip, room_id }: StoredRoom): { sip?: Record<string, unknown> } {
  if (sip === undefined) return {};
  const sent = isObject(sip) ? sip : {};
  if (sent.enabled !== true) return { sip: { ...sent, enabled: false } };
  const number = (purpose: string, below: number) =>
    below + (Number.parseInt(digits("emulator", purpose, room_id).slice(0, 8), 16) % (below * 9));
  return {
    sip: { ...sent, enabled: true, pin: number("pin", 10_000), meeting_id: number("meeting", 1_000_000) },
  };
}

function controllerId(roomId: string): string {
  const hex = digits("emulator", "controller", roomId);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined || value === "" || value === null
    ? {}
    : ({ [key]: value } as { [K in Key]?: Value });
}
