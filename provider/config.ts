import { parseAccounts, readNamedAccount } from "./accounts";
import { type Platform, platforms } from "./api/platforms";
import { type Problem, problemOf } from "./config/problem";
import { OBJECT_ID } from "./ids";
import { nearest } from "./nearest";
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

/** What requests need of an account: credentials, and where to send them. */
export type ApiAccess = Pick<Account, "appId" | "appKey" | "apiUrl">;
/** What the links of an account's rooms are made of. */
export type LinkBase = Pick<Account, "appId" | "meetingUrl">;

/** An account of the rooms API: credentials, where to send them, and where its rooms' links point. */
export interface Account {
  /** Name in `enablex:accounts`; none for the stack's own. */
  name?: string;
  appId: string;
  appKey: string;
  apiUrl: string;
  /** Origin of the links; `UNKNOWN` if a preview does not know the room's own yet. */
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

interface Found<T> {
  account: Partial<T>;
  problems: Problem[];
}

/**
 * The account that a room uses, as far as it is configured, and all that is wrong with it. A named account takes over
 * the stack's platform and API if it names neither, and the stack's links if it names none.
 *
 * @param meetingUrl the room's own origin of links, which counts before the configuration's
 */
export const findAccount = (read: ConfigReader, name?: string, meetingUrl?: string): Found<Account> =>
  find(read, name, (account) => ({
    appId: appIdOf(account),
    appKey: appKeyOf(account),
    apiUrl: apiUrlOf(account),
    meetingUrl: meetingUrlOf(account, meetingUrl),
  }));

/** What requests need of an account. */
export const findApiAccess = (read: ConfigReader, name?: string): Found<ApiAccess> =>
  find(read, name, (account) => ({
    appId: appIdOf(account),
    appKey: appKeyOf(account),
    apiUrl: apiUrlOf(account),
  }));

/** What the links of an account's rooms are made of. */
export const findLinkBase = (read: ConfigReader, name?: string, meetingUrl?: string): Found<LinkBase> =>
  find(read, name, (account) => ({
    appId: appIdOf(account),
    meetingUrl: meetingUrlOf(account, meetingUrl),
  }));

/** The accounts that are configured: the stack's own, which has no name, and those of `enablex:accounts`. */
export function accountNames(read: ConfigReader): (string | undefined)[] {
  const names = Object.keys(parseAccounts(read("accounts")).accounts);
  return read("appId") || names.length === 0 ? [undefined, ...names] : names;
}

/** Requests per second. Below it, a run would look like one that hangs. */
const SLOWEST = 0.1;

/** The limits of this process, and all that is wrong with them. */
export function readLimits(read: ConfigReader): { limits: Limits; problems: Problem[] } {
  const problems: Problem[] = [];
  const add = (key: ConfigKey, text: string, why: string) =>
    problems.push(problemOf(key, why, { value: shown(text) }));
  const number = (key: ConfigKey, rule: (n: number) => boolean, want: string) => {
    const text = read(key);
    if (text === undefined) return undefined;
    if (rule(Number(text))) return Number(text);
    add(key, text, `is not ${want}`);
    return undefined;
  };
  const timeout = read("busyTimeout") ?? "5m";
  const busyTimeout = parseDuration(timeout);
  if (busyTimeout === undefined) {
    add("busyTimeout", timeout, "is not a length of time; write 90s, 10m or 1h");
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

/** App Keys as the vendor makes them: 36 letters and digits, of both. */
const APP_KEY = /^(?=.*[a-z])(?=.*\d)[a-z0-9]{36}$/i;

/** Where the vendor serves the links of an edition. */
const domains: Record<string, string> = { premium: "yourvideo.live", lite: "yourvideo.app" };

/** An account while it is read. */
interface Reading {
  name: string | undefined;
  read: ConfigReader;
  /** Where its values are found. */
  portal: string;
  /** Adds a problem. */
  add(key: ConfigKey, why: string, details?: Omit<Parameters<typeof problemOf>[2], "account">): void;
}

function find(
  read: ConfigReader,
  name: string | undefined,
  parts: (account: Reading) => Partial<Account>,
): Found<Account> {
  const own = name === undefined ? { read, problems: [] } : readNamedAccount(read, name);
  if (!own.read) return { account: { name }, problems: own.problems };
  const problems: Problem[] = [];
  const found = parts({
    name,
    read: own.read,
    portal: platforms[platformOf(own.read) ?? defaultPlatform].portal,
    add: (key, why, details) => problems.push(problemOf(key, why, { account: name, ...details })),
  });
  return { account: { name, ...found, ...(read.isOfProvider?.() && { isOfProvider: true }) }, problems };
}

const defaultPlatform: Platform = "enablex";

function platformOf(read: ConfigReader): Platform | undefined {
  const text = read("platform") ?? defaultPlatform;
  return Object.hasOwn(platforms, text) ? (text as Platform) : undefined;
}

function appIdOf({ name, read, portal, add }: Reading): string | undefined {
  const appId = read("appId");
  if (!appId) add("appId", notSet(read, name, "appId", onPageOf(portal)), { kind: "missing" });
  else if (OBJECT_ID.test(appId)) return appId.toLowerCase();
  else if (/^\d(\.\d+)?e\+\d+$/.test(appId)) {
    const why =
      "came as a number, because it consists of digits and stands without quotes; write it in quotes";
    add("appId", why);
  } else add("appId", `is not an App ID, which has 24 hexadecimal digits; copy it from ${portal} again`);
  return undefined;
}

function appKeyOf({ name, read, portal, add }: Reading): string | undefined {
  const appKey = read("appKey");
  if (!appKey) add("appKey", notSet(read, name, "appKey", onPageOf(portal)), { kind: "missing" });
  else if (!/^[!-~]+$/.test(appKey))
    add("appKey", `holds a space or a sign that no App Key has; copy it from ${portal} again`);
  return appKey;
}

function apiUrlOf(account: Reading): string | undefined {
  const { read, add } = account;
  const platform = platformOf(read);
  if (!platform) {
    const text = read("platform")!;
    const suggestion = nearest(text, Object.keys(platforms));
    const why = `is none of ${Object.keys(platforms).join(", ")}${suggestion ? "" : "; for any other, set enablex:apiUrl"}`;
    add("platform", why, { value: shown(text), suggestion });
  }
  return addressOf("apiUrl", read("apiUrl") ?? platforms[platform ?? defaultPlatform].apiUrl, account);
}

function meetingUrlOf(account: Reading, ofRoom: string | undefined): string | undefined {
  const { name, read, portal, add } = account;
  if (ofRoom !== undefined) return withoutEndSlash(ofRoom);
  const whole = read("meetingUrl");
  if (whole) return addressOf("meetingUrl", whole, account);
  const edition = read("edition") ?? "premium";
  const domain = Object.hasOwn(domains, edition) ? domains[edition] : undefined;
  if (!domain) {
    const suggestion = nearest(edition, Object.keys(domains));
    add("edition", `is none of ${Object.keys(domains).join(", ")}`, { value: shown(edition), suggestion });
  }
  const subdomain = read("subdomain");
  const example = "write acme alone where the links are https://acme.yourvideo.live";
  if (!subdomain) {
    const where = `in ${portal}, where it is chosen (or enablex:meetingUrl, for links of your own domain)`;
    add("subdomain", notSet(read, name, "subdomain", where), { kind: "missing" });
  } else if (isCredential(subdomain)) add("subdomain", `looks like an App ID or App Key; ${example}`);
  else if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(subdomain)) {
    add("subdomain", `is not a subdomain; ${example}`, { value: subdomain });
  } else if (domain) return `https://${subdomain.toLowerCase()}.${domain}`;
  return undefined;
}

const onPageOf = (portal: string): string => `in ${portal}, on the page of your project`;

/** That a key is not set, how to set it, and where to find its value. */
function notSet(read: ConfigReader, account: string | undefined, key: ConfigKey, where: string): string {
  if (account !== undefined) return `is not set; you find it ${where}`;
  const secret = key === "appId" || key === "appKey" ? "--secret " : "";
  const how = read.howToSet?.(key) ?? `Run pulumi config set ${secret}enablex:${key}`;
  return `is not set. ${how}, or set the environment variable ${configKeys[key]}; you find it ${where}`;
}

/** Values change places, and a message must not repeat a credential. */
export const isCredential = (text: string): boolean => OBJECT_ID.test(text) || APP_KEY.test(text);

const shown = (text: string): string =>
  isCredential(text) ? "its value, which looks like an App ID or App Key," : text;

/** An address without the slashes at its end; `undefined`, and a problem more, if it is none. */
function addressOf(key: ConfigKey, text: string, { add }: Reading): string | undefined {
  const suggestion = urlOfHost(text);
  const why = isCredential(text)
    ? "looks like an App ID or App Key; write https://host.example.com"
    : suggestion
      ? "is not a URL"
      : whyNoUrl(text);
  if (!why) return withoutEndSlash(text);
  // What stands before an @ may be a password.
  if (isCredential(text) || text.includes("@")) add(key, why, { value: "it" });
  else add(key, why, { value: text, suggestion });
  return undefined;
}

function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text.trim()) ?? [];
  return amount ? Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"] : undefined;
}
