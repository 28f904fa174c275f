import type { Behaviour } from "../behaviour";
import { isObject } from "../json";

type Settings = Record<string, unknown>;

/**
 * The settings without those that the server drops: `""` and `wait_moderator: false`, as observed, and
 * `null`.
 */
export function withoutEmpties(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key, value]) => !isEmpty(key, value)));
}

/** The server's defaults for settings that were not sent. */
export function withDefaults(sent: Settings, { missingSettings }: Behaviour): Settings {
  const always = { mode: "group", scheduled: false, adhoc: false };
  if (missingSettings === "omit") return always;
  return {
    ...always,
    screen_share: true,
    canvas: false,
    media_configuration: "default",
    moderators: 1,
    active_talker: true,
    max_active_talkers: sent.participants === undefined ? 6 : Math.min(Number(sent.participants), 16),
    encryption: false,
    watermark: false,
    single_file_recording: false,
    media_zone: "XX",
  };
}

/** The settings after an update. It never changes the fixed ones. */
export function mergeSettings(settings: Settings, changes: unknown, behaviour: Behaviour): Settings {
  const { emptyInUpdate, emptySettings, nestedInUpdate } = behaviour;
  const changed = Object.entries((changes ?? {}) as Settings)
    .filter(([key, value]) => !fixedKeys.includes(key) && (emptyInUpdate === "clear" || !isEmpty(key, value)))
    .map(([key, value]) => [key, nestedInUpdate === "merge" ? merge(settings[key], value) : value]);
  const merged = { ...settings, ...Object.fromEntries(changed) };
  return emptySettings === "drop" ? withoutEmpties(merged) : merged;
}

/** The settings as in a response, with the keys in the order of real responses. */
export function settingsInResponse(settings: Settings, behaviour: Behaviour): Settings {
  const first = settingsOrder.filter((key) => Object.hasOwn(settings, key));
  const others = Object.keys(settings).filter((key) => !settingsOrder.includes(key));
  // Unlike an assignment, fromEntries makes even "__proto__" an own property.
  return Object.fromEntries(
    [...first, ...others].map((key) => [key, valueInResponse(key, settings[key], behaviour)]),
  );
}

/** Parses `YYYY-MM-DD HH:MM:SS` in UTC; `undefined` for any other text and for dates that do not exist. */
export function parseScheduledTime(text: unknown): Date | undefined {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const time = new Date(`${text.replace(" ", "T")}Z`);
  // JavaScript parses 30 February as 1 or 2 March.
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.replace(" ", "T");
  return exists ? time : undefined;
}

function valueInResponse(key: string, value: unknown, behaviour: Behaviour): unknown {
  if (key === "scheduled_time" && behaviour.scheduledTimeForm === "iso") {
    return parseScheduledTime(value)?.toISOString() ?? value;
  }
  if (!countKeys.includes(key) || behaviour.countsForm === "sent" || value === "") return value;
  return behaviour.countsForm === "number" ? Number(value) : String(value);
}

function isEmpty(key: string, value: unknown): boolean {
  return value === "" || value === null || (key === "wait_moderator" && value === false);
}

function merge(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const changed = Object.entries(after).map(([key, value]) => [key, merge(before[key], value)]);
  return { ...before, ...Object.fromEntries(changed) };
}

const fixedKeys = ["mode", "scheduled", "adhoc"];

const countKeys = ["duration", "participants", "moderators", "max_active_talkers", "viewers", "audiences"];

const settingsOrder = [
  "description mode scheduled adhoc scheduled_time duration participants auto_recording screen_share canvas",
  "abwd media_configuration quality moderators active_talker max_active_talkers encryption watermark",
  "single_file_recording media_zone",
].flatMap((line) => line.split(" "));
