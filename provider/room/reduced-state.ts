import { isObject, type JsonObject } from "../json";
import { inputNames, isOutput, type LeftOut } from "./properties";

/** The properties that an update, a delete and the links of a room need. */
const alwaysKept = new Set([
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
 * The state of a room without its long values, for an error that carries it: the engine limits the size of
 * errors. An update sends or removes again what was left out, and a read restores it.
 *
 * @param maxLength maximum JSON characters of a property that is not needed
 */
export function reduceRoom(state: JsonObject, maxLength: number): JsonObject {
  const isLong = ([name, value]: [string, unknown]) =>
    !alwaysKept.has(name) && JSON.stringify(value).length > maxLength;
  const all = Object.entries(state);
  const long = all.filter(isLong);
  if (long.length === 0) return state;
  // An earlier failure may have left out parts of values that are long now.
  const previous = withLeftOutAsChanged(state);
  const leftOut = long
    .filter(([name]) => !isOutput(name))
    .map(([name]) => [name, partsOf(name, previous[name])]);
  return {
    ...Object.fromEntries(all.filter((each) => !isLong(each))),
    reduced: { ...(state.reduced as LeftOut | undefined), ...Object.fromEntries(leftOut) },
  };
}

/** The parts that an update can remove one by one. Free data is sent whole. */
const partsOf = (name: string, value: unknown) =>
  isObject(value) && name !== "customData" ? Object.keys(value) : [];

/**
 * The state with the values that were left out, as the program gives them. The API's response shows which of
 * them the room really has. Values that the program no longer gives are still left out.
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

/** The values that the program no longer gives: an update removes them, and a read keeps them. */
export const remainingLeftOut = ({ reduced = {} }: { reduced?: LeftOut }) =>
  Object.keys(reduced).length > 0 ? { reduced } : {};

/** A placeholder for a value that was left out. It differs from every value that a program gives. */
const LEFT_OUT = Symbol("left out");

/** The state with placeholders for the values that were left out, which count as present and changed. */
export function withLeftOutAsChanged<State extends object>(state: State & { reduced?: LeftOut }): State {
  const placeholders = Object.entries(state.reduced ?? {}).map(([name, parts]) => [
    name,
    parts.length === 0
      ? LEFT_OUT
      : {
          ...((state as JsonObject)[name] as JsonObject | undefined),
          ...Object.fromEntries(parts.map((part) => [part, LEFT_OUT])),
        },
  ]);
  return { ...state, ...Object.fromEntries(placeholders) };
}
