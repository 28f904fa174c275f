import type { Core } from "../core";
import { isObject, type JsonObject } from "../json";
import { nearest } from "../nearest";
import { mergeSecrets, type Secrets, secretsIn } from "../program-secrets";
import { pathPart } from "../property-path";
import { roomInputs } from "../room/inputs";
import { type Failure, schemaFailures } from "../room/schema-failures";
import { UNKNOWN } from "../unknown";
import { memberDeclaredAs, type RoomSetInputs } from "./members";

/**
 * Copies the defaults into each room, completes the rooms as check completes a `Room`, and reports all
 * failures at once. A set or a room that is not known yet stays unknown.
 *
 * @param secrets which of the `given` values the program made secret: no reason quotes them
 */
export function checkRoomSet(
  core: Core,
  before: JsonObject,
  given: JsonObject,
  secrets: Secrets = {},
): { inputs: RoomSetInputs; failures: Failure[] } {
  const declaredAs = typeof before.declaredAs === "string" ? before.declaredAs : String(given.declaredAs);
  const failures = unknownInputs(given);
  const defaults = given.defaults ?? {};
  const rooms = given.rooms;
  const answer = (checked: unknown) => ({
    inputs: { rooms: checked, ...(isGiven(given.defaults) && { defaults }), declaredAs } as RoomSetInputs,
    failures,
  });

  const secretDefaults = secretsIn(secrets, "defaults");
  if (defaults !== UNKNOWN) failures.push(...defaultsFailures(defaults, secretDefaults));
  if (rooms === UNKNOWN) return answer(UNKNOWN);
  if (!isObject(rooms)) {
    failures.push(
      fail(
        "rooms",
        `${rooms === undefined || rooms === null ? "is required" : "is not an object"}; write rooms by key, such as { "math-101": { participants: 30 } }`,
      ),
    );
    return answer({});
  }

  const wrongDefaults = new Set(failures.map(({ property }) => inputIn(property, "defaults")));
  const checked = Object.entries(rooms).map(([key, room]) => {
    // Defaults that are not known yet may set any input.
    if (room === UNKNOWN || defaults === UNKNOWN) return [key, UNKNOWN];
    const path = `rooms${pathPart(key)}`;
    if (key === "") failures.push(fail(path, "a key is empty; write at least one character"));
    if (room !== null && !isObject(room)) {
      failures.push(fail(path, "is not an object; write the room's inputs, or {} for the defaults alone"));
      return [key, {}];
    }
    const own = room ?? {};
    const all = { ...(isObject(defaults) ? defaults : {}), ...own };
    const secret = eitherSecret(secretDefaults, secretsIn(secretsIn(secrets, "rooms"), key));
    const found = core.check({}, { ...all, declaredAs: memberDeclaredAs({ declaredAs }, key) }, secret);
    for (const { property, reason } of found.failures) {
      const input = inputIn(property);
      // Report a wrong default only once.
      if (input !== undefined && wrongDefaults.has(input) && !Object.hasOwn(own, input)) continue;
      // Report an unknown default account once, at the defaults.
      const at = input === "account" && !Object.hasOwn(own, input) ? "defaults" : path;
      failures.push(
        property === ""
          ? { property, reason }
          : { property: within(at, property), reason: `${at}.${reason}` },
      );
    }
    const { declaredAs: _, ...inputs } = found.inputs;
    return [key, { ...inputs, name: all.name ?? key }];
  });
  const inputs = Object.fromEntries(checked);
  failures.push(...duplicateAdoptions(inputs));
  return { ...answer(inputs), failures: unique(failures) };
}

/** Rejects two keys for one room: removing one of them would delete the other's room. */
function duplicateAdoptions(rooms: Record<string, RoomSetInputs["rooms"][string]>): Failure[] {
  const owners = new Map<string, string>();
  return Object.entries(rooms).flatMap(([key, { adoptRoomId }]) => {
    const id = typeof adoptRoomId === "string" ? adoptRoomId.toLowerCase() : undefined;
    if (id === undefined || id === UNKNOWN) return [];
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, key);
      return [];
    }
    const path = `rooms${pathPart(key)}.adoptRoomId`;
    return [fail(path, `rooms${pathPart(owner)} already adopts that room; set it in only one of them`)];
  });
}

const eitherSecret = (one: true | Secrets, other: true | Secrets) =>
  one === true || other === true || mergeSecrets(one, other);

const isGiven = (value: unknown) => value !== undefined && value !== null;

/** Inputs that rooms cannot share. */
const PER_ROOM_INPUTS = ["name", "adoptRoomId", "declaredAs"];

const defaultInputs = roomInputs.partial();

function defaultsFailures(defaults: unknown, secrets: true | Secrets): Failure[] {
  if (!isObject(defaults)) {
    return [fail("defaults", "is not an object; write the inputs that the rooms have in common")];
  }
  const shared = Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== null));
  return [
    ...PER_ROOM_INPUTS.filter((name) => Object.hasOwn(shared, name)).map((name) =>
      fail(`defaults.${name}`, "cannot be a default; set it in each room"),
    ),
    ...schemaFailures(shared, secrets, defaultInputs).map(({ property, reason }) => ({
      property: within("defaults", property),
      reason: `defaults.${reason}`,
    })),
  ];
}

function unknownInputs(given: JsonObject): Failure[] {
  const names = ["defaults", "rooms"];
  return Object.keys(given)
    .filter((key) => key !== "declaredAs" && !names.includes(key))
    .map((key) => {
      const near = nearest(key, names);
      return fail(
        key,
        `is not an input; ${near ? `did you mean ${near}?` : "a room set has defaults and rooms"}`,
      );
    });
}

/** Hides the values of the set's own inputs: each contains rooms, or may be meant to. */
const fail = (property: string, why: string): Failure => ({
  property: /[.[]/.test(property) ? property : `["${property}"]`,
  reason: `${property}: ${why}`,
});

/** A room's property path within the set; it starts with a bracket if its value is hidden. */
const within = (path: string, property: string) => `${path}${property.startsWith("[") ? "" : "."}${property}`;

/** The room's input that a property path concerns. */
const inputIn = (property: string, within = ""): string | undefined =>
  (property.startsWith(within) ? property.slice(within.length) : "").match(/^[.["]*(\w+)/)?.[1];

/** Removes duplicates: each room reports an error in the configuration. */
const unique = (failures: Failure[]): Failure[] => [
  ...new Map(failures.map((each) => [`${each.property} ${each.reason}`, each])).values(),
];
