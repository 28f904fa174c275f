import { parseAccounts, readNamedAccount } from "./accounts";
import { type Platform, platforms } from "./api/platforms";
import { type Problem, problemOf } from "./config/problem";
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
): { account: Partial<Account>; problems: Problem[] } {
  const { read: own, problems } = name === undefined ? { read, problems: [] } : readNamedAccount(read, name);
  if (!own) return { account: { name }, problems };
  const add: Add = (key, why, details) => problems.push(problemOf(key, why, { account: name, ...details }));
  const platform = platformOf(own, add);
  const portal = platforms[platform].portal;
  const onPage = `you find it in ${portal}, on the page of your project`;

  const appId = own("appId");
  if (!appId) add("appId", `${notSet(own, name, "appId")}; ${onPage}`, { kind: "missing" });
  else if (/^\d(\.\d+)?e\+\d+$/.test(appId)) {
    add(
      "appId",
      "came as a number, because it consists of digits and stands without quotes; write it in quotes",
    );
  } else if (!OBJECT_ID.test(appId)) {
    add("appId", `is not an App ID, which has 24 hexadecimal digits; copy it from ${portal} again`);
  }
  const appKey = own("appKey");
  if (!appKey) add("appKey", `${notSet(own, name, "appKey")}; ${onPage}`, { kind: "missing" });
  else if (!/^[!-~]+$/.test(appKey)) {
    add("appKey", `holds a space or a sign that no App Key has; copy it from ${portal} again`);
  }
  const apiUrl = addressOf("apiUrl", own("apiUrl") ?? platforms[platform].apiUrl, add);
  return {
    account: {
      name,
      appId: appId && OBJECT_ID.test(appId) ? appId.toLowerCase() : undefined,
      appKey,
      apiUrl,
      meetingUrl:
        meetingUrl === undefined ? meetingUrlOf(own, name, portal, add) : withoutEndSlash(meetingUrl),
      ...(read.isOfProvider?.() && { isOfProvider: true }),
    },
    problems,
  };
}

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

/** Adds a problem of the account that is read. */
type Add = (
  key: ConfigKey,
  why: string,
  details?: Pick<Problem, "suggestion"> & { kind?: "missing"; value?: string },
) => void;

function platformOf(read: ConfigReader, add: Add): Platform {
  const text = read("platform") ?? "enablex";
  if (Object.hasOwn(platforms, text)) return text as Platform;
  const suggestion = nearest(text, Object.keys(platforms));
  const why = `is none of ${Object.keys(platforms).join(", ")}${suggestion ? "" : "; for any other, set enablex:apiUrl"}`;
  add("platform", why, { value: shown(text), suggestion });
  return "enablex";
}

function meetingUrlOf(
  read: ConfigReader,
  account: string | undefined,
  portal: string,
  add: Add,
): string | undefined {
  const whole = read("meetingUrl");
  if (whole) return addressOf("meetingUrl", whole, add);
  const edition = read("edition") ?? "premium";
  const domain = Object.hasOwn(domains, edition) ? domains[edition] : undefined;
  if (!domain) {
    const suggestion = nearest(edition, Object.keys(domains));
    add("edition", `is none of ${Object.keys(domains).join(", ")}`, { value: shown(edition), suggestion });
  }
  const subdomain = read("subdomain");
  const example = "write acme alone where the links are https://acme.yourvideo.live";
  if (!subdomain) {
    add(
      "subdomain",
      `${notSet(read, account, "subdomain")}; you find it in ${portal}, where it is chosen (or enablex:meetingUrl, for links of your own domain)`,
      { kind: "missing" },
    );
  } else if (isCredential(subdomain)) add("subdomain", `looks like an App ID or App Key; ${example}`);
  else if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(subdomain)) {
    add("subdomain", `is not a subdomain; ${example}`, { value: subdomain });
  } else if (domain) return `https://${subdomain.toLowerCase()}.${domain}`;
  return undefined;
}

/** That a key is not set, and how to set it. */
function notSet(read: ConfigReader, account: string | undefined, key: ConfigKey): string {
  if (account !== undefined) return "is not set";
  const secret = key === "appId" || key === "appKey" ? "--secret " : "";
  const how = read.howToSet?.(key) ?? `Run pulumi config set ${secret}enablex:${key}`;
  return `is not set. ${how}, or set the environment variable ${configKeys[key]}`;
}

/** Values change places, and a message must not repeat a credential. */
export const isCredential = (text: string): boolean => OBJECT_ID.test(text) || APP_KEY.test(text);

const shown = (text: string): string =>
  isCredential(text) ? "its value, which looks like an App ID or App Key," : text;

/** An address without the slashes at its end; `undefined`, and a problem more, if it is none. */
function addressOf(key: ConfigKey, text: string, add: Add): string | undefined {
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
