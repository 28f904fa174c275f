import type { z } from "zod";
import { roomInputs } from "../../provider/room/inputs";
import {
  type InputName,
  infoInputs,
  inputNames,
  isFilled,
  isRequired,
  metadataOf,
  type OutputName,
  outputMetadataOf,
  outputNames,
} from "../../provider/room/properties";
import { secretMaps } from "../../provider/room-set/members";

/** `sdk/room-types.ts`: the inputs and outputs of a room, with the schema's descriptions as doc comments. */
export function roomTypes(): string {
  const names: InputName[] = inputNames.filter((name) => name !== "declaredAs");
  const groups = names.filter((name) => typeOf(name).def.type === "object");
  return [
    "// Generated from provider/room/inputs.ts and outputs.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/** The inputs of a room. */",
    "export interface RoomArgs {",
    ...names.flatMap((name) => [
      ...docComment(name),
      inputField(
        name,
        isRequired(name),
        groups.includes(name) ? `${groupName(name)}Args` : tsType(typeOf(name)),
      ),
    ]),
    "}",
    "",
    "/** The inputs of a room as outputs: the given values, or the defaults. */",
    "export interface RoomProperties {",
    ...names.flatMap((name) => [
      ...docComment(name),
      `  readonly ${name}: pulumi.Output<${groups.includes(name) ? groupName(name) : tsType(typeOf(name))}${isFilled(name) ? "" : " | undefined"}>;`,
    ]),
    "}",
    "",
    "/** The outputs of a room that the provider computes. */",
    "export interface RoomResults {",
    ...outputNames.flatMap((name) => [
      `  /** ${outputWords(name)} */`,
      `  readonly ${name}: pulumi.Output<string${outputMetadataOf(name).optional ? " | undefined" : ""}>;`,
    ]),
    "}",
    "",
    "/** A room, as the API returns it, without its secrets: it can be displayed and logged. */",
    "export interface RoomInfo {",
    ...infoInputs.flatMap((name) => [
      ...docComment(name),
      `  ${name}?: ${groups.includes(name) ? groupName(name) : tsType(typeOf(name))};`,
    ]),
    ...infoOutputs.flatMap((name) => [
      `  /** ${outputMetadataOf(name).description} */`,
      `  ${name}: string;`,
    ]),
    "  /** Whether people are in the room now. */",
    "  active: boolean;",
    "}",
    "",
    "type Value<Property> = Property extends pulumi.Output<infer Known> ? Known : never;",
    "type Values<Properties> = { readonly [Name in keyof Properties]: Value<Properties[Name]> };",
    `type NotInSet = ${notInSet.map((name) => JSON.stringify(name)).join(" | ")};`,
    "",
    "/** A room of a set: its inputs with their defaults, and its outputs. Its secrets are in separate maps. */",
    "export interface RoomSetRoom extends Values<Omit<RoomProperties & RoomResults, NotInSet>> {}",
    ...groups.flatMap((name) => groupTypes(name)),
    "",
  ].join("\n");
}

const infoOutputs = outputNames.filter((name) => outputMetadataOf(name).inInfo);
const notInSet = [
  ...Object.keys(secretMaps),
  ...outputNames.filter((name) => outputMetadataOf(name).notInSet),
];

function outputWords(name: OutputName): string {
  const { description, remark, secret } = outputMetadataOf(name);
  return [description, remark, secret && "A secret."].filter(Boolean).join(" ");
}

type AnyType = z.ZodType & { def: { type: string } };

const typeOf = (name: InputName): AnyType => unwrapped(roomInputs.shape[name]);
const unwrapped = (type: unknown): AnyType =>
  ((type as Partial<z.ZodOptional<z.ZodType>>).unwrap?.() ?? type) as AnyType;
const groupName = (name: string) => `Room${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** An optional input accepts `undefined`, plain or in an output, as in the SDKs that Pulumi generates. */
export const inputField = (name: string, isRequired: boolean, type: string): string =>
  isRequired ? `  ${name}: pulumi.Input<${type}>;` : `  ${name}?: pulumi.Input<${type} | undefined>;`;

function tsType(type: AnyType): string {
  switch (type.def.type) {
    case "enum":
      return Object.values((type as unknown as z.ZodEnum).enum)
        .map((value) => JSON.stringify(value))
        .join(" | ");
    case "record":
      return "Record<string, unknown>";
    case "string":
    case "number":
    case "boolean":
      return type.def.type;
    default:
      throw new Error(`no TypeScript type for ${type.def.type}`);
  }
}

const docComment = (name: InputName) => {
  const metadata = metadataOf(name);
  return jsDoc(metadata, JSON.stringify(metadata.default));
};

/** The doc comment of a property, with the meanings of its values and its default. */
export function jsDoc(
  { description, values = {} }: { description: string; values?: Record<string, string> },
  defaultText: string | undefined,
): string[] {
  const meanings = Object.entries(values).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  const lines = [description, ...meanings, ...(defaultText === undefined ? [] : [`@default ${defaultText}`])];
  if (lines.length === 1) return [`  /** ${description} */`];
  return ["  /**", ...lines.map((line) => `   * ${line}`), "   */"];
}

function groupTypes(name: InputName): string[] {
  const fields = Object.entries((typeOf(name) as unknown as z.ZodObject).shape).map(([key, type]) => ({
    key,
    isRequired: (type as AnyType).def.type !== "optional",
    type: tsType(unwrapped(type)),
  }));
  const said = `/** See \`${name}\` of a room. */`;
  return [
    "",
    said,
    `export interface ${groupName(name)}Args {`,
    ...fields.map(({ key, isRequired, type }) => inputField(key, isRequired, type)),
    "}",
    "",
    said,
    `export interface ${groupName(name)} {`,
    ...fields.map(({ key, isRequired, type }) => `  ${key}${isRequired ? "" : "?"}: ${type};`),
    "}",
  ];
}
