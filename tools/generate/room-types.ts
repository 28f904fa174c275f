import type { z } from "zod";
import { roomInputs } from "../../provider/room/inputs";
import {
  type InputName,
  infoInputs,
  infoOutputs,
  inputNames,
  isFilled,
  isRequired,
  metadataOf,
  type OutputName,
  outputMetadataOf,
  outputNames,
} from "../../provider/room/properties";
import { secretMaps } from "../../provider/room-set/members";
import { type AnyType, inner, typeName } from "./room-schema";

/** `sdk/room-types.ts`: the inputs and outputs of a room, with the schema's descriptions as doc comments. */
export function roomTypes(): string {
  const names: InputName[] = inputNames.filter((name) => name !== "declaredAs");
  const groups = names.filter((name) => typeOf(name).def.type === "object");
  const notInInfo = names.filter((name) => !infoInputs.includes(name));
  return [
    "// Generated from provider/room/inputs.ts and outputs.ts by `npm run generate`; do not edit.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    "/** The inputs of a room. */",
    "export interface RoomArgs {",
    ...names.flatMap((name) => [
      ...jsDoc(metadataOf(name), JSON.stringify(metadataOf(name).default)),
      inputField(
        name,
        isRequired(name),
        groups.includes(name) ? `${typeName(name)}Args` : tsType(typeOf(name)),
      ),
    ]),
    "}",
    "",
    "/** The values of the inputs that have parts. */",
    "interface Groups {",
    ...groups.map((name) => `  ${name}: ${typeName(name)}${isRequired(name) ? "" : " | undefined"};`),
    "}",
    "",
    `type Filled = ${unionOf(names.filter(isFilled))};`,
    "type Known<Given> = Exclude<Given, Promise<unknown> | pulumi.OutputInstance<unknown>>;",
    "type ValuesOf<Args> = {",
    "  [Name in keyof Args]: Name extends keyof Groups ? Groups[Name] : Known<Args[Name]>;",
    "};",
    "type OutputsOf<Values> = {",
    "  readonly [Name in keyof Values]-?: pulumi.Output<",
    "    Name extends Filled ? Exclude<Values[Name], undefined> : Values[Name]",
    "  >;",
    "};",
    "",
    "/** The inputs of a room as outputs: the given values, or the defaults. */",
    "export interface RoomProperties extends OutputsOf<ValuesOf<RoomArgs>> {}",
    "",
    "/** The outputs of a room that the provider computes. */",
    "export interface RoomResults {",
    ...outputNames.flatMap((name) => [
      `  /** ${outputWords(name)} */`,
      `  readonly ${name}: pulumi.Output<string${outputMetadataOf(name).optional ? " | undefined" : ""}>;`,
    ]),
    "}",
    "",
    `type NotInInfo = ${unionOf(notInInfo)};`,
    "",
    "/** A room, as the API returns it, without its secrets: it can be displayed and logged. */",
    "export interface RoomInfo extends Partial<Omit<ValuesOf<RoomArgs>, NotInInfo>> {",
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
    `type NotInSet = ${unionOf(namesNotInSet)};`,
    "",
    "/** A room of a set: its inputs with their defaults, and its outputs. Its secrets are in separate maps. */",
    "export interface RoomSetRoom extends Values<Omit<RoomProperties & RoomResults, NotInSet>> {}",
    ...groups.flatMap((name) => groupTypes(name)),
    "",
  ].join("\n");
}

const namesNotInSet = [
  ...Object.keys(secretMaps),
  ...outputNames.filter((name) => outputMetadataOf(name).onlyImported),
];

function outputWords(name: OutputName): string {
  const { description, remark, secret } = outputMetadataOf(name);
  return [description, remark, secret && "A secret."].filter(Boolean).join(" ");
}

const typeOf = (name: InputName): AnyType => inner(roomInputs.shape[name]);

/** An optional input accepts `undefined`, plain or in an output, as in the SDKs that Pulumi generates. */
export const inputField = (name: string, isRequired: boolean, type: string): string =>
  isRequired ? `  ${name}: pulumi.Input<${type}>;` : `  ${name}?: pulumi.Input<${type} | undefined>;`;

export const unionOf = (names: string[]): string => names.map((name) => JSON.stringify(name)).join(" | ");

function tsType(type: AnyType): string {
  switch (type.def.type) {
    case "enum":
      return unionOf(Object.values((type as unknown as z.ZodEnum).enum).map(String));
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
  const parts = Object.entries((typeOf(name) as unknown as z.ZodObject).shape);
  const said = `/** See \`${name}\` of a room. */`;
  return [
    "",
    said,
    `export interface ${typeName(name)}Args {`,
    ...parts.map(([key, type]) =>
      inputField(key, (type as AnyType).def.type !== "optional", tsType(inner(type))),
    ),
    "}",
    "",
    said,
    `export interface ${typeName(name)} extends ValuesOf<${typeName(name)}Args> {}`,
  ];
}
