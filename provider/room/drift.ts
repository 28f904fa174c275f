import { isObject, type JsonObject, own } from "../json";
import { covers, fits } from "./compare";
import { roomInputs } from "./inputs";
import { isForeign } from "./ownership";
import { type InputName, inputNames, metadataOf, type RoomInputs, type RoomState } from "./properties";
import { factsFrom, inputsOf } from "./state";
import type { ObservedRoom } from "./wire";

/** A room's inputs after a read: those changed out of band with their new values, all others as given. */
export function driftedInputs(state: Partial<RoomState>, room: ObservedRoom): RoomInputs {
  const inputs = inputsOf(state) as Record<string, unknown>;
  for (const name of inputNames) {
    if (inputs[name] === undefined) continue;
    const observed = room.inputs[name];
    if (!fits(name, inputs[name], observed)) inputs[name] = driftedValue(name, inputs[name], observed);
  }
  for (const [key, given] of Object.entries((inputs.extraSettings ?? {}) as JsonObject)) {
    // The server replaces an empty value with its own.
    const observed = given === "" ? undefined : own(room.settings ?? {}, key);
    if (!covers(given, observed)) {
      inputs.extraSettings = { ...(inputs.extraSettings as JsonObject), [key]: observed };
    }
  }
  return inputs as RoomInputs;
}

/**
 * Whether an entry of the list has all inputs as given, the same computed outputs, and our marker, so that
 * nothing changed. Never true for adhoc rooms: the list may still contain one that no longer exists.
 */
export function matchesState(state: Partial<RoomState>, room: ObservedRoom): boolean {
  if (state.kind === "adhoc") return false;
  const given = inputNames.filter(
    (name) => state[name] !== undefined && (metadataOf(name).wire || name === "kind"),
  );
  const isComplete = given.every((name) => room.inputs[name] !== undefined);
  const observed = factsFrom(room, state);
  return (
    isComplete &&
    mismatches(state as RoomInputs, room).length === 0 &&
    room.settings !== undefined &&
    covers(state.extraSettings, room.settings) &&
    computed.every((name) => observed[name] === state[name]) &&
    room.marker !== undefined &&
    !isForeign(room, state)
  );
}

const computed = ["created", "sipMeetingId", "sipPin"] as const;

/** All inputs of a room that no program has declared, each with a value that a program could give. */
export function importedInputs(room: ObservedRoom): RoomInputs {
  const inputs: Record<string, unknown> = {};
  for (const name of inputNames) {
    const value = room.inputs[name];
    if (value === undefined || value === "" || (isObject(value) && Object.keys(value).length === 0)) continue;
    if (roomInputs.shape[name].safeParse(value).success) inputs[name] = value;
  }
  if (inputs.kind !== "scheduled") delete inputs.scheduledTime;
  return inputs as RoomInputs;
}

/** The names of the inputs whose value in the response differs from the given one. */
export const mismatches = (inputs: RoomInputs, room: ObservedRoom): InputName[] =>
  inputNames.filter((name) => inputs[name] !== undefined && !fits(name, inputs[name], room.inputs[name]));

/** Only the given keys of a nested input can drift. */
function driftedValue(name: InputName, given: unknown, observed: unknown): unknown {
  if (!isObject(given) || !isObject(observed) || name === "customData") return observed;
  return Object.fromEntries(Object.keys(given).map((key) => [key, own(observed, key) ?? given[key]]));
}
