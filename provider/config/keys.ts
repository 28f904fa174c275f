/** Metadata of a configuration key, for its reader, schema.json, the SDK, doctor and the reference. */
export interface ConfigKeyMetadata {
  /** The environment variable to use if the stack does not set the key. */
  variable: string;
  /** What the key means, with format and unit. */
  description: string;
  type: "string" | "number" | "integer" | "accounts";
  /** When the key is required. */
  required?: string;
  /** The value is encrypted in the state and never displayed. */
  secret?: true;
  /** The value if neither the stack nor the environment sets the key. */
  default?: string | number;
  /** The meanings of an enum's values. */
  values?: Record<string, string>;
  /**
   * "required": each of the `accounts` must set it. Otherwise an account inherits it unless it sets one of
   * these keys.
   */
  inAccount?: "required" | string[];
}

const table = {
  appId: {
    variable: "ENABLEX_APP_ID",
    inAccount: "required",
    description:
      "App ID of the project, 24 hexadecimal digits, from the portal. " +
      "A secret, because a participant link contains the room id, and anyone with room id and App ID can compute the host link.",
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
    description: "Which vendor's rooms API to use.",
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
      "Base URL of the rooms API, including the path, such as `https://api.example.com/video/v1`, if it is not the platform's. Plain http is allowed only for this machine.",
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
    description: "Edition of the meeting page, which determines the domain of the meeting links.",
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
      "Origin of the meeting links, such as `https://meet.example.com`, instead of the one that `subdomain` and `edition` determine.",
    type: "string",
  },
  accounts: {
    variable: "ENABLEX_ACCOUNTS",
    description:
      'More accounts, for the input `account` of rooms: a JSON object from name to account, such as `{"eu": {"appId": "…", "appKey": "…"}}`. An account inherits platform and links from the configuration unless it sets its own.',
    type: "accounts",
    secret: true,
  },
  requestsPerSecond: {
    variable: "ENABLEX_REQUESTS_PER_SECOND",
    description:
      "Maximum requests per second, per account and run; at least 0.1. Unlimited by default, because the vendor publishes no limit. After a 429, all requests wait.",
    type: "number",
  },
  maxInFlight: {
    variable: "ENABLEX_MAX_IN_FLIGHT",
    description:
      "Maximum concurrent requests, per account and run. A run starts with 8, sends more while the API responds without errors, and halves their number when it does not. After a 429, it sends at most 8.",
    type: "integer",
    default: 32,
  },
  busyTimeout: {
    variable: "ENABLEX_BUSY_TIMEOUT",
    description:
      "How long an update or delete waits for people to leave a room, such as `90s`, `10m` or `1h`. In the native form, longer `customTimeouts` of a resource extend it.",
    type: "string",
    default: "5m",
  },
} satisfies Record<string, ConfigKeyMetadata>;

export type ConfigKey = keyof typeof table;
export const configKeys: Record<ConfigKey, ConfigKeyMetadata> = table;
export const configKeyNames = Object.keys(table) as ConfigKey[];

/** The keys that give access to a project. */
export const secretConfigKeys = configKeyNames.filter((key) => configKeys[key].secret);

/** The keys that each of the `accounts` can set. */
export const accountKeys = configKeyNames.filter((key) => configKeys[key].inAccount);

/** Reads a configuration key by its name without the package, such as `appId`. */
export interface ConfigReader {
  (key: ConfigKey): string | undefined;
  /** How to set a key, as the start of a sentence. @default with `pulumi config set` */
  howToSet?: (key: ConfigKey) => string | undefined;
  /** Whether this is the configuration of a provider that the program declares. @default false */
  isExplicitProvider?: () => boolean;
}

/** Combines a stack's configuration with the environment. The stack's value takes precedence. */
export function withEnvironment(read: ConfigReader, env: NodeJS.ProcessEnv): ConfigReader {
  return Object.assign((key: ConfigKey) => read(key) || env[configKeys[key].variable] || undefined, {
    howToSet: read.howToSet,
    isExplicitProvider: read.isExplicitProvider,
  });
}
