import { packageSchema } from "./schema";
import type { Spec } from "./spec";
import { table } from "./table";

/** `docs/reference.md`: all inputs, outputs, configuration keys and functions, from the package schema. */
export function reference(): string {
  const { resources, types, config, functions } = packageSchema();
  const room = resources["enablex:index:Room"];
  const set = resources["enablex:index:RoomSet"];
  const outputs = omit(room.properties, Object.keys(room.inputProperties));
  const sections = [
    "<!-- Generated from provider/room/inputs.ts, provider/room/outputs.ts and provider/config/keys.ts by `npm run generate`; do not edit. -->",
    "# Reference",
    "Names follow each language's conventions: `ownerRef` is `owner_ref` in Python and `OwnerRef` in Go.",
    "## Room",
    "`Room` of `pulumi-enablex` has the type `pulumi-nodejs:dynamic/enablex:Room`. `Room` of `pulumi-enablex/native`, and of every other language, has the type `enablex:index:Room`. Inputs and outputs are the same.",
    "### Inputs",
    "An omitted input is not sent, unless it has a default below. Changing an input marked “Replaced on change” replaces the room with a new one, which has new links, because the API cannot change it.",
    fields(room.inputProperties, room.requiredInputs),
    "### Outputs",
    "Every input is also an output: your value, else the default, else `undefined`. In TypeScript, it is also `undefined` if only a transform of a parent or the remediation of a policy sets it. The other outputs are:",
    fields(outputs),
    "In TypeScript, `links` has both links, which you can export for [another stack](guides/two-stacks.md). `Room.get(name, id)` reads a room that another program created.",
    "## RoomSet",
    "`RoomSet` of `pulumi-enablex/native`, and of every other language, has the type `enablex:index:RoomSet`. See [Room sets](room-sets.md) for when to use it.",
    "### Inputs of a set",
    fields(set.inputProperties, set.requiredInputs),
    "### Outputs of a set",
    fields(set.properties),
    "In TypeScript, `links` has both links of each room by its key. It is a secret.",
    "## Types",
    ...Object.entries<Spec>(types).flatMap(([token, type]) => [
      `### ${nameOf(token)}`,
      type.enum ? meanings(type) : type.description,
      ...(type.enum ? [] : [fields(type.properties, type.required)]),
    ]),
    "## Configuration",
    "Set a key with `pulumi config set enablex:<key>`, a secret with `--secret`, or set its environment variable. Stack configuration takes precedence over environment variables, which take precedence over defaults. An explicit provider (`Provider` in the native form) uses its arguments instead of the stack configuration. With `ENABLEX_LOG=debug` in the environment, each request to the API is logged, with its values masked.",
    configuration(config.variables),
    "## Functions",
    "In TypeScript, `getRooms` and `getRoomUsers` return the list itself. Each function has a variant that accepts outputs: `getRoomOutput` and so on. `joinUrl`, `embedHtml` and `moderatorUrl` send no request. In TypeScript, they are [functions of the SDK](../README.md#rooms) and return the text itself, as an output.",
    ...Object.entries<Spec>(functions).flatMap(([token, made]) => [
      `### ${nameOf(token)}`,
      made.description,
      fields(made.inputs.properties, made.inputs.required, "Argument"),
      "Result:",
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

function typeText({ type, $ref, items, additionalProperties, oneOf }: Spec): string {
  if (oneOf) return oneOf.map(typeText).join(" or ");
  if ($ref === "pulumi.json#/Any") return "any";
  if ($ref) return `[${nameOf($ref)}](#${nameOf($ref).toLowerCase()})`;
  if (items) return `list of ${typeText(items)}`;
  if (additionalProperties) return `map of ${typeText(additionalProperties)}`;
  return type;
}

const nameOf = (token: string) => token.slice(token.lastIndexOf(":") + 1);
const omit = (spec: Spec, names: string[]): Spec =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => !names.includes(name)));
