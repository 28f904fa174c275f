import { isObject, type JsonObject } from "../json";
import { sameInput, sameValue } from "./compare";
import { type InputName, inputNames, metadataOf, type RoomInputs, type RoomState } from "./properties";
import { withLeftOutAsChanged } from "./reduced-state";
import { toPatchBody } from "./wire";

/** The request of an update, and what it cannot do. */
export interface Patch {
  /** Only the changed keys, and `data` whole; empty if nothing has to be sent to the API. */
  body: JsonObject;
  /** Removed inputs for which the API documents no default. */
  unresettable: string[];
}

/** The update from the state of a room to the room that the program wants. */
export function patchFor(before: RoomState, wanted: RoomInputs, newMarker: () => string): Patch {
  const state = withLeftOutAsChanged(before);
  const values: Partial<Record<InputName, unknown>> = {};
  const unresettable: string[] = [];
  for (const name of inputNames.filter((each) => metadataOf(each).wire && each !== "customData")) {
    if (sameInput(name, state[name], wanted[name]) && !replacesExtraSetting(name, state, wanted)) continue;
    const { value, unresettable: removed } = withDefaults(name, state[name], wanted[name]);
    if (value !== undefined) values[name] = value;
    unresettable.push(...removed);
  }
  const extra = extraChanges(state.extraSettings ?? {}, wanted.extraSettings ?? {});
  const typed = new Set(Object.keys(values).map((name) => metadataOf(name as InputName).wire));
  unresettable.push(...extra.removed.filter((key) => !typed.has(`settings.${key}`)));

  const marker = sameInput("customData", state.customData, wanted.customData) ? undefined : newMarker();
  const body = toPatchBody(values as Partial<RoomInputs>, extra.changed, wanted.customData, marker);
  return { body, unresettable };
}

/**
 * Replaces a removed input, or a removed part of one, by its documented default. Without a default it is
 * unresettable.
 */
function withDefaults(name: InputName, before: unknown, after: unknown) {
  const { serverDefault, partDefaults = {} } = metadataOf(name);
  if (!isObject(after)) {
    const value = after ?? serverDefault;
    return { value, unresettable: value === undefined ? [name] : [] };
  }
  const removed = Object.keys(isObject(before) ? before : {}).filter((key) => after[key] === undefined);
  const defaults = isObject(serverDefault) ? serverDefault : partDefaults;
  const reset = removed.filter((key) => Object.hasOwn(defaults, key)).map((key) => [key, defaults[key]]);
  const value = { ...after, ...Object.fromEntries(reset) };
  return {
    value: Object.keys(value).length > 0 ? value : undefined,
    unresettable: removed.filter((key) => !Object.hasOwn(defaults, key)).map((key) => `${name}.${key}`),
  };
}

/** Whether an input replaces an extra setting, whose value the room keeps until the input is sent. */
function replacesExtraSetting(name: InputName, state: RoomState, wanted: RoomInputs): boolean {
  const key = /^settings\.(.+)$/.exec(metadataOf(name).wire ?? "")?.[1];
  if (key === undefined || wanted[name] === undefined) return false;
  return Object.hasOwn(state.extraSettings ?? {}, key) && !Object.hasOwn(wanted.extraSettings ?? {}, key);
}

function extraChanges(before: JsonObject, after: JsonObject): { changed: JsonObject; removed: string[] } {
  const changed = Object.entries(after).filter(([key, value]) => !sameValue(value, before[key]));
  return {
    changed: Object.fromEntries(changed),
    removed: Object.keys(before).filter((key) => !Object.hasOwn(after, key)),
  };
}
