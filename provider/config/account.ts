import { type Platform, platforms } from "../api/platforms";
import { OBJECT_ID } from "../ids";
import { nearest } from "../nearest";
import { trimTrailingSlashes, urlOfHost, urlProblem } from "../url";
import { parseAccounts, readNamedAccount } from "./accounts";
import { type ConfigKey, type ConfigReader, configKeys } from "./keys";
import { createProblem, isCredential, type Problem, redactCredential } from "./problem";

/** The part of an account that requests need. */
export type ApiAccess = Pick<Account, "appId" | "appKey" | "apiUrl">;
/** The part of an account that links contain. */
export type LinkBase = Pick<Account, "appId" | "meetingUrl">;

/** An account of the rooms API: credentials, base URL, and the origin of its rooms' links. */
export interface Account {
  /** Name in `enablex:accounts`; `undefined` for the stack's own account. */
  name?: string;
  appId: string;
  appKey: string;
  apiUrl: string;
  /** Origin of the links; `UNKNOWN` if the room's own origin is unknown in a preview. */
  meetingUrl: string;
  /** Whether it is configured by an explicit provider, not by the stack. */
  isExplicitProvider?: boolean;
}

interface Found<T> {
  account: Partial<T>;
  problems: Problem[];
}

/**
 * Finds the account of a room, as far as it is configured, and all its problems. A named account inherits the stack's
 * platform and API if it sets neither, and the stack's links if it sets none.
 *
 * @param meetingUrl the room's own origin of links, which takes precedence over the configuration
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

/** The names of the configured accounts; `undefined` is the stack's own account. */
export function accountNames(read: ConfigReader): (string | undefined)[] {
  const names = Object.keys(parseAccounts(read("accounts")).accounts);
  return read("appId") || names.length === 0 ? [undefined, ...names] : names;
}

/** The domain of the links of each edition. */
const domains: Record<string, string> = { premium: "yourvideo.live", lite: "yourvideo.app" };

/** An account while it is read. */
interface AccountReader {
  name: string | undefined;
  read: ConfigReader;
  /** Host of the portal that shows its values. */
  portal: string;
  addProblem(
    key: ConfigKey,
    reason: string,
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
    addProblem: (key, reason, details) =>
      problems.push(createProblem(key, reason, { account: name, ...details })),
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

function appIdOf({ name, read, portal, addProblem }: AccountReader): string | undefined {
  const appId = read("appId");
  if (!appId) addProblem("appId", notSet(read, name, "appId", onPageOf(portal)), { kind: "missing" });
  else if (OBJECT_ID.test(appId)) return appId.toLowerCase();
  else if (/^\d(\.\d+)?e\+\d+$/.test(appId)) {
    addProblem("appId", "was read as a number, because it has only digits and no quotes; write it in quotes");
  } else
    addProblem("appId", `is not an App ID, which has 24 hexadecimal digits; copy it again from ${portal}`);
  return undefined;
}

function appKeyOf({ name, read, portal, addProblem }: AccountReader): string | undefined {
  const appKey = read("appKey");
  if (!appKey) addProblem("appKey", notSet(read, name, "appKey", onPageOf(portal)), { kind: "missing" });
  else if (!/^[!-~]+$/.test(appKey))
    addProblem("appKey", `contains a space or another invalid character; copy it again from ${portal}`);
  return appKey;
}

function apiUrlOf(account: AccountReader): string | undefined {
  const { read, addProblem } = account;
  const platform = platformOf(read);
  if (!platform) {
    const text = read("platform")!;
    const suggestion = nearest(text, Object.keys(platforms));
    const reason = `is not one of ${Object.keys(platforms).join(", ")}${suggestion ? "" : "; for another API, set enablex:apiUrl"}`;
    addProblem("platform", reason, { value: redactCredential(text), suggestion });
  }
  return readUrl("apiUrl", read("apiUrl") ?? platforms[platform ?? defaultPlatform].apiUrl, account);
}

function meetingUrlOf(account: AccountReader, ofRoom: string | undefined): string | undefined {
  const { name, read, portal, addProblem } = account;
  if (ofRoom !== undefined) return trimTrailingSlashes(ofRoom);
  const whole = read("meetingUrl");
  if (whole) return readUrl("meetingUrl", whole, account);
  const edition = read("edition") ?? (configKeys.edition.default as string);
  const domain = Object.hasOwn(domains, edition) ? domains[edition] : undefined;
  if (!domain) {
    const suggestion = nearest(edition, Object.keys(domains));
    addProblem("edition", `is not one of ${Object.keys(domains).join(", ")}`, {
      value: redactCredential(edition),
      suggestion,
    });
  }
  const subdomain = read("subdomain");
  const example = "write only acme if the links are https://acme.yourvideo.live";
  if (!subdomain) {
    const where = `in ${portal} (for links on your own domain, set enablex:meetingUrl instead)`;
    addProblem("subdomain", notSet(read, name, "subdomain", where), { kind: "missing" });
  } else if (isCredential(subdomain)) addProblem("subdomain", `looks like an App ID or App Key; ${example}`);
  else if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(subdomain)) {
    addProblem("subdomain", `is not a subdomain; ${example}`, { value: subdomain });
  } else if (domain) return `https://${subdomain.toLowerCase()}.${domain}`;
  return undefined;
}

const onPageOf = (portal: string): string => `in ${portal}, on your project's page`;

/** Says that a key is not set, how to set it, and where to find its value. */
function notSet(read: ConfigReader, account: string | undefined, key: ConfigKey, where: string): string {
  if (account !== undefined) return `is not set; find the value ${where}`;
  const secret = configKeys[key].secret ? "--secret " : "";
  const how = read.howToSet?.(key) ?? `Run pulumi config set ${secret}enablex:${key}`;
  return `is not set. ${how}, or set the environment variable ${configKeys[key].variable}; find the value ${where}`;
}

/** A URL without trailing slashes; `undefined`, with a problem, if it is invalid. */
function readUrl(key: ConfigKey, text: string, { addProblem }: AccountReader): string | undefined {
  const suggestion = urlOfHost(text);
  const reason = isCredential(text)
    ? "looks like an App ID or App Key; write https://host.example.com"
    : suggestion
      ? "is not a URL"
      : urlProblem(text);
  if (!reason) return trimTrailingSlashes(text);
  // The text before an @ may be a password.
  if (isCredential(text) || text.includes("@")) addProblem(key, reason, { value: "it" });
  else addProblem(key, reason, { value: text, suggestion });
  return undefined;
}
