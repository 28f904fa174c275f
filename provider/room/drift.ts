import { isObject, type JsonObject, own } from "../json";
import { covers, fits } from "./compare";
import { isForeign } from "./ownership";
import {
  type InputName,
  inputNames,
  metadataOf,
  type RoomInputs,
  type RoomState,
  roomInputs,
} from "./schema";
import { factsFrom, inputsOf } from "./state";
import type { ObservedRoom } from "./wire";

/** A room's inputs as the API answers them now: those that somebody changed elsewhere changed, all others as given. */
export function driftedInputs(state: Partial<RoomState>, room: ObservedRoom): RoomInputs {
  const inputs = inputsOf(state) as Record<string, unknown>;
  for (const name of inputNames) {
    if (inputs[name] === undefined) continue;
    const observed = room.inputs[name];
    if (!fits(name, inputs[name], observed)) inputs[name] = asGiven(name, inputs[name], observed);
  }
  for (const [key, given] of Object.entries((inputs.extraSettings ?? {}) as JsonObject)) {
    // The server drops an empty value and fills in its own.
    const observed = given === "" ? undefined : own(room.settings ?? {}, key);
    if (!covers(given, observed)) {
      inputs.extraSettings = { ...(inputs.extraSettings as JsonObject), [key]: observed };
    }
  }
  return inputs as RoomInputs;
}

/**
 * Whether an entry of the list has all that was given, as it was given, what only the API knows, and our marker: then it
 * is sure that nothing changed. Of an adhoc room it is not: the list may still name one that is used up.
 */
export function isAsKept(state: Partial<RoomState>, room: ObservedRoom): boolean {
  if (state.kind === "adhoc") return false;
  const given = inputNames.filter(
    (name) => state[name] !== undefined && (metadataOf(name).wire || name === "kind"),
  );
  const answers = given.every((name) => room.inputs[name] !== undefined);
  const told = factsFrom(room, state);
  return (
    answers &&
    misfits(state as RoomInputs, room).length === 0 &&
    room.settings !== undefined &&
    covers(state.extraSettings, room.settings) &&
    facts.every((name) => told[name] === state[name]) &&
    room.marker !== undefined &&
    !isForeign(room, state)
  );
}

const facts = ["created", "sipMeetingId", "sipPin"] as const;

/** All inputs that describe a room which no program has declared yet. Each is one that a program could give. */
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

/** Names of the inputs that an answer does not have as given. */
export const misfits = (inputs: RoomInputs, room: ObservedRoom): InputName[] =>
  inputNames.filter((name) => inputs[name] !== undefined && !fits(name, inputs[name], room.inputs[name]));

/** Of a nested input only the keys that were given can drift. */
function asGiven(name: InputName, given: unknown, observed: unknown): unknown {
  if (!isObject(given) || !isObject(observed) || name === "customData") return observed;
  return Object.fromEntries(Object.keys(given).map((key) => [key, own(observed, key) ?? given[key]]));
}
