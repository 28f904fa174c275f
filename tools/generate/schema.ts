import { accountKeys, type ConfigKey, configKeyNames, configKeys } from "../../provider/config/keys";
import { accountDefault } from "./account-defaults";
import {
  inputProperty,
  ROOM_ID,
  roomInfo,
  roomInfoAlways,
  roomResource,
  roomSetResource,
  roomSetTypes,
  roomsQuery,
  roomTypes,
} from "./room-schema";
import { enumeration, list, object, pascal, pick, ref, type Spec, token } from "./spec";

/**
 * `provider/plugin/schema.json`: describes the package to Pulumi's engine, language SDKs and registry. Its texts come
 * from the tables of inputs, outputs and configuration keys. The plugin adds the version.
 */
export function packageSchema(): Spec {
  return {
    name: "enablex",
    displayName: "EnableX",
    description: "Meeting rooms of EnableX and Smartflo Meet, with join links as stack outputs.",
    keywords: ["pulumi", "enablex", "smartflo", "video", "meeting", "category/utility", "kind/native"],
    license: "Apache-2.0",
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { respectSchemaVersion: true, generateResourceContainerTypes: true },
      csharp: { respectSchemaVersion: true },
    },
    config: {
      variables: pick(configKeyNames, (key) => ({
        ...configProperty(key),
        defaultInfo: { environment: [configKeys[key].variable] },
      })),
    },
    provider: {
      description:
        "An account of the rooms API. Arguments that you omit come from environment variables, then from the defaults. Only the default provider uses the stack's configuration.",
      // No environment variables as defaults here: they would be stored in the state. The plugin reads them.
      inputProperties: pick(configKeyNames, configProperty),
    },
    types: { ...roomTypes(), ...roomSetTypes(), ...configTypes(), ...functionTypes() },
    resources: { [token("Room")]: roomResource(), [token("RoomSet")]: roomSetResource() },
    functions: {
      [token("getRoom")]: {
        description: "Reads a room from the API. The result does not include the moderator link.",
        inputs: object("", { roomId: ROOM_ID, account: inputProperty("account") }, ["roomId"]),
        outputs: object("", roomInfo(), roomInfoAlways),
      },
      [token("getRooms")]: {
        description:
          "Reads all rooms of a project from the API, including rooms that this stack did not create.",
        inputs: object("", roomsQuery()),
        outputs: object("", { rooms: { ...list("RoomInfo"), description: "The rooms, oldest first." } }, [
          "rooms",
        ]),
      },
      [token("getRoomUsers")]: {
        description: "Reads the people who are in a room now.",
        inputs: object("", { roomId: ROOM_ID, account: inputProperty("account") }, ["roomId"]),
        outputs: object(
          "",
          { users: { ...list("RoomUser"), description: "Empty if nobody is in the room." } },
          ["users"],
        ),
      },
    },
  };
}

const functionTypes = (): Spec => ({
  [token("RoomInfo")]: object("A room, as the API returns it.", roomInfo(), roomInfoAlways),
  [token("RoomUser")]: object("A person in a room.", {
    name: { type: "string", description: "Name that the person joined with." },
    userRef: { type: "string", description: "Your own reference for the person." },
    role: { type: "string", description: "`moderator`, `participant`, `viewer` or `audience`." },
  }),
});

const configTypes = (): Spec => ({
  ...Object.fromEntries(
    configKeyNames
      .filter((key) => configKeys[key].values)
      .map((key) => [token(pascal(key)), enumeration(configKeys[key].values!)]),
  ),
  [token("Account")]: object(
    "An account of the rooms API.",
    pick(accountKeys, (key) => property(key, accountDefault(key))),
    accountKeys.filter((key) => configKeys[key].inAccount === "required"),
  ),
});

/** A configuration key as an argument of a provider, with its environment variable and default. */
function configProperty(key: ConfigKey): Spec {
  const { required, default: ours } = configKeys[key];
  const made = property(key, ours);
  const words = [
    made.description,
    required && `Required ${required}.`,
    `Environment: \`${configKeys[key].variable}\`.`,
  ];
  return { ...made, description: words.filter(Boolean).join(" ") };
}

function property(key: ConfigKey, ours: string | number | undefined): Spec {
  const { description, type, secret, values } = configKeys[key];
  const accounts = { type: "object", additionalProperties: ref("Account") };
  return {
    ...(values ? ref(pascal(key)) : type === "accounts" ? accounts : { type }),
    description: ours === undefined ? description : `${description} The default is ${ours}.`,
    secret,
  };
}
