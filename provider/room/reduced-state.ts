import { isObject } from "./compare";
import { inputNames } from "./schema";

type Properties = Record<string, unknown>;

/** What an update, a delete and the links of a room go by. */
const needed = new Set([
  ...["roomId", "participantUrl", "moderatorUrl", "declaredAs", "importedMarker"],
  ...[
    "kind",
    "mode",
    "scheduledTime",
    "durationMinutes",
    "account",
    "meetingUrl",
    "adoptRoomId",
    "whenEnded",
  ],
]);

/**
 * The state of a room without what is long, for a failure that carries it: the engine takes only so much with one. An
 * update sends what was left out again, and a read puts it back.
 *
 * @param longest characters of JSON of what stays beside what is needed
 */
export function reduceRoom(state: Properties, longest: number): Properties {
  const kept = Object.entries(state).filter(
    ([name, value]) => needed.has(name) || JSON.stringify(value).length <= longest,
  );
  if (kept.length === Object.keys(state).length) return state;
  const reduced: Properties = { ...Object.fromEntries(kept), reduced: true };
  // Should the program take it out before the next update, that still has something to take out.
  if (state.customData !== undefined && reduced.customData === undefined)
    reduced.customData = { reduced: true };
  return reduced;
}

/** The state with what was left out, as the program gave it. The API's answer tells what of it the room really has. */
export function completeRoom(state: Properties, inputs: unknown): Properties {
  if (state.reduced !== true || !isObject(inputs)) return state;
  const { customData, ...kept } = state;
  const given = inputNames.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]);
  return { ...Object.fromEntries(given), ...kept };
}
