import type { z } from "zod";
import { roomInputs } from "../../provider/room/inputs";
import {
  type InputName,
  infoInputs,
  infoOutputs,
  inputNames,
  isFilled,
  isOutput,
  isRequired,
  metadataOf,
  type OutputName,
  outputMetadataOf,
  outputNames,
} from "../../provider/room/properties";
import { roomsArguments } from "../../provider/room-info";
import { eachSecretMap, secretMaps } from "../../provider/room-set/members";
import { argumentsSpec } from "./arguments";
import { enumeration, object, pascal, pick, ref, type Spec, token } from "./spec";

/** The resource `enablex:index:Room`. */
export function roomResource(): Spec {
  const inputs = inputNames.filter((name) => name !== "declaredAs");
  return {
    description: `A meeting room and its join links.\n\n${IMPORT}`,
    inputProperties: pick(inputs, (name) => ({
      ...inputProperty(name),
      default: metadataOf(name).default,
      replaceOnChanges: metadataOf(name).replaceOnChanges,
    })),
    requiredInputs: inputs.filter(isRequired),
    properties: { ...pick(inputNames, inputProperty), ...pick(outputNames, outputProperty) },
    required: [...inputNames.filter(isFilled), ...outputNames.filter(isAlways)],
    listInputs: argumentsSpec(
      "",
      roomsArguments,
      "Which rooms to list; by default, all rooms of the project.",
    ),
    aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }],
  };
}

const IMPORT = `## Import

Import a room by its id, 24 hexadecimal digits. Its inputs are read from the API:

\`\`\`sh
pulumi import enablex:index:Room standup 60af1c2e5f8b9a0012345678
\`\`\``;

/** The resource `enablex:index:RoomSet`. */
export function roomSetResource(): Spec {
  return {
    description:
      "Many rooms as one resource, such as a timetable: created, updated and deleted in parallel, in one step. A change of one room affects only that room.",
    inputProperties: {
      defaults: {
        ...ref("RoomSetInputs"),
        description:
          "Inputs that the rooms share: any except `name` and `adoptRoomId`. A room's own inputs take precedence.",
      },
      rooms: {
        type: "object",
        additionalProperties: ref("RoomSetInputs"),
        description:
          "Rooms by key. The key is also the room's name, unless you set `name`. `participants` is required in the room or in the defaults.",
      },
    },
    requiredInputs: ["rooms"],
    properties: {
      rooms: {
        type: "object",
        additionalProperties: ref("RoomSetRoom"),
        description: "Rooms by key.",
      },
      ...secretMapsOfSet(),
      declaredAs: inputProperty("declaredAs"),
    },
    required: ["rooms", ...Object.values(secretMaps), "declaredAs"],
  };
}

/** Maps of the rooms' secrets: in some languages, a secret inside one room would make all of `rooms` a secret. */
function secretMapsOfSet(): Spec {
  const descriptions: Record<string, string> = {
    moderatorUrl: "Moderator links by room key. Anyone who has one can host the meeting.",
    sipPin: "PINs to dial, by room key, for rooms with SIP.",
  };
  return eachSecretMap((name) => ({
    type: "object",
    additionalProperties: isOutput(name) ? { type: "string" } : ref(typeName(name as InputName)),
    description: descriptions[name] ?? `\`${name}\` by room key, for rooms that have one.`,
    secret: true,
  }));
}

/** The types of its inputs and outputs. */
export function roomSetTypes(): Spec {
  const inputs = inputNames.filter((name) => name !== "declaredAs");
  const isApart = (name: string) => Object.hasOwn(secretMaps, name);
  const kept = inputs.filter((name) => !isApart(name));
  const outputs = outputNames.filter((name) => !isApart(name) && !outputMetadataOf(name).onlyImported);
  return {
    [token("RoomSetInputs")]: object(
      "Inputs of a room in a set: those of a `Room`. The set's defaults can provide required inputs.",
      pick(inputs, memberProperty),
    ),
    [token("RoomSetRoom")]: object(
      "A room of a set: its inputs with their defaults, and its outputs. Its secrets are in separate maps: `moderatorUrls`, `sipPins` and `liveRecordings`.",
      { ...pick(kept, memberProperty), ...pick(outputs, outputProperty) },
      [...kept.filter(isFilled), ...outputs.filter(isAlways)],
    ),
  };
}

/** Descriptions that differ from those of a `Room`. */
const memberDescriptions: Partial<Record<InputName, string>> = {
  name: "Title of the room that people see. Defaults to its key in the set; need not be unique.",
  ownerRef:
    "Your own reference for the room; it appears in call reports. Defaults to `<project>/<stack>/<set>/<key>`.",
};

const memberProperty = (name: InputName): Spec => {
  const property = inputProperty(name);
  return { ...property, description: memberDescriptions[name] ?? property.description };
};

/** The types of its inputs. */
export function roomTypes(): Spec {
  const named = inputNames.flatMap((name): [string, Spec][] => {
    const type = inner(roomInputs.shape[name]);
    if (type.def.type === "enum") return [[token(typeName(name)), enumeration(metadataOf(name).values!)]];
    if (type.def.type !== "object") return [];
    const fields = Object.entries((type as unknown as z.ZodObject).shape);
    const required = fields.filter(([, field]) => field.def.type !== "optional").map(([key]) => key);
    const properties = fields.map(([key, field]) => [
      key,
      {
        ...typeSpec(inner(field), "RoomRecordedMedia"),
        description: inner(field).description ?? field.description,
      },
    ]);
    return [
      [token(typeName(name)), object(`See \`${name}\` of a room.`, Object.fromEntries(properties), required)],
    ];
  });
  return {
    ...Object.fromEntries(named),
    [token("RoomRecordedMedia")]: enumeration({ audio: "Audio only.", audiovideo: "Audio and video." }),
  };
}

/** The properties of a room that functions return. */
export function roomInfo(): Spec {
  return {
    ...pick(infoInputs, inputProperty),
    name: { type: "string", description: "Title of the room that people see; need not be unique." },
    ownerRef: {
      type: "string",
      description: "The owner's reference for the room; it appears in call reports.",
    },
    ...pick(infoOutputs, (name) => ({ type: "string", description: outputMetadataOf(name).description })),
    active: { type: "boolean", description: "Whether people are in the room now." },
  };
}
export const roomInfoAlways = [...infoOutputs, "active"];

/** An input's type and description, which its output shares. */
export function inputProperty(name: InputName): Spec {
  const { description, secret } = metadataOf(name);
  return { ...typeSpec(inner(roomInputs.shape[name]), typeName(name)), description, secret };
}

function outputProperty(name: OutputName): Spec {
  const { description, remark, secret } = outputMetadataOf(name);
  return { type: "string", description: remark ? `${description} ${remark}` : description, secret };
}

const isAlways = (name: OutputName) => !outputMetadataOf(name).optional;

/** @param name the type's name, if it is an enum or an object */
function typeSpec(type: AnyType, name: string): Spec {
  switch (type.def.type) {
    case "enum":
    case "object":
      return ref(name);
    case "record":
      return { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } };
    case "number":
      return { type: "integer" };
    case "string":
    case "boolean":
      return { type: type.def.type };
    default:
      throw new Error(`no schema for the type ${type.def.type}`);
  }
}

export type AnyType = z.ZodType & { def: { type: string } };

/** The type without `optional`. */
export const inner = (type: unknown) => ((type as Partial<z.ZodOptional>).unwrap?.() ?? type) as AnyType;
export const typeName = (name: InputName) => `Room${pascal(name)}`;
