import { isObject } from "../json";
import type { Secrets } from "../secrets";
import { UNKNOWN } from "../unknown";
import { MARKER_KEY, parseDeclaredAs } from "./marker";
import { inputNames, metadataOf, type RoomInputs } from "./schema";
import { type Failure, failureAt, isHiddenAt, schemaFailures } from "./schema-failures";
import { unsendableParts } from "./unsendable";

/**
 * Completes a room's inputs with the provider's defaults and names all that is wrong with them at once. A value that
 * is not known yet passes any rule. `declaredAs` is kept from the inputs before, so that a renamed stack or resource
 * keeps its room's name and marker.
 *
 * @param secrets what the program made secret among `given`: no reason quotes it
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

/** The rules that concern more than one input. What is not known yet may turn out to be there, or not to be. */
function ruleFailures(inputs: Record<string, unknown>, secrets: true | Secrets): Failure[] {
  const failures: Failure[] = [];
  const fail = (path: string | PropertyKey[], why: string) => {
    const keys = [path].flat();
    failures.push(failureAt(keys, why, inputs[String(keys[0])] !== undefined && isHiddenAt(keys, secrets)));
  };

  const kind = inputs.kind ?? "permanent";
  if (kind === "scheduled") {
    if (inputs.scheduledTime === undefined) {
      fail(
        "scheduledTime",
        "a scheduled room needs its start; write scheduledTime: 2026-12-01T09:00:00+05:30",
      );
    }
    if (inputs.durationMinutes === undefined) {
      fail("durationMinutes", "a scheduled room needs its length in minutes; write durationMinutes: 60");
    }
  } else if ((kind === "permanent" || kind === "adhoc") && isKnown(inputs.scheduledTime)) {
    fail(
      "scheduledTime",
      `only a scheduled room has one and this room is ${isHiddenAt(["kind"], secrets) ? "of another kind" : kind}; write kind: "scheduled" or take it out`,
    );
  }

  for (const { path, why } of unsendableParts(withoutNumbers(inputs))) fail(path, why);
  for (const key of isObject(inputs.extraSettings) ? Object.keys(inputs.extraSettings) : []) {
    const typed = typedInputOf(key, inputs);
    if (typed)
      fail(
        ["extraSettings", key],
        `the input ${typed} sets it; write ${typed} and take it out of extraSettings`,
      );
  }
  if (isObject(inputs.customData) && MARKER_KEY in inputs.customData) {
    fail(["customData", MARKER_KEY], "the name is reserved for the provider's own marker; choose another");
  }
  if (isKnown(inputs.adoptRoomId)) {
    const own = {
      name: "would be renamed by the default",
      ownerRef: "would get the default in place of its own",
    };
    for (const [name, loss] of Object.entries(own)) {
      if (inputs[name] === undefined)
        fail(name, `a room that is adopted ${loss}; write the ${name} that it shall have`);
    }
  }
  if (inputs.declaredAs !== UNKNOWN && !parseDeclaredAs(String(inputs.declaredAs ?? ""))) {
    fail(
      "declaredAs",
      "is filled in by the class Room of pulumi-enablex, as <project>/<stack>/<name>; make rooms with it",
    );
  }
  return failures;
}

/** Numbers among the inputs are the schema's to refuse; it looks into no free data. */
const withoutNumbers = (inputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => typeof value !== "number"));

/** The typed input that already speaks for a key of `settings`, if any. */
function typedInputOf(key: string, inputs: Record<string, unknown>): string | undefined {
  if (key === "scheduled" || key === "adhoc") return "kind";
  const name = inputNames.find((input) => metadataOf(input).wire === `settings.${key}`);
  if (name === undefined) return undefined;
  return isKnown(inputs[name]) || metadataOf(name).default !== undefined ? name : undefined;
}

const isKnown = (value: unknown) => value !== undefined && value !== UNKNOWN;
