import { isObject } from "../json";
import type { Secrets } from "../program-secrets";
import { UNKNOWN } from "../unknown";
import { MARKER_KEY, parseDeclaredAs } from "./marker";
import { inputNames, metadataOf, type RoomInputs } from "./properties";
import { type Failure, failureAt, isHiddenAt, schemaFailures } from "./schema-failures";
import { unsendableParts } from "./unsendable";

/**
 * Completes a room's inputs with the provider's defaults and reports all failures at once. A value that is
 * not known yet passes every rule. `declaredAs` is kept from the inputs before, so a renamed stack or
 * resource keeps its room's name and marker.
 *
 * @param secrets values in `given` that the program made secret: no reason quotes them
 */
export function checkRoom(
  before: Record<string, unknown>,
  given: Record<string, unknown>,
  secrets: true | Secrets = {},
): { inputs: RoomInputs; failures: Failure[] } {
  const inputs: Record<string, unknown> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
  if (typeof before.declaredAs === "string") inputs.declaredAs = before.declaredAs;

  const failures = [...schemaFailures(inputs, secrets), ...ruleFailures(inputs, secrets)];

  for (const name of inputNames) inputs[name] ??= metadataOf(name).default;
  const declared = parseDeclaredAs(String(inputs.declaredAs));
  inputs.name ??= declared?.name;
  inputs.ownerRef ??= inputs.declaredAs;
  for (const name of inputNames) if (inputs[name] === undefined) delete inputs[name];
  return { inputs: inputs as RoomInputs, failures };
}

/** The rules that concern more than one input. An unknown value may turn out to be present or absent. */
function ruleFailures(inputs: Record<string, unknown>, secrets: true | Secrets): Failure[] {
  const failures: Failure[] = [];
  const fail = (path: string | PropertyKey[], reason: string) => {
    const keys = [path].flat();
    const isGiven = inputs[String(keys[0])] !== undefined;
    failures.push(failureAt(keys, reason, isGiven && isHiddenAt(keys, secrets)));
  };

  const kind = inputs.kind ?? "permanent";
  if (kind === "scheduled") {
    if (inputs.scheduledTime === undefined) {
      fail(
        "scheduledTime",
        "is required for a scheduled room; write scheduledTime: 2026-12-01T09:00:00+05:30",
      );
    }
    if (inputs.durationMinutes === undefined) {
      fail("durationMinutes", "is required for a scheduled room; write durationMinutes: 60");
    }
  } else if ((kind === "permanent" || kind === "adhoc") && isKnown(inputs.scheduledTime)) {
    fail(
      "scheduledTime",
      `is only allowed for a scheduled room, and this room is ${isHiddenAt(["kind"], secrets) ? "of another kind" : kind}; write kind: "scheduled" or remove it`,
    );
  }

  for (const { path, reason } of unsendableParts(withoutNumbers(inputs))) fail(path, reason);
  for (const key of isObject(inputs.extraSettings) ? Object.keys(inputs.extraSettings) : []) {
    const typed = typedInputOf(key, inputs);
    if (typed)
      fail(
        ["extraSettings", key],
        `is set by the input ${typed}; use ${typed} and remove the key from extraSettings`,
      );
  }
  if (isObject(inputs.customData) && MARKER_KEY in inputs.customData) {
    fail(["customData", MARKER_KEY], "is reserved for the provider's marker; choose another key");
  }
  if (isKnown(inputs.adoptRoomId)) {
    const effects = { name: "rename the room", ownerRef: "replace the room's own" };
    for (const [name, effect] of Object.entries(effects)) {
      if (inputs[name] === undefined)
        fail(name, `is required with adoptRoomId: the default would ${effect}; write the desired ${name}`);
    }
  }
  if (inputs.declaredAs !== UNKNOWN && !parseDeclaredAs(String(inputs.declaredAs ?? ""))) {
    fail(
      "declaredAs",
      "is set by the class Room of pulumi-enablex, as <project>/<stack>/<name>; create rooms with that class",
    );
  }
  return failures;
}

/** The schema already validates the numbers among the inputs, but not those in free data. */
const withoutNumbers = (inputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => typeof value !== "number"));

/** The input that sets the same key of `settings`, if any. */
function typedInputOf(key: string, inputs: Record<string, unknown>): string | undefined {
  if (key === "scheduled" || key === "adhoc") return "kind";
  const name = inputNames.find((input) => metadataOf(input).wire === `settings.${key}`);
  if (name === undefined) return undefined;
  return isKnown(inputs[name]) || metadataOf(name).default !== undefined ? name : undefined;
}

const isKnown = (value: unknown) => value !== undefined && value !== UNKNOWN;
