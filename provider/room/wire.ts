import { parseApiTime, parseInstant, toApiTime, toIso } from "./instant";
import { MARKER_KEY, withoutMarker } from "./marker";
import { factsOf, type InputName, inputNames, type RoomInputs } from "./schema";

/** A JSON object as the API sends or takes it. */
export type Json = Record<string, unknown>;

/** The inputs that the API holds, and no others. */
const wireNames = inputNames.filter((name) => factsOf(name).wire !== undefined);

/**
 * The body of a create request. Key order is that of the vendor's documentation, counts are strings as there,
 * and what is not given is not sent.
 */
export function toCreateBody(inputs: RoomInputs, marker: string): Json {
  const values = new Map<string, unknown>([
    ["settings.scheduled", inputs.kind === "scheduled"],
    ["settings.adhoc", inputs.kind === "adhoc"],
  ]);
  for (const name of wireNames) {
    if (inputs[name] !== undefined) values.set(factsOf(name).wire!, toWire(name, inputs[name]));
  }
  for (const [key, value] of Object.entries(inputs.extraSettings ?? {})) values.set(`settings.${key}`, value);
  values.set("data", { ...inputs.customData, [MARKER_KEY]: marker });
  return nest(values, documentedOrder);
}

/** The body of an update that sets the inputs named, and extra settings, to what `values` hold. */
export function toPatchBody(values: Partial<RoomInputs>, extraSettings: Json, data: Json | undefined): Json {
  const wire = new Map<string, unknown>();
  for (const name of wireNames) {
    if (name !== "customData" && values[name] !== undefined)
      wire.set(factsOf(name).wire!, toWire(name, values[name]));
  }
  for (const [key, value] of Object.entries(extraSettings)) wire.set(`settings.${key}`, value);
  if (data) wire.set("data", data);
  return nest(wire, []);
}

/** An input's value in the form of the API. */
export function toWire(name: InputName, value: unknown): unknown {
  if (name === "scheduledTime") return toApiTime(parseInstant(value as string)!);
  if (name === "roleBasedRecording" || name === "liveRecording") {
    return Object.fromEntries(Object.entries(value as Json).map(([key, part]) => [toSnake(key), part]));
  }
  return factsOf(name).sentAsString ? String(value) : value;
}

/**
 * What the API's answer says of an input, in the input's form; `undefined` where the answer has no word of it.
 * Counts come back in the type in which they were sent, so a string of digits is read as a number.
 */
export function fromWire(name: InputName, room: Json): unknown {
  if (name === "kind") return kindOf(room);
  const about = factsOf(name);
  const value = about.wire === undefined ? undefined : at(room, about.wire);
  if (value === undefined || value === null) return about.absentMeans;
  if (name === "scheduledTime") {
    const seconds = parseApiTime(String(value));
    return seconds === undefined ? undefined : toIso(seconds);
  }
  if (name === "customData") return withoutMarker(value);
  const known = nestedNames[name];
  if (known && typeof value === "object") {
    const renamed = Object.entries(value as Json).map(([key, part]) => [toCamel(key), part] as const);
    return Object.fromEntries(renamed.filter(([key]) => known.includes(key)));
  }
  if (typeof value === "string" && /^\d+$/.test(value) && countNames.has(name)) return Number(value);
  return value;
}

/** The value of a setting as the answer has it, for keys that have no input. */
export const settingOf = (room: Json, key: string): unknown => at(room, `settings.${key}`);

function kindOf(room: Json): RoomInputs["kind"] {
  if (isTrue(settingOf(room, "adhoc"))) return "adhoc";
  return isTrue(settingOf(room, "scheduled")) ? "scheduled" : "permanent";
}

/** The keys of nested inputs; an answer's objects hold more, such as the PIN of `sip`. */
const nestedNames: Partial<Record<InputName, string[]>> = {
  roleBasedRecording: ["moderator", "participant"],
  liveRecording: ["autoRecording", "url"],
  sip: ["enabled"],
};

const isTrue = (value: unknown) => value === true || value === "true";

const countNames = new Set<InputName>([
  "durationMinutes",
  "participants",
  "moderators",
  "maxActiveTalkers",
  "audiences",
]);

/** The vendor's pages print their requests in this order; what they do not print follows. */
const documentedOrder = [
  "name",
  "owner_ref",
  ...["description", "mode", "scheduled", "adhoc", "scheduled_time", "duration", "moderators", "participants"]
    .concat(["quality", "canvas", "screen_share", "abwd", "max_active_talkers"])
    .map((key) => `settings.${key}`),
];

function nest(values: Map<string, unknown>, order: string[]): Json {
  const body: Json = {};
  for (const path of new Set([...order, ...values.keys()])) {
    if (!values.has(path)) continue;
    const [top, ...rest] = path.split(".") as [string, ...string[]];
    if (rest.length === 0) body[top] = values.get(path);
    else body[top] = { ...(body[top] as Json | undefined), [rest.join(".")]: values.get(path) };
  }
  return body;
}

function at(room: Json, path: string): unknown {
  const [top, ...rest] = path.split(".") as [string, ...string[]];
  const value = room[top];
  if (rest.length === 0) return value;
  return typeof value === "object" && value !== null ? (value as Json)[rest.join(".")] : undefined;
}

const toSnake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
