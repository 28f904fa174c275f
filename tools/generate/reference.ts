import { packageSchema } from "./schema";
import type { Spec } from "./spec";
import { table } from "./table";

/** `docs/reference.md`: all inputs, outputs, configuration keys and functions, from the same schema as all else. */
export function reference(): string {
  const { resources, types, config, functions } = packageSchema();
  const room = resources["enablex:index:Room"];
  const set = resources["enablex:index:RoomSet"];
  const outputs = omit(room.properties, Object.keys(room.inputProperties));
  const sections = [
    "<!-- Generated from provider/room/schema.ts and provider/config-facts.ts by `npm run generate`; do not edit. -->",
    "# Reference",
    "The names are the same in every language, in its own spelling: `ownerRef` is `owner_ref` in Python and `OwnerRef` in Go.",
    "## Room",
    "`Room` of `pulumi-enablex` has the type `pulumi-nodejs:dynamic/enablex:Room`. `Room` of `pulumi-enablex/native`, and of any language but TypeScript, has the type `enablex:index:Room`. Inputs and outputs are the same.",
    "### Inputs",
    "What is not given is not sent, but for the defaults below. An input that is “replaced on change” cannot be changed by the API: a new room with new links takes the old one's place.",
    fields(room.inputProperties, room.requiredInputs),
    "### Outputs",
    "All inputs, as they were given or filled in, and `undefined` where they were neither. In TypeScript they are also `undefined` where only a parent's transform or a policy's remediation sets them. And:",
    fields(outputs),
    "In TypeScript, `links` holds both links, to be exported for [another stack](guides/two-stacks.md), and `Room.get(name, id)` reads a room that another program has made.",
    "## RoomSet",
    "`RoomSet` of `pulumi-enablex/native`, and of any language but TypeScript, has the type `enablex:index:RoomSet`. [When to use it](room-sets.md).",
    "### Inputs of a set",
    fields(set.inputProperties, set.requiredInputs),
    "### Outputs of a set",
    fields(set.properties),
    "In TypeScript, `links` holds both links of each room by its key, a secret.",
    "## Types",
    ...Object.entries<Spec>(types).flatMap(([token, type]) => [
      `### ${nameOf(token)}`,
      type.enum ? meanings(type) : type.description,
      ...(type.enum ? [] : [fields(type.properties, type.required)]),
    ]),
    "## Configuration",
    "Set with `pulumi config set enablex:<key>`, secrets with `--secret`, or in the environment; the stack's configuration counts before the environment. An explicit provider (`Provider` in the native form) takes its arguments, then the environment, then the default. `ENABLEX_LOG=debug` in the environment prints each request to the API, with its values masked.",
    configuration(config.variables),
    "## Functions",
    "In TypeScript, `getRooms` and `getRoomUsers` give the list itself. Each function has a twin that takes outputs: `getRoomOutput` and so on. Functions that ask no API, such as `joinUrl`, are [in the README](../README.md#rooms).",
    ...Object.entries<Spec>(functions).flatMap(([token, made]) => [
      `### ${nameOf(token)}`,
      made.description,
      fields(made.inputs.properties, made.inputs.required, "Argument"),
      "What it gives:",
      fields(made.outputs.properties, [], "Field"),
    ]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function fields(properties: Spec, required: string[] = [], title = "Name"): string {
  const rows = Object.entries<Spec>(properties).map(([name, property]) => {
    const { description = "", default: ours, secret, replaceOnChanges } = property;
    const remarks = [
      description,
      required.includes(name) && "Required.",
      ours !== undefined && `Default: \`${ours}\`.`,
      replaceOnChanges && "Replaced on change.",
      secret && !/secret/i.test(description) && "Secret.",
    ];
    return [`\`${name}\``, typeText(property), remarks.filter(Boolean).join(" ")];
  });
  return table([title, "Type", "Meaning"], rows);
}

const meanings = (type: Spec): string =>
  table(
    ["Value", "Meaning"],
    type.enum.map(({ value, description }: Spec) => [`\`${value}\``, description]),
  );

function configuration(variables: Spec): string {
  const rows = Object.entries<Spec>(variables).map(([key, variable]) => {
    const [environment] = variable.defaultInfo.environment;
    const meaning = variable.description.replace(` Environment: \`${environment}\`.`, "");
    return [
      `\`enablex:${key}\``,
      `\`${environment}\``,
      typeText(variable),
      `${meaning}${variable.secret && !/secret/i.test(meaning) ? " Secret." : ""}`,
    ];
  });
  return table(["Key", "Environment", "Type", "Meaning"], rows);
}

function typeText({ type, $ref, items, additionalProperties }: Spec): string {
  if ($ref === "pulumi.json#/Any") return "any";
  if ($ref) return `[${nameOf($ref)}](#${nameOf($ref).toLowerCase()})`;
  if (items) return `list of ${typeText(items)}`;
  if (additionalProperties) return `map of ${typeText(additionalProperties)}`;
  return type;
}

const nameOf = (token: string) => token.slice(token.lastIndexOf(":") + 1);
const omit = (spec: Spec, names: string[]): Spec =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => !names.includes(name)));
