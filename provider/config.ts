import { parseAccounts, readNamedAccount } from "./accounts";
import { type Platform, platforms } from "./api/platforms";
import { nearest } from "./nearest";
import { moderatorLink, participantLink } from "./room/links";
import { OBJECT_ID } from "./room/schema";
import { urlOfHost, whyNoUrl, withoutEndSlash } from "./url";

/** Reads a key of the package's configuration by its bare name, such as `appId`. */
export interface ConfigReader {
  (key: ConfigKey): string | undefined;
  /** How a user sets a key, as the beginning of a sentence. @default by `pulumi config set` */
  howToSet?: (key: ConfigKey) => string | undefined;
  /** Whether it is the configuration of a provider that the program declares. @default false */
  isOfProvider?: () => boolean;
}

/** The keys of the configuration, each with its environment variable; the stack's value counts before the environment's. */
export const configKeys = {
  appId: "ENABLEX_APP_ID",
  appKey: "ENABLEX_APP_KEY",
  platform: "ENABLEX_PLATFORM",
  apiUrl: "ENABLEX_API_URL",
  subdomain: "ENABLEX_SUBDOMAIN",
  edition: "ENABLEX_EDITION",
  meetingUrl: "ENABLEX_MEETING_URL",
  accounts: "ENABLEX_ACCOUNTS",
  requestsPerSecond: "ENABLEX_REQUESTS_PER_SECOND",
  maxInFlight: "ENABLEX_MAX_IN_FLIGHT",
  busyTimeout: "ENABLEX_BUSY_TIMEOUT",
} as const;
export type ConfigKey = keyof typeof configKeys;

/** An account of the rooms API: credentials, where to send them, and where its rooms' links point. */
export interface Account {
  /** Name in `enablex:accounts`; none for the stack's own. */
  name?: string;
  appId: string;
  appKey: string;
  apiUrl: string;
  meetingUrl: string;
  /** Whether a provider that the program declares configures it, and not the stack. */
  isOfProvider?: boolean;
}

/** Limits of this process, for each account. */
export interface Limits {
  /** @default no limit, because none is published; an answer 429 makes all requests wait */
  requestsPerSecond?: number;
  /** @default 8 */
  maxInFlight: number;
  /** How long to wait for people to leave a room, in seconds. @default 300 */
  busyTimeout: number;
}

/** Combines a stack's configuration with the environment. */
export function withEnvironment(read: ConfigReader, env: NodeJS.ProcessEnv): ConfigReader {
  return Object.assign((key: ConfigKey) => read(key) || env[configKeys[key]] || undefined, {
    howToSet: read.howToSet,
    isOfProvider: read.isOfProvider,
  });
}

/**
 * The account that a room uses, as far as it is configured, and all that is wrong with it. A named account takes over
 * the stack's platform and API where it names neither, and the stack's links where it names none.
 *
 * @param meetingUrl the room's own origin of links, which counts before the configuration's
 */
export function findAccount(
  read: ConfigReader,
  name?: string,
  meetingUrl?: string,
): { account: Partial<Account>; problems: string[] } {
  const problems: string[] = [];
  const own = name === undefined ? read : readNamedAccount(read, name, problems);
  if (!own) return { account: { name }, problems };
  const label = (key: ConfigKey) =>
    name === undefined ? `enablex:${key}` : `enablex:accounts, ${name}.${key}`;
  const platform = platformOf(own, label("platform"), problems);
  const portal = platforms[platform].portal;

  const appId = own("appId");
  if (!appId) problems.push(missing(own, name, "appId", `in ${portal}, on the page of your project`));
  else if (/^\d(\.\d+)?e\+\d+$/.test(appId)) {
    problems.push(
      `${label("appId")} came as a number, because it consists of digits and stands without quotes; write it in quotes`,
    );
  } else if (!OBJECT_ID.test(appId)) {
    problems.push(
      `${label("appId")} is not an App ID, which has 24 hexadecimal digits; copy it from ${portal} again`,
    );
  }
  const appKey = own("appKey");
  if (!appKey) problems.push(missing(own, name, "appKey", `in ${portal}, on the page of your project`));
  else if (!/^[!-~]+$/.test(appKey)) {
    problems.push(
      `${label("appKey")} holds a space or a sign that no App Key has; copy it from ${portal} again`,
    );
  }
  const apiUrl = own("apiUrl") ?? platforms[platform].apiUrl;
  const noApiUrl = whyNoAddress(apiUrl);
  if (noApiUrl) problems.push(`${label("apiUrl")}: ${noApiUrl}`);

  const links = meetingUrl ?? meetingUrlOf(own, name, label, portal, problems);
  return {
    account: {
      name,
      appId: appId && OBJECT_ID.test(appId) ? appId.toLowerCase() : undefined,
      appKey,
      apiUrl: noApiUrl ? undefined : withoutEndSlash(apiUrl),
      meetingUrl: links && withoutEndSlash(links),
      ...(read.isOfProvider?.() && { isOfProvider: true }),
    },
    problems,
  };
}

/** The accounts that are configured: the stack's own, which has no name, and those of `enablex:accounts`. */
export function accountNames(read: ConfigReader): (string | undefined)[] {
  const named = parseAccounts(read("accounts"));
  const names = typeof named === "string" ? [] : Object.keys(named);
  return read("appId") || names.length === 0 ? [undefined, ...names] : names;
}

/** Requests per second. Below it, a run would look like one that hangs. */
const SLOWEST = 0.1;

/** The limits of this process, and all that is wrong with them. */
export function readLimits(read: ConfigReader): { limits: Limits; problems: string[] } {
  const problems: string[] = [];
  const number = (key: ConfigKey, rule: (n: number) => boolean, want: string) => {
    const text = read(key);
    if (text === undefined) return undefined;
    if (rule(Number(text))) return Number(text);
    problems.push(`enablex:${key}: ${shown(text)} is not ${want}`);
    return undefined;
  };
  const timeout = read("busyTimeout") ?? "5m";
  const busyTimeout = parseDuration(timeout);
  if (busyTimeout === undefined) {
    problems.push(`enablex:busyTimeout: ${shown(timeout)} is not a length of time; write 90s, 10m or 1h`);
  }
  return {
    limits: {
      requestsPerSecond: number(
        "requestsPerSecond",
        (n) => n >= SLOWEST && Number.isFinite(n),
        `a number from ${SLOWEST}`,
      ),
      maxInFlight: number("maxInFlight", (n) => Number.isInteger(n) && n > 0, "a whole number from 1") ?? 8,
      busyTimeout: busyTimeout ?? 300,
    },
    problems,
  };
}

/** The links of a room of an account. */
export const linksOf = (account: Pick<Account, "appId" | "meetingUrl">, roomId: string) => ({
  participantUrl: participantLink(account.meetingUrl, roomId),
  moderatorUrl: moderatorLink(account.meetingUrl, roomId, account.appId),
});

/** How an App ID is named in a message: by its last characters, because the whole of it makes host links. */
export const maskAppId = (appId: string): string => `…${appId.slice(-4)}`;

/** App Keys as the vendor makes them: 36 letters and digits, of both. */
const APP_KEY = /^(?=.*[a-z])(?=.*\d)[a-z0-9]{36}$/i;

/** Where the vendor serves the links of an edition. */
const domains: Record<string, string> = { premium: "yourvideo.live", lite: "yourvideo.app" };

function platformOf(read: ConfigReader, label: string, problems: string[]): Platform {
  const text = read("platform") ?? "enablex";
  if (Object.hasOwn(platforms, text)) return text as Platform;
  const near = nearest(text, Object.keys(platforms));
  problems.push(
    `${label}: ${shown(text)} is none of ${Object.keys(platforms).join(", ")}${near ? `; did you mean ${near}?` : "; for any other, set enablex:apiUrl"}`,
  );
  return "enablex";
}

function meetingUrlOf(
  read: ConfigReader,
  name: string | undefined,
  label: (key: ConfigKey) => string,
  portal: string,
  problems: string[],
): string | undefined {
  const whole = read("meetingUrl");
  if (whole) {
    const problem = whyNoAddress(whole);
    if (problem) problems.push(`${label("meetingUrl")}: ${problem}`);
    return problem ? undefined : whole;
  }
  const edition = read("edition") ?? "premium";
  const domain = Object.hasOwn(domains, edition) ? domains[edition] : undefined;
  if (!domain) {
    const near = nearest(edition, Object.keys(domains));
    problems.push(
      `${label("edition")}: ${shown(edition)} is none of ${Object.keys(domains).join(", ")}${near ? `; did you mean ${near}?` : ""}`,
    );
  }
  const subdomain = read("subdomain");
  if (!subdomain) {
    problems.push(
      `${missing(read, name, "subdomain", `in ${portal}, where it is chosen`)} (or enablex:meetingUrl, for links of your own domain)`,
    );
  } else if (isCredential(subdomain)) {
    problems.push(
      `${label("subdomain")} looks like an App ID or App Key; write acme alone where the links are https://acme.yourvideo.live`,
    );
  } else if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(subdomain)) {
    problems.push(
      `${label("subdomain")}: ${subdomain} is not a subdomain; write acme alone where the links are https://acme.yourvideo.live`,
    );
  } else if (domain) return `https://${subdomain.toLowerCase()}.${domain}`;
  return undefined;
}

function missing(read: ConfigReader, account: string | undefined, key: ConfigKey, where: string): string {
  if (account !== undefined) return `enablex:accounts: ${account} has no ${key}; you find it ${where}`;
  const secret = key === "appId" || key === "appKey" ? "--secret " : "";
  const how = read.howToSet?.(key) ?? `Run pulumi config set ${secret}enablex:${key}`;
  return `enablex:${key} is not set. ${how}, or set the environment variable ${configKeys[key]}; you find it ${where}`;
}

/** Values change places, and a message must not repeat a credential. */
export const isCredential = (text: string): boolean => OBJECT_ID.test(text) || APP_KEY.test(text);

const shown = (text: string): string =>
  isCredential(text) ? "its value, which looks like an App ID or App Key," : text;

function whyNoAddress(text: string): string | undefined {
  if (isCredential(text)) return "it looks like an App ID or App Key; write https://host.example.com";
  const meant = urlOfHost(text);
  if (meant) return `${text} is not a URL; did you mean ${meant}?`;
  const why = whyNoUrl(text);
  // What stands before an @ may be a password.
  return why && `${text.includes("@") ? "it" : text} ${why}`;
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text.trim()) ?? [];
  return amount ? Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"] : undefined;
}
