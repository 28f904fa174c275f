import type { Behaviour } from "../behaviour";
import { digits } from "../random";
import {
  mergeSettings,
  parseScheduledTime,
  settingsInResponse,
  withDefaults,
  withoutEmpties,
} from "./settings";

/** A room as the API answers it. */
export interface Room {
  room_id: string;
  /** In the JSON type in which it was sent, as most values are. */
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
  /** Names this stay in the room; the same person in two windows is two stays. */
  clientId: string;
  name: string;
  userRef: string;
  role: Role;
  /** The stay belongs to a meeting page, and ends when that page is not heard of any more. */
  viaPage?: true;
}

export const roles = ["moderator", "participant", "viewer", "audience"] as const;
export type Role = (typeof roles)[number];

/** A room as the emulator keeps it, and as it stands in the data file. */
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
  /** The list leaves the room out until then: milliseconds since 1970 on the emulator's clock. */
  listedFrom?: number;
  /** What a list that lags shows, instead of the room as it was last updated. */
  before?: StoredRoom;
}

/** A new room from a valid request body, with all that the server fills in. */
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

/** `room` after a valid PATCH: `settings` are merged, everything else is replaced whole. */
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

/** The order of keys is that of the real answers, which differs between create and get. */
export function createResponse(room: StoredRoom, appId: string, behaviour: Behaviour): Room {
  const { name, owner_ref, created, room_id } = room;
  return {
    name,
    service_id: serviceId(appId),
    owner_ref,
    settings: settingsInResponse(room.settings, behaviour),
    ...answeredSip(room),
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
    ...answeredSip(room),
  };
}

/** When a scheduled room opens, and its meeting starts and ends. */
export interface ScheduledWindow {
  opens: Date;
  start: Date;
  end: Date;
}

/** A scheduled room can be used from this many milliseconds before its start, and not be updated any more. */
const opensBefore = 15 * 60_000;

/** Nothing for rooms that are not scheduled. */
export function scheduledWindow(room: StoredRoom): ScheduledWindow | undefined {
  if (room.settings.scheduled !== true) return undefined;
  const start = parseScheduledTime(room.settings.scheduled_time);
  if (!start) return undefined;
  const opens = new Date(start.getTime() - opensBefore);
  return { opens, start, end: minutesAfter(start, Number(room.settings.duration)) };
}

/** The last moment that a Date can hold, in milliseconds since 1970. */
const endOfTime = 8.64e15;

/** So many minutes after `moment`, or the end of time if that is earlier: a duration may be any number. */
export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(Math.min(moment.getTime() + minutes * 60_000, endOfTime));
}

/** The same for all rooms of a project; what the real one means is not documented. */
export function serviceId(appId: string): string {
  return digits("emulator", "service", appId).slice(0, 24);
}

/** Computed from the room's id, so that they stay the same while SIP goes off and on. */
function answeredSip({ sip, room_id }: StoredRoom): { sip?: Record<string, unknown> } {
  if (sip === undefined) return {};
  const sent = typeof sip === "object" && !Array.isArray(sip) ? (sip as Record<string, unknown>) : {};
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
