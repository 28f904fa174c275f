import type { z } from "zod";
import { type InputName, inputNames, metadataOf, roomInputs } from "../../provider/room/schema";
import { secretMaps } from "../../provider/room-set/members";
import { enumeration, object, pascal, pick, ref, type Spec, token } from "./spec";

/** The resource `enablex:index:Room`. */
export function roomResource(): Spec {
  const inputs = inputNames.filter((name) => name !== "declaredAs");
  return {
    description: `A meeting room, with links by which people join it.\n\n${IMPORT}`,
    inputProperties: pick(inputs, (name) => ({
      ...inputProperty(name),
      default: metadataOf(name).default,
      replaceOnChanges: metadataOf(name).replaceOnChanges,
    })),
    requiredInputs: inputs.filter(isRequired),
    properties: { ...pick(inputNames, inputProperty), ...roomOutputs },
    required: [...inputNames.filter(isFilled), "roomId", "participantUrl", "moderatorUrl", "created"],
    listInputs: object("Which rooms to list; all of the project where nothing is given.", roomsQuery()),
    aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }],
  };
}

const isRequired = (name: InputName) => roomInputs.shape[name].def.type !== "optional";

/** Whether a room has the input as an output whatever the program gives. */
const isFilled = (name: InputName) =>
  isRequired(name) ||
  metadataOf(name).default !== undefined ||
  ["name", "ownerRef", "declaredAs"].includes(name);

const IMPORT = `## Import

A room is imported by its id, 24 hexadecimal digits, with all that the API says of it:

\`\`\`sh
pulumi import enablex:index:Room standup 60af1c2e5f8b9a0012345678
\`\`\``;

/** The resource `enablex:index:RoomSet`. */
export function roomSetResource(): Spec {
  return {
    description:
      "Many rooms as one resource, for timetables: made, changed and deleted in parallel within one step. A change of one room touches that room alone.",
    inputProperties: {
      defaults: {
        ...ref("RoomSetInputs"),
        description:
          "Inputs that the rooms have in common: any but `name` and `adoptRoomId`. A room's own come before them.",
      },
      rooms: {
        type: "object",
        additionalProperties: ref("RoomSetInputs"),
        description:
          "The rooms, each by a key of its own, which is its name too unless it is given one. `participants` stands in the room or in the defaults.",
      },
    },
    requiredInputs: ["rooms"],
    properties: {
      rooms: {
        type: "object",
        additionalProperties: ref("RoomSetRoom"),
        description: "The rooms by their keys.",
      },
      ...secretMapsOfSet(),
      declaredAs: inputProperty("declaredAs"),
    },
    required: ["rooms", ...Object.values(secretMaps), "declaredAs"],
  };
}

/** What is secret of its rooms, in maps: a secret inside one room would make all of `rooms` one in some languages. */
function secretMapsOfSet(): Spec {
  const map = (description: string, additionalProperties: Spec) => ({
    type: "object",
    additionalProperties,
    description,
    secret: true,
  });
  const text = { type: "string" };
  return {
    [secretMaps.moderatorUrl]: map("Links for moderators by the rooms' keys. Who has one is host.", text),
    [secretMaps.sipPin]: map("PINs to dial by the keys of the rooms that have SIP on.", text),
    [secretMaps.liveRecording]: map(
      "Live recordings by the keys of the rooms that have one: `liveRecording` of each, as given.",
      ref("RoomLiveRecording"),
    ),
  };
}

/** The types of its inputs and outputs. */
export function roomSetTypes(): Spec {
  const inputs = inputNames.filter((name) => name !== "declaredAs");
  const isApart = (name: string) => Object.hasOwn(secretMaps, name);
  const kept = inputs.filter((name) => !isApart(name));
  // No member of a set is imported.
  const { importedMarker: _, ...ofMembers } = roomOutputs;
  const outputs = Object.fromEntries(Object.entries(ofMembers).filter(([name]) => !isApart(name)));
  return {
    [token("RoomSetInputs")]: object(
      "The inputs of a room in a set, as of a `Room`. Those that a room must have may stand in the defaults.",
      pick(inputs, memberProperty),
    ),
    [token("RoomSetRoom")]: object(
      "A room of a set: its inputs, as given or filled in, and what the provider computes of it. Its secrets are in maps of their own: `moderatorUrls`, `sipPins` and `liveRecordings`.",
      { ...pick(kept, memberProperty), ...outputs, roomId: ROOM_ID },
      [...kept.filter(isFilled), "roomId", "participantUrl", "created"],
    ),
  };
}

/** What a room of a set has in another way than a `Room`. */
const memberDescriptions: Partial<Record<InputName, string>> = {
  name: "Title of the room that people see. Its key in the set where it is not given; not unique.",
  ownerRef:
    "Your own reference of the room, repeated in call reports. `<project>/<stack>/<set>/<key>` where it is not given.",
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
    [token("RoomRecordedMedia")]: enumeration({ audio: "Audio alone.", audiovideo: "Audio and video." }),
  };
}

export const ROOM_ID = { type: "string", description: "Id of the room, 24 hexadecimal digits." };

/** What the provider adds to the inputs. */
const roomOutputs: Spec = {
  roomId: { type: "string", description: "Id of the room, 24 hexadecimal digits; the resource's id too." },
  participantUrl: {
    type: "string",
    description: "Link for participants: `<meeting URL>/<room id>`. A secret if `meetingUrl` is.",
  },
  moderatorUrl: {
    type: "string",
    description: "Link for moderators: `<meeting URL>/host/<hash>`. Who has it is host.",
    secret: true,
  },
  created: { type: "string", description: "When the room was made: ISO 8601 with `Z`." },
  sipMeetingId: { type: "string", description: "With SIP on: the meeting id to dial." },
  sipPin: { type: "string", description: "With SIP on: the PIN to dial.", secret: true },
  importedMarker: {
    type: "string",
    description:
      "Owner's marker of another resource that the room was imported with. Only while the room carries it; the room can be deleted with it.",
  },
};

/** What functions tell of a room: no secret, and nothing that only a declared room has. */
export function roomInfo(): Spec {
  const own = ["liveRecording", "declaredAs", "account", "adoptRoomId", "whenEnded", "meetingUrl"];
  const { roomId, participantUrl, created } = roomOutputs;
  return {
    ...pick(
      inputNames.filter((name) => !own.includes(name)),
      inputProperty,
    ),
    name: { type: "string", description: "Title of the room that people see; not unique." },
    ownerRef: { type: "string", description: "Its owner's reference of the room, repeated in call reports." },
    roomId: { ...roomId, description: ROOM_ID.description },
    participantUrl: { ...participantUrl, description: "Link for participants: `<meeting URL>/<room id>`." },
    created,
    active: { type: "boolean", description: "Whether people are in the room now." },
  };
}
export const roomInfoAlways = ["roomId", "participantUrl", "created", "active"];

/** What a list of rooms is narrowed down by. */
export function roomsQuery(): Spec {
  return {
    ownerRef: { type: "string", description: "Only rooms with exactly this owner reference." },
    name: { type: "string", description: "Only rooms with exactly this name." },
    account: inputProperty("account"),
  };
}

/** An input's type and description, as inputs and outputs share them. */
export function inputProperty(name: InputName): Spec {
  const { description, secret } = metadataOf(name);
  return { ...typeSpec(inner(roomInputs.shape[name]), typeName(name)), description, secret };
}

/** @param name what an enum's or an object's type is called */
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

type AnyType = z.ZodType & { def: { type: string } };

const inner = (type: unknown) => ((type as Partial<z.ZodOptional>).unwrap?.() ?? type) as AnyType;
const typeName = (name: InputName) => `Room${pascal(name)}`;
