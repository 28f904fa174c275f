import * as z from "zod";
import type { ApiRoom } from "../api/client";
import { isObject, type JsonObject, own } from "../json";
import { roomInputs } from "./inputs";
import { parseApiTime, parseInstant, toApiTime, toIso } from "./instant";
import { MARKER_KEY, markerOf, withoutMarker } from "./marker";
import { type InputName, inputNames, metadataOf, type RoomInputs } from "./properties";

/** The inputs that are sent to the API. */
const wireNames = inputNames.filter((name) => metadataOf(name).wire !== undefined);

/**
 * The body of a create request. Keys are in the order of the vendor's documentation, counts are strings as
 * there, and inputs that are not given are not sent.
 */
export function toCreateBody(inputs: RoomInputs, marker: string): JsonObject {
  const values = new Map<string, unknown>([
    ["settings.scheduled", inputs.kind === "scheduled"],
    ["settings.adhoc", inputs.kind === "adhoc"],
  ]);
  for (const name of wireNames) {
    if (inputs[name] !== undefined) values.set(metadataOf(name).wire!, toWire(name, inputs[name]));
  }
  for (const [key, value] of Object.entries(inputs.extraSettings ?? {})) values.set(`settings.${key}`, value);
  values.set("data", { ...inputs.customData, [MARKER_KEY]: marker });
  return nest(values, documentedOrder);
}

/**
 * The body of an update with the given inputs and extra settings. If a marker is given, it includes the
 * room's data, which is always sent whole.
 */
export function toPatchBody(
  values: Partial<RoomInputs>,
  extraSettings: JsonObject,
  customData: JsonObject | undefined,
  marker: string | undefined,
): JsonObject {
  const wire = new Map<string, unknown>();
  for (const name of wireNames) {
    if (name !== "customData" && values[name] !== undefined)
      wire.set(metadataOf(name).wire!, toWire(name, values[name]));
  }
  for (const [key, value] of Object.entries(extraSettings)) wire.set(`settings.${key}`, value);
  if (marker !== undefined) wire.set("data", { ...customData, [MARKER_KEY]: marker });
  return nest(wire, []);
}

/** Converts an input's value for the API. */
export function toWire(name: InputName, value: unknown): unknown {
  if (name === "scheduledTime") return toApiTime(parseInstant(value as string)!);
  const keys = partKeys[name];
  if (keys) {
    return Object.fromEntries(Object.entries(value as JsonObject).map(([key, part]) => [keys[key], part]));
  }
  return metadataOf(name).sentAsString ? String(value) : value;
}

/** A room as the API returned it, decoded once. */
export interface ObservedRoom {
  roomId: string;
  /** The inputs in the response. One that it omits, or whose value has another type, is absent. */
  inputs: ObservedInputs;
  /** The raw settings, for keys without an input; `undefined` if the response has none. */
  settings?: JsonObject;
  /** The room's data is not an object, so it can hold no marker. */
  isDataUnreadable: boolean;
  marker?: string;
  /** When the room was created. */
  created: string;
  /** Meeting id and PIN, if SIP is on. */
  dialIn: { sipMeetingId?: string; sipPin?: string };
  /** Whether people are in the room. */
  isActive: boolean;
}

/** Not all values are valid inputs: a number may be too large, an enum's value new. */
export type ObservedInputs = { [Name in InputName]?: Observed<RoomInputs[Name]> };
type Observed<T> = T extends string ? string : T extends object ? { [Key in keyof T]?: Observed<T[Key]> } : T;

/** Decodes a room of a response. Apart from the API's client, no other code knows the raw object. */
export function decodeRoom(room: ApiRoom): ObservedRoom {
  const observed = inputNames
    .map((name) => [name, decodeInput(name, room)])
    .filter(([, value]) => value !== undefined);
  const { data } = room;
  return {
    roomId: room.room_id,
    inputs: Object.fromEntries(observed),
    ...(isObject(room.settings) && { settings: room.settings }),
    isDataUnreadable: (data ?? "") !== "" && !isObject(data),
    marker: markerOf(room),
    created: createdOf(room),
    dialIn: dialInOf(room.sip),
    isActive: room.isRoomActive === true,
  };
}

/** Decodes the value of an input. The API returns values in the type in which they were sent. */
function decodeInput(name: InputName, room: ApiRoom): unknown {
  if (name === "kind") return kindOf(room);
  const { wire, valueIfOmitted } = metadataOf(name);
  if (wire === undefined || (wire.startsWith("settings.") && !isObject(room.settings))) return undefined;
  const value = at(room, wire) ?? valueIfOmitted;
  if (name === "scheduledTime") {
    const seconds = typeof value === "string" ? parseApiTime(value) : undefined;
    return seconds === undefined ? undefined : toIso(seconds);
  }
  if (name === "customData") return withoutMarker(value);
  return decodeValue(roomInputs.shape[name], value, partKeys[name]);
}

/** @param keys the API's keys of the parts of an object */
function decodeValue(type: z.ZodType, value: unknown, keys: Record<string, string> = {}): unknown {
  if (type instanceof z.ZodOptional) return decodeValue(type.unwrap() as z.ZodType, value, keys);
  if (type instanceof z.ZodBoolean) return decodeFlag(value);
  if (type instanceof z.ZodNumber) {
    return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : only("number", value);
  }
  if (type instanceof z.ZodObject) {
    if (!isObject(value)) return undefined;
    const parts = Object.entries(type.shape as Record<string, z.ZodType>)
      .map(([part, of]) => [part, decodeValue(of, own(value, keys[part] ?? part))])
      .filter(([, part]) => part !== undefined);
    return Object.fromEntries(parts);
  }
  const text = only("string", value);
  // Older servers and clients capitalize the values of an enum.
  const isSame = (option: unknown) => String(option).toLowerCase() === String(text).toLowerCase();
  if (type instanceof z.ZodEnum) return type.options.find(isSame) ?? text;
  return typeof value === "number" ? String(value) : text;
}

const only = (type: "string" | "number", value: unknown) => (typeof value === type ? value : undefined);

const decodeFlag = (value: unknown): boolean | undefined =>
  value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;

/** One flag is enough: the other defaults to false. Without either, the kind is unknown. */
function kindOf(room: ApiRoom): RoomInputs["kind"] {
  const adhoc = decodeFlag(at(room, "settings.adhoc"));
  const scheduled = decodeFlag(at(room, "settings.scheduled"));
  if (adhoc) return "adhoc";
  if (scheduled) return "scheduled";
  return adhoc === undefined && scheduled === undefined ? undefined : "permanent";
}

/** When a room was created. If the response omits it, the first 8 digits of the room id are the Unix time. */
function createdOf(room: ApiRoom): string {
  if (typeof room.created === "string") return room.created;
  const seconds = /^[0-9a-f]{8}/i.test(room.room_id) ? Number.parseInt(room.room_id.slice(0, 8), 16) : 0;
  return new Date(seconds * 1000).toISOString();
}

function dialInOf(sip: unknown): ObservedRoom["dialIn"] {
  if (!isObject(sip) || !decodeFlag(sip.enabled)) return {};
  const { meeting_id: id, pin } = sip;
  return {
    ...(isDialled(id) && { sipMeetingId: String(id) }),
    ...(isDialled(pin) && { sipPin: String(pin) }),
  };
}

const isDialled = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "");

/** The API's keys for the parts of nested inputs. Its objects have more, such as the PIN of `sip`. */
const partKeys: Partial<Record<InputName, Record<string, string>>> = {
  roleBasedRecording: { moderator: "moderator", participant: "participant" },
  liveRecording: { autoRecording: "auto_recording", url: "url" },
  liveTranscription: { language: "language", autoTranscribe: "auto_transcribe", enabled: "enable" },
  sip: { enabled: "enabled" },
};

/** The key order of the requests in the vendor's documentation; other keys follow. */
const documentedOrder = [
  "name",
  "owner_ref",
  ...["description", "mode", "scheduled", "adhoc", "scheduled_time", "duration", "moderators", "participants"]
    .concat(["quality", "canvas", "screen_share", "abwd", "max_active_talkers"])
    .map((key) => `settings.${key}`),
];

function nest(values: Map<string, unknown>, order: string[]): JsonObject {
  const body: JsonObject = {};
  for (const path of new Set([...order, ...values.keys()])) {
    if (!values.has(path)) continue;
    const [top, ...rest] = path.split(".") as [string, ...string[]];
    if (rest.length === 0) body[top] = values.get(path);
    else body[top] = { ...(body[top] as JsonObject | undefined), [rest.join(".")]: values.get(path) };
  }
  return body;
}

function at(room: ApiRoom, path: string): unknown {
  const [top, ...rest] = path.split(".") as [string, ...string[]];
  const value = own(room, top);
  if (rest.length === 0) return value;
  return isObject(value) ? own(value, rest.join(".")) : undefined;
}
