import { isObject, type JsonObject } from "../json";
import { inputNames, isOutput, type LeftOut } from "./schema";

/** What an update, a delete and the links of a room go by. */
const needed = new Set([
  ...["roomId", "participantUrl", "moderatorUrl", "declaredAs", "importedMarker", "reduced"],
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
 * update sends what was left out again, or takes it out, and a read puts it back.
 *
 * @param longest characters of JSON of what stays beside what is needed
 */
export function reduceRoom(state: JsonObject, longest: number): JsonObject {
  const isLong = ([name, value]: [string, unknown]) =>
    !needed.has(name) && JSON.stringify(value).length > longest;
  const all = Object.entries(state);
  const long = all.filter(isLong);
  if (long.length === 0) return state;
  // Of what is long now, an earlier failure may have left out parts.
  const was = withStandIns(state);
  const leftOut = long.filter(([name]) => !isOutput(name)).map(([name]) => [name, partsOf(name, was[name])]);
  return {
    ...Object.fromEntries(all.filter((each) => !isLong(each))),
    reduced: { ...(state.reduced as LeftOut | undefined), ...Object.fromEntries(leftOut) },
  };
}

/** The parts that an update can take out one by one. Free data is sent whole. */
const partsOf = (name: string, value: unknown) =>
  isObject(value) && name !== "customData" ? Object.keys(value) : [];

/**
 * The state with what was left out, as the program gave it. The API's answer tells what of it the room really has. What
 * the program does not give any more is still left out.
 */
export function completeRoom(state: JsonObject, inputs: unknown): JsonObject {
  if (!isObject(state.reduced) || !isObject(inputs)) return state;
  const given = inputNames.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]);
  const missing = Object.entries(state.reduced as LeftOut)
    .map(([name, parts]): [string, string[]] => [
      name,
      parts.filter((part) => !Object.hasOwn(Object(inputs[name]), part)),
    ])
    .filter(([name, parts]) => inputs[name] === undefined || parts.length > 0);
  return { ...Object.fromEntries(given), ...state, reduced: Object.fromEntries(missing) };
}

/** What the inputs do not give any more: an update is to take it out, and a read does not forget it. */
export const stillLeftOut = ({ reduced = {} }: { reduced?: LeftOut }) =>
  Object.keys(reduced).length > 0 ? { reduced } : {};

/** Stands for a value that was left out, and equals none that a program gives. */
const LEFT_OUT = Symbol("left out");

/** The state with a stand-in for each value that was left out, so that it counts as there and as another than is wanted. */
export function withStandIns<State extends object>(state: State & { reduced?: LeftOut }): State {
  const standIns = Object.entries(state.reduced ?? {}).map(([name, parts]) => [
    name,
    parts.length === 0
      ? LEFT_OUT
      : {
          ...((state as JsonObject)[name] as JsonObject | undefined),
          ...Object.fromEntries(parts.map((part) => [part, LEFT_OUT])),
        },
  ]);
  return { ...state, ...Object.fromEntries(standIns) };
}
