import type { Account, findAccount } from "../../../provider/config/account";
import { inherits, parseAccounts } from "../../../provider/config/accounts";
import { isLoopback } from "../../../provider/url";
import { forEachAccount, hasOnlyEmulatorLinks } from "../accounts";
import type { Check, Context } from "../check";
import { accountsHintFor, setAccountCommand, setCommand } from "../config-source";
import { type Environment, hasProxy } from "../environment";
import { type Finding, failure, ok, rerunDoctor, skipped, warning } from "../finding";
import { isMisspelt } from "../misspelt";

/** Whether the host of each account's links exists. The configuration already requires https. */
export const links: Check = {
  title: "Links",
  run: forEachAccount("Links", checkHost),
};

async function checkHost(
  context: Context,
  { account: { name, meetingUrl, apiUrl } }: ReturnType<typeof findAccount>,
): Promise<Finding> {
  if (!meetingUrl) return skipped("the configuration is incomplete");
  const { hostname } = new URL(meetingUrl);
  if (isLoopback(hostname)) return checkEmulatorLinks(context, { name, meetingUrl, apiUrl });
  const problem = await lookupError(context.environment, hostname);
  if (problem === undefined) return ok(`${meetingUrl}, which exists`);
  if (problem !== "ENOTFOUND" || hasProxy(context.environment)) {
    const message = `${hostname} cannot be resolved on this machine (${problem}), so it may not exist`;
    return warning(message, rerunDoctor(context.stackFlag));
  }
  const message = `the host ${hostname} does not exist, so the links do not work`;
  // If an account inherits the stack's links, they must be fixed on the stack.
  const named = name === undefined ? undefined : parseAccounts(context.read("accounts")).accounts[name];
  const owner = named && !inherits(named, "meetingUrl") ? name : undefined;
  if (owner === undefined && context.read("meetingUrl")) {
    return failure(message, setCommand("meetingUrl", context));
  }
  const other = hostname.endsWith(".live") ? "lite" : "premium";
  const twin = hostname.replace(/\.(live|app)$/, other === "lite" ? ".app" : ".live");
  if (owner === undefined && (await lookupError(context.environment, twin)) === undefined) {
    return failure(`${message}; ${twin} exists`, setCommand("edition", context, other));
  }
  return failure(`${message}${accountsHintFor(owner)}`, setAccountCommand(owner, "subdomain", context));
}

/** Links to an emulator only lead to the rooms of that emulator. */
function checkEmulatorLinks(
  context: Context,
  { name, meetingUrl, apiUrl }: Partial<Account> & { meetingUrl: string },
): Finding {
  const origin = apiUrl && new URL(apiUrl).origin;
  if (!origin || isSameEmulator(origin, meetingUrl)) return ok(`${meetingUrl}, the emulator on this machine`);
  if (!hasOnlyEmulatorLinks({ meetingUrl, apiUrl })) {
    const message = `${meetingUrl} and the rooms API ${apiUrl} are different emulators, which share no rooms`;
    return warning(message, setAccountCommand(name, "meetingUrl", context, origin));
  }
  const message = `${meetingUrl} is an emulator, which does not have the rooms of ${apiUrl}; to use the account instead of the emulator, remove enablex:meetingUrl`;
  // The check of that key prints the command that moves its value.
  if (isMisspelt("apiUrl", context)) return skipped(message);
  return failure(message, setAccountCommand(name, "apiUrl", context, `${meetingUrl}/video/v1`));
}

/** This machine has several names, but only one emulator on a port. */
function isSameEmulator(origin: string, meetingUrl: string): boolean {
  const [api, links] = [new URL(origin), new URL(meetingUrl)];
  return isLoopback(api.hostname) && api.protocol === links.protocol && api.port === links.port;
}

async function lookupError({ lookup }: Environment, host: string): Promise<string | undefined> {
  try {
    await lookup(host);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}
