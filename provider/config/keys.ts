/** What is known of a key of the configuration. Reading, schema.json, SDK, doctor and reference are made from it. */
export interface ConfigKeyMetadata {
  /** The environment variable that counts if the stack does not set the key. */
  variable: string;
  /** What the key means, with format and unit. */
  description: string;
  type: "string" | "number" | "integer" | "accounts";
  /** When the configuration as a whole needs the key. */
  required?: string;
  /** Kept encrypted and never shown. */
  secret?: true;
  /** What counts if neither the stack nor the environment sets the key. */
  default?: string | number;
  /** What the values of an enum mean. */
  values?: Record<string, string>;
  /** Each of the `accounts` must have the key, or inherits the configuration's if it has none of these keys. */
  inAccount?: "required" | string[];
}

const table = {
  appId: {
    variable: "ENABLEX_APP_ID",
    inAccount: "required",
    description:
      "App ID of the project, 24 hexadecimal digits, from the portal. " +
      "A secret too: a participant link holds the room id, and room id and App ID together are the host link.",
    required: "unless every room names an account",
    type: "string",
    secret: true,
  },
  appKey: {
    variable: "ENABLEX_APP_KEY",
    inAccount: "required",
    description: "App Key of the project, from the portal.",
    required: "unless every room names an account",
    type: "string",
    secret: true,
  },
  platform: {
    variable: "ENABLEX_PLATFORM",
    inAccount: ["platform", "apiUrl"],
    description: "Whose rooms API it is.",
    type: "string",
    default: "enablex",
    values: {
      enablex: "EnableX, https://api.enablex.io/video/v1.",
      smartfloMeet: "Smartflo Meet, https://api.smartflomeet.ttns.in/video/v1.",
    },
  },
  apiUrl: {
    variable: "ENABLEX_API_URL",
    inAccount: ["platform", "apiUrl"],
    description:
      "Another base URL of the rooms API, path included, such as `https://api.example.com/video/v1`. Plain http is for this machine alone.",
    type: "string",
  },
  subdomain: {
    variable: "ENABLEX_SUBDOMAIN",
    inAccount: ["subdomain", "meetingUrl"],
    description: "Subdomain of the meeting links, chosen in the portal.",
    required: "unless `meetingUrl` is set",
    type: "string",
  },
  edition: {
    variable: "ENABLEX_EDITION",
    inAccount: ["edition", "meetingUrl"],
    description: "Which domain the meeting links have.",
    type: "string",
    default: "premium",
    values: {
      premium: "Embed Premium, yourvideo.live, 12 people in the layout.",
      lite: "Embed Lite, yourvideo.app, 4 people in the layout.",
    },
  },
  meetingUrl: {
    variable: "ENABLEX_MEETING_URL",
    inAccount: ["subdomain", "edition", "meetingUrl"],
    description:
      "Whole origin of the meeting links, such as `https://meet.example.com`, for domains of your own. From `subdomain` and `edition` where it is not set.",
    type: "string",
  },
  accounts: {
    variable: "ENABLEX_ACCOUNTS",
    description:
      'More accounts, a JSON object by the name that a room\'s `account` gives: `{"eu": {"appId": "…", "appKey": "…"}}`. An account takes over the platform and the links of the configuration where it names none of its own.',
    type: "accounts",
    secret: true,
  },
  requestsPerSecond: {
    variable: "ENABLEX_REQUESTS_PER_SECOND",
    description:
      "At most so many requests a second to one account, from one run. No limit where it is not set, because none is published; an answer 429 makes all requests wait. At least 0.1.",
    type: "number",
  },
  maxInFlight: {
    variable: "ENABLEX_MAX_IN_FLIGHT",
    description: "At most so many requests at once to one account, from one run.",
    type: "integer",
    default: 8,
  },
  busyTimeout: {
    variable: "ENABLEX_BUSY_TIMEOUT",
    description:
      "How long an update or a delete waits for people to leave a room: `90s`, `10m`, `1h`. In the native form it waits longer if a resource's `customTimeouts` are longer.",
    type: "string",
    default: "5m",
  },
} satisfies Record<string, ConfigKeyMetadata>;

export type ConfigKey = keyof typeof table;
export const configKeys: Record<ConfigKey, ConfigKeyMetadata> = table;
export const configKeyNames = Object.keys(table) as ConfigKey[];

/** The keys that open a project to anyone who reads them. */
export const secretConfigKeys = configKeyNames.filter((key) => configKeys[key].secret);

/** The keys that each of the `accounts` may have of its own. */
export const accountKeys = configKeyNames.filter((key) => configKeys[key].inAccount);

/** Reads a key of the package's configuration by its bare name, such as `appId`. */
export interface ConfigReader {
  (key: ConfigKey): string | undefined;
  /** How a user sets a key, as the beginning of a sentence. @default by `pulumi config set` */
  howToSet?: (key: ConfigKey) => string | undefined;
  /** Whether it is the configuration of a provider that the program declares. @default false */
  isExplicitProvider?: () => boolean;
}

/** Combines a stack's configuration with the environment; the stack's value comes first. */
export function withEnvironment(read: ConfigReader, env: NodeJS.ProcessEnv): ConfigReader {
  return Object.assign((key: ConfigKey) => read(key) || env[configKeys[key].variable] || undefined, {
    howToSet: read.howToSet,
    isExplicitProvider: read.isExplicitProvider,
  });
}
