import { type Platform, platforms } from "../api/platforms";
import { OBJECT_ID } from "../ids";
import { nearest } from "../nearest";
import { trimTrailingSlashes, urlOfHost, urlProblem } from "../url";
import { parseAccounts, readNamedAccount } from "./accounts";
import { type ConfigKey, type ConfigReader, configKeys } from "./keys";
import { createProblem, isCredential, type Problem, redactCredential } from "./problem";

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
  isExplicitProvider?: boolean;
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
  readAccount(read, name, (account) => ({
    ...apiAccessOf(account),
    meetingUrl: meetingUrlOf(account, meetingUrl),
  }));

export const findApiAccess = (read: ConfigReader, name?: string): Found<ApiAccess> =>
  readAccount(read, name, apiAccessOf);

export const findLinkBase = (read: ConfigReader, name?: string, meetingUrl?: string): Found<LinkBase> =>
  readAccount(read, name, (account) => ({
    appId: appIdOf(account),
    meetingUrl: meetingUrlOf(account, meetingUrl),
  }));

/** The accounts that are configured: the stack's own, which has no name, and those of `enablex:accounts`. */
export function accountNames(read: ConfigReader): (string | undefined)[] {
  const names = Object.keys(parseAccounts(read("accounts")).accounts);
  return read("appId") || names.length === 0 ? [undefined, ...names] : names;
}

/** Where the vendor serves the links of an edition. */
const domains: Record<string, string> = { premium: "yourvideo.live", lite: "yourvideo.app" };

/** An account while it is read. */
interface AccountReader {
  name: string | undefined;
  read: ConfigReader;
  /** Where its values are found. */
  portal: string;
  /** Adds a problem. */
  addProblem(
    key: ConfigKey,
    why: string,
    details?: Omit<Parameters<typeof createProblem>[2], "account">,
  ): void;
}

function readAccount(
  read: ConfigReader,
  name: string | undefined,
  parts: (account: AccountReader) => Partial<Account>,
): Found<Account> {
  const own = name === undefined ? { read, problems: [] } : readNamedAccount(read, name);
  if (!own.read) return { account: { name }, problems: own.problems };
  const problems: Problem[] = [];
  const found = parts({
    name,
    read: own.read,
    portal: platforms[platformOf(own.read) ?? defaultPlatform].portal,
    addProblem: (key, why, details) => problems.push(createProblem(key, why, { account: name, ...details })),
  });
  return {
    account: { name, ...found, ...(read.isExplicitProvider?.() && { isExplicitProvider: true }) },
    problems,
  };
}

const defaultPlatform = configKeys.platform.default as Platform;

function platformOf(read: ConfigReader): Platform | undefined {
  const text = read("platform") ?? defaultPlatform;
  return Object.hasOwn(platforms, text) ? (text as Platform) : undefined;
}

const apiAccessOf = (account: AccountReader) => ({
  appId: appIdOf(account),
  appKey: appKeyOf(account),
  apiUrl: apiUrlOf(account),
});

function appIdOf({ name, read, portal, addProblem: add }: AccountReader): string | undefined {
  const appId = read("appId");
  if (!appId) add("appId", notSet(read, name, "appId", onPageOf(portal)), { kind: "missing" });
  else if (OBJECT_ID.test(appId)) return appId.toLowerCase();
  else if (/^\d(\.\d+)?e\+\d+$/.test(appId)) {
    add("appId", "came as a number, because it has digits only and no quotes; write it in quotes");
  } else add("appId", `is not an App ID, which has 24 hexadecimal digits; copy it from ${portal} again`);
  return undefined;
}

function appKeyOf({ name, read, portal, addProblem: add }: AccountReader): string | undefined {
  const appKey = read("appKey");
  if (!appKey) add("appKey", notSet(read, name, "appKey", onPageOf(portal)), { kind: "missing" });
  else if (!/^[!-~]+$/.test(appKey))
    add("appKey", `holds a space or a sign that no App Key has; copy it from ${portal} again`);
  return appKey;
}

function apiUrlOf(account: AccountReader): string | undefined {
  const { read, addProblem: add } = account;
  const platform = platformOf(read);
  if (!platform) {
    const text = read("platform")!;
    const suggestion = nearest(text, Object.keys(platforms));
    const why = `is none of ${Object.keys(platforms).join(", ")}${suggestion ? "" : "; for any other, set enablex:apiUrl"}`;
    add("platform", why, { value: redactCredential(text), suggestion });
  }
  return readUrl("apiUrl", read("apiUrl") ?? platforms[platform ?? defaultPlatform].apiUrl, account);
}

function meetingUrlOf(account: AccountReader, ofRoom: string | undefined): string | undefined {
  const { name, read, portal, addProblem: add } = account;
  if (ofRoom !== undefined) return trimTrailingSlashes(ofRoom);
  const whole = read("meetingUrl");
  if (whole) return readUrl("meetingUrl", whole, account);
  const edition = read("edition") ?? (configKeys.edition.default as string);
  const domain = Object.hasOwn(domains, edition) ? domains[edition] : undefined;
  if (!domain) {
    const suggestion = nearest(edition, Object.keys(domains));
    add("edition", `is none of ${Object.keys(domains).join(", ")}`, {
      value: redactCredential(edition),
      suggestion,
    });
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
  const secret = configKeys[key].secret ? "--secret " : "";
  const how = read.howToSet?.(key) ?? `Run pulumi config set ${secret}enablex:${key}`;
  return `is not set. ${how}, or set the environment variable ${configKeys[key].variable}; you find it ${where}`;
}

/** An address without the slashes at its end; `undefined`, and a problem more, if it is none. */
function readUrl(key: ConfigKey, text: string, { addProblem: add }: AccountReader): string | undefined {
  const suggestion = urlOfHost(text);
  const why = isCredential(text)
    ? "looks like an App ID or App Key; write https://host.example.com"
    : suggestion
      ? "is not a URL"
      : urlProblem(text);
  if (!why) return trimTrailingSlashes(text);
  // What stands before an @ may be a password.
  if (isCredential(text) || text.includes("@")) add(key, why, { value: "it" });
  else add(key, why, { value: text, suggestion });
  return undefined;
}
