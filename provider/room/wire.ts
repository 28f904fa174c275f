import { z } from "zod";
import { isObject, type JsonObject, own } from "../json";
import { parseApiTime, parseInstant, toApiTime, toIso } from "./instant";
import { MARKER_KEY, withoutMarker } from "./marker";
import { type InputName, inputNames, metadataOf, type RoomInputs, roomInputs } from "./schema";

/** The inputs that the API holds, and no others. */
const wireNames = inputNames.filter((name) => metadataOf(name).wire !== undefined);

/**
 * The body of a create request. Key order is that of the vendor's documentation, counts are strings as there,
 * and what is not given is not sent.
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
 * The body of an update that sets the inputs named in `values`, and extra settings; with a marker, the room's data too,
 * which is always sent whole.
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

/** An input's value in the form of the API. */
export function toWire(name: InputName, value: unknown): unknown {
  if (name === "scheduledTime") return toApiTime(parseInstant(value as string)!);
  const keys = partKeys[name];
  if (keys) {
    return Object.fromEntries(Object.entries(value as JsonObject).map(([key, part]) => [keys[key], part]));
  }
  return metadataOf(name).sentAsString ? String(value) : value;
}

/**
 * What the API's answer says of an input, in the input's form; `undefined` where the answer has no word of it, or a
 * value that is none. Values come back in the type in which they were sent, so digits and `"true"` are read too.
 */
export function fromWire(name: InputName, room: JsonObject): unknown {
  if (name === "kind") return kindOf(room);
  const { wire, absentMeans } = metadataOf(name);
  if (wire === undefined || (wire.startsWith("settings.") && !isObject(room.settings))) return undefined;
  const value = at(room, wire) ?? absentMeans;
  if (name === "scheduledTime") {
    const seconds = typeof value === "string" ? parseApiTime(value) : undefined;
    return seconds === undefined ? undefined : toIso(seconds);
  }
  if (name === "customData") return withoutMarker(value);
  const keys = partKeys[name];
  if (keys && isObject(value)) {
    const parts = Object.entries(keys).filter(([, key]) => Object.hasOwn(value, key));
    return Object.fromEntries(parts.map(([part, key]) => [part, value[key]]));
  }
  return ofType(typeOf(name), value, valuesOf(name));
}

/** The value of a setting as the answer has it, for keys that have no input. */
export const settingOf = (room: JsonObject, key: string): unknown => at(room, `settings.${key}`);

/** The JSON type of an input: `string`, `enum`, `number`, `boolean`, `object` or `record`. */
export function typeOf(name: InputName): string {
  const type: z.ZodType = roomInputs.shape[name];
  return (type instanceof z.ZodOptional ? (type.unwrap() as z.ZodType) : type).def.type;
}

/** The values of an enum. */
const valuesOf = (name: InputName): string[] => Object.keys(metadataOf(name).values ?? {});

/** One flag alone decides: the other's documented default is false. Without either, the answer has no word of it. */
function kindOf(room: JsonObject): RoomInputs["kind"] {
  const adhoc = ofType("boolean", settingOf(room, "adhoc"));
  const scheduled = ofType("boolean", settingOf(room, "scheduled"));
  if (adhoc) return "adhoc";
  if (scheduled) return "scheduled";
  return adhoc === undefined && scheduled === undefined ? undefined : "permanent";
}

/** @param values those of an enum, which older servers and clients spell with capitals */
function ofType(type: string, value: unknown, values: string[] = []): unknown {
  if (type === "boolean") {
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : undefined;
  }
  if (type === "number") {
    if (typeof value === "number") return value;
    return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
  }
  if (type === "string" && typeof value === "number") return String(value);
  if (typeof value !== "string" || !["string", "enum"].includes(type)) return undefined;
  return values.find((each) => each.toLowerCase() === value.toLowerCase()) ?? value;
}

/** The parts of nested inputs and their keys in the API, whose objects hold more, such as the PIN of `sip`. */
const partKeys: Partial<Record<InputName, Record<string, string>>> = {
  roleBasedRecording: { moderator: "moderator", participant: "participant" },
  liveRecording: { autoRecording: "auto_recording", url: "url" },
  liveTranscription: { language: "language", autoTranscribe: "auto_transcribe", enabled: "enable" },
  sip: { enabled: "enabled" },
};

/** The vendor's pages print their requests in this order; what they do not print follows. */
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

function at(room: JsonObject, path: string): unknown {
  const [top, ...rest] = path.split(".") as [string, ...string[]];
  const value = own(room, top);
  if (rest.length === 0) return value;
  return isObject(value) ? own(value, rest.join(".")) : undefined;
}
