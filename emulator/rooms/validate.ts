import type { Behaviour } from "../behaviour";
import { isObject } from "../json";
import { ApiError, apiError, type Code } from "./api-error";
import type { StoredRoom } from "./room";
import { mergeSettings, parseScheduledTime, withoutEmpties } from "./settings";

type JsonObject = Record<string, unknown>;

/**
 * @throws ApiError for the first problem of a create, in the order of the checks; the real order is unknown
 */
export function validateCreate(body: JsonObject, now: Date, behaviour: Behaviour): void {
  validateTopLevel(body, behaviour);
  if (!isTextOrNumber(body.name)) throw apiError(10002);
  if (!isTextOrNumber(body.owner_ref)) throw apiError(10010);
  validateKeys(body.settings, behaviour);
  const settings = withoutEmpties(body.settings ?? {});
  validateSettings(settings, behaviour);
  if (settings.scheduled === true) validateIsAhead(settings.scheduled_time, now);
}

/** @throws ApiError for the first problem of a PATCH; the settings must be valid after it */
export function validatePatch(room: StoredRoom, body: JsonObject, now: Date, behaviour: Behaviour): void {
  validateTopLevel(body, behaviour);
  if ("name" in body && !isTextOrNumber(body.name)) throw apiError(10002);
  if ("owner_ref" in body && !isTextOrNumber(body.owner_ref)) throw apiError(10010);
  if (body.settings === undefined) return;
  validateKeys(body.settings, behaviour);
  validateFixed(withoutEmpties(body.settings));
  rejectFixedChanges(room.settings, body.settings, behaviour);
  const settings = withoutEmpties(mergeSettings(room.settings, body.settings, behaviour));
  validateSettings(settings, behaviour);
  // An unchanged time may be in the past: a room can get a new description after its meeting.
  if (settings.scheduled === true && settings.scheduled_time !== room.settings.scheduled_time) {
    validateIsAhead(settings.scheduled_time, now);
  }
}

function validateTopLevel(body: JsonObject, behaviour: Behaviour): void {
  const unknown = Object.keys(body).find((key) => !knownKeys.includes(key));
  if (unknown !== undefined && behaviour.unknownKeys === "refuse") {
    throw new ApiError(400, "Unrecognized key", unknown.slice(0, 100));
  }
}

function validateKeys(settings: unknown, behaviour: Behaviour): asserts settings is JsonObject | undefined {
  if (settings === undefined) return;
  if (!isObject(settings)) throw apiError(10009);
  const unknown = Object.keys(settings).find((key) => !knownSettings.has(key));
  if (unknown !== undefined && behaviour.unknownSettings === "refuse") {
    throw apiError(10009, unknown.slice(0, 100));
  }
}

/** The settings that never change after the create. */
function validateFixed({ scheduled, adhoc, mode }: JsonObject): void {
  if (!isOptional(isBoolean, scheduled)) throw apiError(10003);
  if (!isOptional(isBoolean, adhoc)) throw apiError(10016);
  if (mode !== undefined && mode !== "group" && mode !== "lecture") throw apiError(10019);
}

/** Rejects only different values, because clients send whole rooms. */
function rejectFixedChanges(settings: JsonObject, changes: JsonObject, { emptyInUpdate }: Behaviour): void {
  const before = fixedOf(settings);
  const after = fixedOf({ ...settings, ...(emptyInUpdate === "clear" ? changes : withoutEmpties(changes)) });
  if (after.scheduled !== before.scheduled || after.adhoc !== before.adhoc) throw apiError(10106);
  if (after.mode !== before.mode) throw apiError(10020);
}

function fixedOf({ scheduled, adhoc, mode }: JsonObject): JsonObject {
  return { scheduled: scheduled || false, adhoc: adhoc || false, mode: mode || "group" };
}

function validateSettings(settings: JsonObject, behaviour: Behaviour): void {
  validateFixed(settings);
  if (settings.scheduled === true && settings.adhoc === true) throw apiError(10017);
  validateTimes(settings, behaviour);
  validateCounts(settings, behaviour);
  validateQuality(settings.quality, behaviour);
  for (const [key, code] of booleans) {
    if (!isOptional(isBoolean, settings[key])) throw apiError(code);
  }
  validateTranscription(settings.live_transcription, behaviour);
}

/** No code is documented for this setting. */
function validateTranscription(value: unknown, { validationStatus }: Behaviour): void {
  if (value === undefined) return;
  const wrong = (desc: string) =>
    new ApiError(validationStatus, "Invalid value: settings.live_transcription", desc);
  if (!isObject(value)) throw wrong("It is not an object");
  const { language, auto_transcribe, enable } = value;
  if (typeof language !== "string" || language === "") throw wrong("language is missing");
  if (!isOptional(isBoolean, auto_transcribe)) throw wrong("auto_transcribe is not a boolean");
  if (!isOptional(isBoolean, enable)) throw wrong("enable is not a boolean");
}

function validateTimes(settings: JsonObject, { unscheduledTime }: Behaviour): void {
  const scheduled = settings.scheduled === true;
  const time = settings.scheduled_time;
  if (scheduled && time === undefined) throw apiError(10004);
  if (!scheduled && time !== undefined && unscheduledTime === "refuse")
    throw apiError(10018, "scheduled_time");
  if (scheduled && parseScheduledTime(time) === undefined) throw apiError(10005);
  if (scheduled ? !isPositiveInteger(settings.duration) : !isOptional(isPositiveInteger, settings.duration))
    throw apiError(10011);
}

function validateIsAhead(time: unknown, now: Date): void {
  if (parseScheduledTime(time)! < now) throw apiError(10006, "The time is in the past");
}

function validateCounts(settings: JsonObject, behaviour: Behaviour): void {
  const { moderators, participants, audiences } = settings;
  if (!isOptional(isNonNegativeInteger, moderators)) throw apiError(10022);
  if (moderators !== undefined && (Number(moderators) < 1 || Number(moderators) > 5)) throw apiError(10023);
  if (participants === undefined && behaviour.participantsRequired) throw apiError(10007);
  if (!isOptional(isPositiveInteger, participants)) throw apiError(10007);
  if (Number(participants) > behaviour.maxParticipants) {
    throw apiError(10007, `The subscription allows ${behaviour.maxParticipants} participants`);
  }
  if (Number(audiences) > behaviour.maxAudiences) {
    throw apiError(10018, `The subscription allows ${behaviour.maxAudiences} audiences`);
  }
}

function validateQuality(quality: unknown, behaviour: Behaviour): void {
  const qualities = ["LD", "SD", "HD"];
  if (quality === undefined) return;
  if (!qualities.includes(quality as string)) throw apiError(10014);
  if (qualities.indexOf(quality as string) > qualities.indexOf(behaviour.appQuality)) throw apiError(10021);
}

/** Booleans with their own error code. */
const booleans: [string, Code][] = [
  ["auto_recording", 10008],
  ["active_talker", 10012],
  ["wait_moderator", 10013],
  ["knock", 10025],
];

const knownKeys = ["name", "owner_ref", "settings", "sip", "data", "enabled"];

/** Those without a check above have no error code, and are echoed with any value. */
const knownSettings = new Set(
  [
    "description mode scheduled adhoc scheduled_time duration moderators participants viewers audiences hls_view_url",
    "send_audiences_stats billing_code auto_recording quality canvas screen_share abwd facex active_talker",
    "max_active_talkers knock wait_for_moderator wait_moderator media_zone single_file_recording",
    "role_based_recording live_recording live_transcription watermark encryption media_configuration peep aor",
  ].flatMap((line) => line.split(" ")),
);

function isOptional(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || is(value);
}

/** The vendor's own samples send numbers where a string is documented. */
export function isTextOrNumber(value: unknown): boolean {
  return typeof value === "string" ? value !== "" : Number.isFinite(value);
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

/** An integer from 0, or a string of one, which the vendor's samples send. */
function isNonNegativeInteger(value: unknown): boolean {
  return (
    Number.isSafeInteger(typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value) &&
    Number(value) >= 0
  );
}

function isPositiveInteger(value: unknown): boolean {
  return isNonNegativeInteger(value) && Number(value) > 0;
}
