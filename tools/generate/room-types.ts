import type { z } from "zod";
import { type InputName, inputNames, metadataOf, roomInputs } from "../../provider/room/schema";

/** `sdk/room-types.ts`: what a program may give a room and reads from it, with the schema's words as doc comments. */
export function roomTypes(): string {
  const names = inputNames.filter((name) => name !== "declaredAs");
  const groups = names.filter((name) => typeOf(name).def.type === "object");
  return [
    "// Generated from provider/room/schema.ts by `npm run generate`; do not edit.",
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
    "/** A room, as the API returns it, without its secrets: it can be displayed and logged. */",
    "export interface RoomInfo {",
    ...names
      .filter(isShown)
      .flatMap((name) => [
        ...docComment(name),
        `  ${name}?: ${groups.includes(name) ? groupName(name) : tsType(typeOf(name))};`,
      ]),
    ...roomInfoResults,
    "}",
    ...groups.flatMap((name) => groupTypes(name)),
    "",
  ].join("\n");
}

/** What the API tells of a room, but for what is secret. */
const isShown = (name: InputName) =>
  (metadataOf(name).wire !== undefined || name === "kind") && !metadataOf(name).secret;

const roomInfoResults = [
  "  /** Id of the room, 24 hexadecimal digits. */",
  "  roomId: string;",
  "  /** Link for participants: `<meeting URL>/<room id>`. */",
  "  participantUrl: string;",
  "  /** When the room was created: ISO 8601 with `Z`. */",
  "  created: string;",
  "  /** Whether people are in the room now. */",
  "  active: boolean;",
];

type AnyType = z.ZodType & { def: { type: string } };

const typeOf = (name: InputName): AnyType => unwrapped(roomInputs.shape[name]);
const unwrapped = (type: unknown): AnyType =>
  ((type as Partial<z.ZodOptional<z.ZodType>>).unwrap?.() ?? type) as AnyType;
const isRequired = (name: InputName) => roomInputs.shape[name].def.type !== "optional";
const isFilled = (name: InputName) =>
  isRequired(name) || metadataOf(name).default !== undefined || name === "name" || name === "ownerRef";
const groupName = (name: string) => `Room${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** An optional input takes `undefined` too, by itself or in an output, as in the SDKs that Pulumi generates. */
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

function docComment(name: InputName): string[] {
  const { description, default: ours, values } = metadataOf(name);
  const meanings = Object.entries(values ?? {}).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  const remark = ours === undefined ? [] : [`@default ${JSON.stringify(ours)}`];
  const [first, ...more] = [description, ...meanings, ...remark];
  if (more.length === 0) return [`  /** ${first} */`];
  return ["  /**", `   * ${first}`, ...more.map((line) => `   * ${line}`), "   */"];
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
