import { isObject, type JsonObject } from "../json";
import { sameInput, sameValue } from "./compare";
import { withStandIns } from "./reduced-state";
import { type InputName, inputNames, metadataOf, type RoomInputs, type RoomState } from "./schema";
import { toPatchBody } from "./wire";

/** What an update sends, and what it cannot do. */
export interface Patch {
  /** Only the keys that changed, and `data` whole; empty where the API has no part in the change. */
  body: JsonObject;
  /** Inputs that were taken out, for which the API documents no default to go back to. */
  kept: string[];
}

/** The update from a room as it is kept to the room as it is wanted. */
export function patchFor(before: RoomState, wanted: RoomInputs, newMarker: () => string): Patch {
  const state = withStandIns(before);
  const values: Partial<Record<InputName, unknown>> = {};
  const kept: string[] = [];
  for (const name of inputNames.filter((each) => metadataOf(each).wire && each !== "customData")) {
    if (sameInput(name, state[name], wanted[name]) && !wasExtra(name, state, wanted)) continue;
    const { value, lost } = withDefaults(name, state[name], wanted[name]);
    if (value !== undefined) values[name] = value;
    kept.push(...lost);
  }
  const extra = extraChanges(state.extraSettings ?? {}, wanted.extraSettings ?? {});
  const typed = new Set(Object.keys(values).map((name) => metadataOf(name as InputName).wire));
  kept.push(...extra.removed.filter((key) => !typed.has(`settings.${key}`)));

  const marker = sameInput("customData", state.customData, wanted.customData) ? undefined : newMarker();
  return { body: toPatchBody(values as Partial<RoomInputs>, extra.changed, wanted.customData, marker), kept };
}

/**
 * What was taken out, as a whole or of a nested input, goes back to the documented default. Where there is none, it is
 * lost to the program.
 */
function withDefaults(name: InputName, before: unknown, after: unknown): { value?: unknown; lost: string[] } {
  const { serverDefault, partDefaults = {} } = metadataOf(name);
  if (!isObject(after)) {
    const value = after ?? serverDefault;
    return { value, lost: value === undefined ? [name] : [] };
  }
  const removed = Object.keys(isObject(before) ? before : {}).filter((key) => after[key] === undefined);
  const known = isObject(serverDefault) ? serverDefault : partDefaults;
  const defaults = removed.filter((key) => Object.hasOwn(known, key)).map((key) => [key, known[key]]);
  const value = { ...after, ...Object.fromEntries(defaults) };
  return {
    value: Object.keys(value).length > 0 ? value : undefined,
    lost: removed.filter((key) => !Object.hasOwn(known, key)).map((key) => `${name}.${key}`),
  };
}

/** Whether an input takes the place of an extra setting, whose value the room has until it is sent. */
function wasExtra(name: InputName, state: RoomState, wanted: RoomInputs): boolean {
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
