import type { ConnectionError } from "../../provider/api/connection-error";
import type { ApiError, RequestError } from "../../provider/api/errors";
import { type Platform, platforms } from "../../provider/api/platforms";
import type { Account } from "../../provider/config";
import { isLoopback } from "../../provider/url";
import { inFolder, inTurn, openPage, setVariable } from "../shell";
import { beforeLineOf, type Configuration, lineOfAccount, lineToSet } from "./configuration";
import { again, type Finding, failure, warning } from "./finding";
import type { Surroundings } from "./surroundings";

/** The account whose API was asked. */
export type Asked = Partial<Account> & { apiUrl: string };

/** What a failed request to an account's API means for the set-up. */
export function explain(
  check: string,
  error: RequestError,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  if (!("status" in error)) return explainConnectionError(check, error, account, around, configuration);
  const { apiUrl } = account;
  if (error.isRateLimited) {
    return warning(
      check,
      `${apiUrl} is at its rate limit, so that the credentials were not tried`,
      again(configuration.of),
    );
  }
  const code = error.resultCode === undefined ? "" : `, result ${error.resultCode}`;
  const facts = `HTTP ${error.status}${code}: ${error.reason || "no reason given"}`;
  if (error.isUnauthorized && !error.isHtml) {
    return refused(check, error, facts, account, around, configuration);
  }
  if (error.isServerFault)
    return failure(check, `${apiUrl} fails (${facts}); it may pass`, again(configuration.of));
  return notTheApi(check, facts, account, around, configuration);
}

function refused(
  check: string,
  { status }: ApiError,
  facts: string,
  { apiUrl, name }: Asked,
  { platform }: Surroundings,
  configuration: Configuration,
): Finding {
  const known = platformAt(apiUrl);
  if (status === 403) {
    const portal = known && openPage(`https://${platforms[known].portal}`, platform);
    return failure(
      check,
      `${apiUrl} knows the project, and refuses it (${facts})`,
      portal ?? again(configuration.of),
    );
  }
  const mend =
    name === undefined
      ? inTurn(lineToSet("appId", configuration), lineToSet("appKey", configuration), platform)
      : lineToSet("accounts", configuration);
  const says = `${apiUrl} does not take the credentials (${facts}): App ID and App Key do not belong together, or not to ${owner(apiUrl)}`;
  return failure(check, `${says}${beforeLineOf(name)}`, mend);
}

function explainConnectionError(
  check: string,
  error: ConnectionError,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  const { apiUrl, name } = account;
  const { hostname, port } = new URL(apiUrl);
  if (["dns", "refused", "unreachable"].includes(error.kind) && isLoopback(hostname)) {
    const says = `the emulator does not run at ${apiUrl}; it takes a terminal of its own, and --data <file> again where it had one`;
    return failure(check, says, emulatorAt(port || "80", around));
  }
  if (error.kind === "proxy-credentials") {
    const line = setVariable("HTTPS_PROXY", "http://<user>:<password>@<proxy>:<port>", around.platform);
    return failure(check, `the proxy before ${apiUrl} asks for credentials`, line);
  }
  if (["not-http", "not-json", "unexpected"].includes(error.kind)) {
    return notTheApi(check, error.reason, account, around, configuration);
  }
  const says = `no way to ${apiUrl}: ${error.reason}`;
  if (isLoopback(hostname)) {
    // The emulator speaks plain http. Where something else is in its place, it prints the lines for another port.
    const plain = apiUrl.replace(/^https:/, "http:");
    const isPlain = plain === apiUrl;
    return failure(
      check,
      says,
      isPlain ? emulatorAt("0", around) : lineOfAccount(name, "apiUrl", configuration, plain),
    );
  }
  if (error.kind === "untrusted") {
    return failure(check, says, setVariable("NODE_EXTRA_CA_CERTS", "<file.pem>", around.platform));
  }
  if (error.kind === "certificate") {
    return failure(check, `${says}; who runs it must renew it`, again(configuration.of));
  }
  // A platform's own host exists, so that it is this machine's network which does not know it.
  const doesNotExist = (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOTFOUND";
  const isSlip = doesNotExist && platformOf(hostname) === undefined && !hasProxy(around);
  if (!isSlip) return failure(check, says, throughProxy(around));
  return failure(check, `${says}${beforeLineOf(name)}`, otherAddress(account, around, configuration));
}

/** Something answers, and it is not the rooms API. */
export function notTheApi(
  check: string,
  facts: string,
  account: Asked,
  around: Surroundings,
  configuration: Configuration,
): Finding {
  const { apiUrl, name } = account;
  if (platformAt(apiUrl)) {
    return failure(check, `something in between answers for ${apiUrl} (${facts})`, throughProxy(around));
  }
  // What an emulator's other pages say is about something else.
  const { hostname, pathname } = new URL(apiUrl);
  const isPathless = isLoopback(hostname) && pathname === "/";
  const why = isPathless ? "; that of an emulator is under /video/v1" : ` (${facts})`;
  const says = `there is no rooms API at ${apiUrl}${why}`;
  return failure(check, `${says}${beforeLineOf(name)}`, otherAddress(account, around, configuration));
}

/** Whether requests go through a proxy, which may know names that this machine does not. */
export const hasProxy = ({ env }: Surroundings): boolean => Boolean(env.HTTPS_PROXY || env.https_proxy);

const throughProxy = ({ platform }: Surroundings): string =>
  setVariable("HTTPS_PROXY", "http://<proxy>:<port>", platform);

/** In a new terminal, npx finds the command from the project's folder alone. */
const emulatorAt = (port: string, { folder, platform }: Surroundings): string =>
  inFolder(folder, [`npx pulumi-enablex emulator --port ${port}`], platform);

/**
 * The line that gives the rooms API another address. None leads from a white label's host to another vendor's, who
 * would be sent its credentials.
 */
function otherAddress({ apiUrl, name }: Asked, around: Surroundings, configuration: Configuration): string {
  const { hostname } = new URL(apiUrl);
  if (isLoopback(hostname)) {
    const whole = onThisMachine(apiUrl);
    // Another program has the emulator's port. On a free one, it prints the lines for the stack.
    return apiUrl === whole ? emulatorAt("0", around) : lineOfAccount(name, "apiUrl", configuration, whole);
  }
  const platform = platformOf(hostname);
  return lineOfAccount(name, "apiUrl", configuration, platform && platforms[platform].apiUrl);
}

/** Where an emulator has its rooms API. */
const onThisMachine = (apiUrl: string): string => `${new URL(apiUrl).origin}/video/v1`;

/** The platform whose host it is, whatever the path. */
const platformOf = (hostname: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find(
    (platform) => new URL(platforms[platform].apiUrl).hostname === hostname,
  );

const platformAt = (apiUrl: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find((platform) => platforms[platform].apiUrl === apiUrl);

/** Whose credentials an address takes. Those of one vendor are not sent to another to find out. */
function owner(apiUrl: string): string {
  if (isLoopback(new URL(apiUrl).hostname)) return "this emulator, which prints its own when it starts";
  const platform = platformAt(apiUrl);
  if (!platform) return "the platform at this address";
  const other = platform === "enablex" ? "smartfloMeet" : "enablex";
  return `${platforms[platform].title} (where they are of ${platforms[other].title}, set enablex:platform to ${other})`;
}
