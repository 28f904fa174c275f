import type { ConfigKey } from "./config";

/** What is known of a configuration key, for schema.json and the reference page. */
export interface ConfigFacts {
  /** What the key means, with format and unit. */
  description: string;
  type: "string" | "number" | "integer" | "accounts";
  /** When the configuration as a whole needs the key. */
  required?: string;
  /** Kept encrypted and never shown. */
  secret?: true;
  /** What counts where neither the configuration nor the environment has the key, in words or as a value. */
  default?: string | number;
  /** What the values of an enum mean. */
  values?: Record<string, string>;
}

export const configFacts: Record<ConfigKey, ConfigFacts> = {
  appId: {
    description:
      "App ID of the project, 24 hexadecimal digits, from the portal. " +
      "A secret too: a participant link holds the room id, and room id and App ID together are the host link.",
    required: "unless every room names an account",
    type: "string",
    secret: true,
  },
  appKey: {
    description: "App Key of the project, from the portal.",
    required: "unless every room names an account",
    type: "string",
    secret: true,
  },
  platform: {
    description: "Whose rooms API it is.",
    type: "string",
    default: "enablex",
    values: {
      enablex: "EnableX, https://api.enablex.io/video/v1.",
      smartfloMeet: "Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.",
    },
  },
  apiUrl: {
    description:
      "Another base URL of the rooms API, path included, such as `https://api.example.com/video/v1`. Plain http is for this machine alone.",
    type: "string",
  },
  subdomain: {
    description: "Subdomain of the meeting links, chosen in the portal.",
    required: "unless `meetingUrl` is set",
    type: "string",
  },
  edition: {
    description: "Which domain the meeting links have.",
    type: "string",
    default: "premium",
    values: {
      premium: "Embed Premium, yourvideo.live, 12 people in the layout.",
      lite: "Embed Lite, yourvideo.app, 4 people in the layout.",
    },
  },
  meetingUrl: {
    description:
      "Whole origin of the meeting links, such as `https://meet.example.com`, for domains of your own. From `subdomain` and `edition` where it is not set.",
    type: "string",
  },
  accounts: {
    description:
      'More accounts, a JSON object by the name that a room\'s `account` gives: `{"eu": {"appId": "…", "appKey": "…"}}`. An account takes over the platform and the links of the configuration where it names none of its own.',
    type: "accounts",
    secret: true,
  },
  requestsPerSecond: {
    description:
      "At most so many requests a second to one account, from one run. No limit where it is not set, because none is published; an answer 429 makes all requests wait. At least 0.1.",
    type: "number",
  },
  maxInFlight: {
    description: "At most so many requests at once to one account, from one run.",
    type: "integer",
    default: 8,
  },
  busyTimeout: {
    description:
      "How long an update or a delete waits for people to leave a room: `90s`, `10m`, `1h`. In the native form it waits longer if a resource's `customTimeouts` are longer.",
    type: "string",
    default: "5m",
  },
};

/** Names of the keys that open a project to whoever reads them. */
export const secretConfigKeys = (Object.keys(configFacts) as ConfigKey[]).filter(
  (key) => configFacts[key].secret,
);

/** The keys that each of the `accounts` has of its own. */
export const accountFields = [
  "appId",
  "appKey",
  "platform",
  "apiUrl",
  "subdomain",
  "edition",
  "meetingUrl",
] as const satisfies readonly ConfigKey[];
