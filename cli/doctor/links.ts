import { readNamedAccount } from "../../provider/accounts";
import type { Account, ConfigReader } from "../../provider/config";
import { isLoopback } from "../../provider/url";
import { isOnlyLinkOf } from "./api";
import { hasProxy } from "./api-failure";
import { beforeLineOf, type Configuration, lineOfAccount, lineToSet } from "./configuration";
import { again, type Finding, failure, ok, skipped, warning } from "./finding";
import { isMisspelt } from "./misspelt";
import type { Surroundings } from "./surroundings";

/** Whether the host of an account's links exists. That they are https is a rule of the configuration. */
export async function examineLinks(
  around: Surroundings,
  configuration: Configuration,
  { name, meetingUrl, apiUrl }: Partial<Account>,
): Promise<Finding> {
  const check = name === undefined ? "Links" : `Links, account ${name}`;
  if (!meetingUrl) return skipped(check, "the configuration is not complete");
  const { hostname } = new URL(meetingUrl);
  if (isLoopback(hostname)) return examineEmulator(check, configuration, { name, meetingUrl, apiUrl });
  const problem = await problemOf(around, hostname);
  if (problem === undefined) return ok(check, `${meetingUrl}, which exists`);
  if (problem !== "ENOTFOUND" || hasProxy(around)) {
    const says = `${hostname} cannot be looked up on this machine (${problem}), so whether it exists is not known`;
    return warning(check, says, again(configuration.of));
  }
  const says = `there is no host ${hostname}: people who open a link will not get anywhere`;
  // Where an account takes its links from the stack, they are mended there.
  const owner = hasLinksOfStack(name, configuration) ? undefined : name;
  if (owner === undefined && configuration.read("meetingUrl")) {
    return failure(check, says, lineToSet("meetingUrl", configuration));
  }
  const other = hostname.endsWith(".live") ? "lite" : "premium";
  const twin = hostname.replace(/\.(live|app)$/, other === "lite" ? ".app" : ".live");
  if (owner === undefined && (await problemOf(around, twin)) === undefined) {
    return failure(check, `${says}; ${twin} exists`, lineToSet("edition", configuration, other));
  }
  return failure(check, `${says}${beforeLineOf(owner)}`, lineOfAccount(owner, "subdomain", configuration));
}

/** Whether an account has no links of its own: the provider hands on to it what it reads on the stack. */
function hasLinksOfStack(account: string | undefined, { read }: Configuration): boolean {
  if (account === undefined) return true;
  const mark = "of the stack";
  const marked: ConfigReader = (key) => (key === "accounts" ? read(key) : mark);
  return readNamedAccount(marked, account).read?.("meetingUrl") === mark;
}

/** Links of an emulator lead to the rooms of that emulator alone. */
function examineEmulator(
  check: string,
  configuration: Configuration,
  { name, meetingUrl, apiUrl }: Partial<Account> & { meetingUrl: string },
): Finding {
  const origin = apiUrl && new URL(apiUrl).origin;
  if (!origin || isSameEmulator(origin, meetingUrl))
    return ok(check, `${meetingUrl}, the emulator on this machine`);
  if (!isOnlyLinkOf({ meetingUrl, apiUrl })) {
    const says = `${meetingUrl} is not where the rooms API is, ${apiUrl}: two emulators have no rooms in common`;
    return warning(check, says, lineOfAccount(name, "meetingUrl", configuration, origin));
  }
  const says = `${meetingUrl} is an emulator's, and the rooms API is ${apiUrl}, whose rooms it does not have; for the account instead of the emulator, take enablex:meetingUrl out`;
  // The line that moves the value of a misspelt key stands with the key.
  if (isMisspelt("apiUrl", configuration)) return skipped(check, says);
  return failure(check, says, lineOfAccount(name, "apiUrl", configuration, `${meetingUrl}/video/v1`));
}

/** This machine has several names, and one emulator at a port. */
function isSameEmulator(origin: string, meetingUrl: string): boolean {
  const [api, links] = [new URL(origin), new URL(meetingUrl)];
  return isLoopback(api.hostname) && api.protocol === links.protocol && api.port === links.port;
}

async function problemOf({ lookup }: Surroundings, host: string): Promise<string | undefined> {
  try {
    await lookup(host);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
