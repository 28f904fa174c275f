import type { ConnectionError } from "../../../provider/api/connection-error";
import type { ApiError, RequestError } from "../../../provider/api/errors";
import { type Platform, platformAt, platforms } from "../../../provider/api/platforms";
import type { Account } from "../../../provider/config/account";
import { isLoopback } from "../../../provider/url";
import { chain, inFolder, openUrl, setVariable } from "../../shell";
import type { Context } from "../check";
import { accountsHintFor, setAccountCommand, setCommand } from "../config-source";
import { type Environment, hasProxy } from "../environment";
import { type Finding, failure, rerunDoctor, warning } from "../finding";

/** The account of the request. */
type Requested = Partial<Account> & { apiUrl: string };

/** Turns a failed request to an account's API into a finding. */
export function explainApiFailure(error: RequestError, account: Requested, context: Context): Finding {
  if (!("status" in error)) return explainConnectionError(error, account, context);
  const { apiUrl } = account;
  if (error.isRateLimited) {
    return warning(
      `${apiUrl} has reached its rate limit, so the credentials were not checked`,
      rerunDoctor(context.stackFlag),
    );
  }
  const code = error.resultCode === undefined ? "" : `, result ${error.resultCode}`;
  const facts = `HTTP ${error.status}${code}: ${error.reason || "no reason given"}`;
  if (error.isUnauthorized && !error.isHtml) {
    return explainUnauthorized(error, facts, account, context);
  }
  if (error.isServerFault)
    return failure(`${apiUrl} fails (${facts}); this may be temporary`, rerunDoctor(context.stackFlag));
  return notTheApi(facts, account, context);
}

function explainUnauthorized(
  { status }: ApiError,
  facts: string,
  { apiUrl, name }: Requested,
  context: Context,
): Finding {
  const { platform } = context.environment;
  const known = platformAt(apiUrl);
  if (status === 403) {
    const portal = known && openUrl(`https://${platforms[known].portal}`, platform);
    return failure(`${apiUrl} refuses this project (${facts})`, portal ?? rerunDoctor(context.stackFlag));
  }
  const fix =
    name === undefined
      ? chain(setCommand("appId", context), setCommand("appKey", context), platform)
      : setCommand("accounts", context);
  const message = `${apiUrl} rejects the credentials (${facts}): App ID and App Key do not match, or do not belong to ${credentialOwner(apiUrl)}`;
  return failure(`${message}${accountsHintFor(name)}`, fix);
}

function explainConnectionError(error: ConnectionError, account: Requested, context: Context): Finding {
  const { apiUrl, name } = account;
  const { environment } = context;
  const { platform } = environment;
  const { hostname, port } = new URL(apiUrl);
  if (["dns", "refused", "unreachable"].includes(error.kind) && isLoopback(hostname)) {
    const message = `the emulator is not running at ${apiUrl}; start it in another terminal, with --data <file> if it had one`;
    return failure(message, emulatorCommand(port || "80", environment));
  }
  if (error.kind === "proxy-credentials") {
    const line = setVariable("HTTPS_PROXY", "http://<user>:<password>@<proxy>:<port>", platform);
    return failure(`the proxy in front of ${apiUrl} requires credentials`, line);
  }
  if (["not-http", "not-json", "unexpected"].includes(error.kind)) {
    return notTheApi(error.reason, account, context);
  }
  const message = `cannot connect to ${apiUrl}: ${error.reason}`;
  if (isLoopback(hostname)) {
    // The emulator uses plain http. If another program uses its port, start it on a free one: it prints the
    // commands to run.
    const plain = apiUrl.replace(/^https:/, "http:");
    const isPlain = plain === apiUrl;
    return failure(
      message,
      isPlain ? emulatorCommand("0", environment) : setAccountCommand(name, "apiUrl", context, plain),
    );
  }
  if (error.kind === "untrusted") {
    return failure(message, setVariable("NODE_EXTRA_CA_CERTS", "<file.pem>", platform));
  }
  if (error.kind === "certificate") {
    return failure(`${message}; its operator must renew it`, rerunDoctor(context.stackFlag));
  }
  // The host of a known platform exists, so the network is at fault.
  const doesNotExist = (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOTFOUND";
  const isTypo = doesNotExist && platformOfHost(hostname) === undefined && !hasProxy(environment);
  if (!isTypo) return failure(message, setProxyCommand(environment));
  return failure(`${message}${accountsHintFor(name)}`, setApiUrlCommand(account, context));
}

/** Something responds that is not the rooms API. */
export function notTheApi(facts: string, account: Requested, context: Context): Finding {
  const { apiUrl, name } = account;
  if (platformAt(apiUrl)) {
    return failure(
      `a proxy or firewall responds instead of ${apiUrl} (${facts})`,
      setProxyCommand(context.environment),
    );
  }
  // The text of an emulator's other pages would mislead.
  const { hostname, pathname } = new URL(apiUrl);
  const isPathless = isLoopback(hostname) && pathname === "/";
  const why = isPathless ? "; an emulator's is at /video/v1" : ` (${facts})`;
  const message = `there is no rooms API at ${apiUrl}${why}`;
  return failure(`${message}${accountsHintFor(name)}`, setApiUrlCommand(account, context));
}

const setProxyCommand = ({ platform }: Environment): string =>
  setVariable("HTTPS_PROXY", "http://<proxy>:<port>", platform);

/** Changes to the project's folder first: in a new terminal, npx finds the command only there. */
const emulatorCommand = (port: string, { folder, platform }: Environment): string =>
  inFolder(folder, [`npx pulumi-enablex emulator --port ${port}`], platform);

/**
 * The command that sets the address of the rooms API. It never replaces a white label's host with another
 * vendor's, which would receive the credentials.
 */
function setApiUrlCommand({ apiUrl, name }: Requested, context: Context): string {
  const { hostname } = new URL(apiUrl);
  if (isLoopback(hostname)) {
    const whole = emulatorApiUrl(apiUrl);
    // Another program uses the emulator's port. On a free port, the emulator prints the commands for the stack.
    return apiUrl === whole
      ? emulatorCommand("0", context.environment)
      : setAccountCommand(name, "apiUrl", context, whole);
  }
  const platform = platformOfHost(hostname);
  return setAccountCommand(name, "apiUrl", context, platform && platforms[platform].apiUrl);
}

const emulatorApiUrl = (apiUrl: string): string => `${new URL(apiUrl).origin}/video/v1`;

/** Ignores the path. */
const platformOfHost = (hostname: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find(
    (platform) => new URL(platforms[platform].apiUrl).hostname === hostname,
  );

/** Whose credentials an address accepts. Credentials are never sent to another vendor to find out. */
function credentialOwner(apiUrl: string): string {
  if (isLoopback(new URL(apiUrl).hostname)) return "this emulator, which prints its own when it starts";
  const platform = platformAt(apiUrl);
  if (!platform) return "the platform at this address";
  const other = platform === "enablex" ? "smartfloMeet" : "enablex";
  return `${platforms[platform].title} (if they belong to ${platforms[other].title}, set enablex:platform to ${other})`;
}
