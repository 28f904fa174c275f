import { accountNames, findAccount } from "../../../provider/config/account";
import { parseAccounts } from "../../../provider/config/accounts";
import {
  type ConfigKey,
  type ConfigReader,
  configKeyNames,
  configKeys,
  secretConfigKeys,
} from "../../../provider/config/keys";
import { readLimits } from "../../../provider/config/limits";
import type { Problem } from "../../../provider/config/problem";
import { maskAppId } from "../../../provider/ids";
import { isLoopback } from "../../../provider/url";
import { isRoom, isRoomSet } from "../../pulumi/rooms";
import { isExplicitProvider, type StateResource } from "../../pulumi/state";
import { chain } from "../../shell";
import type { Check, Context, Stack } from "../check";
import { accountsHint, setCommand } from "../config-source";
import { type Finding, failure, ok, skipped, warning } from "../finding";
import { isMisspelt, misspelt, unknownKeys, unknownVariables } from "../misspelt";

/** Each key that is set or missing: its masked value, its source and its problems. */
export const keys: Check = {
  title: "enablex",
  run(context) {
    const isEmpty = !configKeyNames.some((key) => context.read(key) || isMisspelt(key, context));
    const { resources = [] } = context.stack;
    if (isEmpty && resources.some(isExplicitProvider)) {
      return skipped("nothing is set; the program's Provider resources have their own settings");
    }
    if (isEmpty && resources.some(isStackReference) && !resources.some(isRoom)) {
      return skipped("nothing is set; the stack gets its links from another stack");
    }
    const problems = problemsByKey(context.read);
    const found = configKeyNames.map((key) => {
      const finding = misspelt(key, context) ?? checkKey(key, problems.get(key), context);
      return finding && { check: `enablex:${key}`, ...finding };
    });
    return [
      ...found.filter((finding) => finding !== undefined),
      ...unknownKeys(context),
      ...unknownVariables(context),
    ];
  },
};

const isStackReference = ({ type }: StateResource): boolean => type === "pulumi:pulumi:StackReference";

/** Problems by the key to set; the keys of named accounts are in `accounts`. */
function problemsByKey(read: ConfigReader): Map<ConfigKey, Problem[]> {
  const accounts = read("accounts");
  const byKey = new Map<ConfigKey, Problem[]>();
  for (const problem of [
    ...accountNames(read).flatMap((name) => findAccount(read, name).problems),
    ...(accounts === undefined ? [] : parseAccounts(accounts).problems),
    ...readLimits(read).problems,
  ]) {
    const key = problem.account === undefined ? problem.key : "accounts";
    byKey.set(key, [...(byKey.get(key) ?? []), problem]);
  }
  return byKey;
}

function checkKey(key: ConfigKey, problems: Problem[] | undefined, context: Context): Finding | undefined {
  const { stack, stackFlag, environment } = context;
  const { env, platform } = environment;
  const check = `enablex:${key}`;
  const onStack = stack.config[check];
  const { variable } = configKeys[key];
  if (onStack?.secret && onStack.value === undefined)
    return skipped("from the stack, secret, cannot be decrypted");
  if (stack.readable === "nothing" && (problems || key === "platform") && !env[variable]) {
    return skipped(`not in ${variable}, and the stack's configuration cannot be read`);
  }
  if (problems) {
    const emulatorsLinks = key === "subdomain" && !context.read(key) && emulatorOrigin(context);
    if (emulatorsLinks) {
      const message = `is not set; the rooms API is an emulator's, whose links are at ${emulatorsLinks}`;
      const fix = setCommand("meetingUrl", context, emulatorsLinks);
      return { ...failure(message, fix), check: "enablex:meetingUrl" };
    }
    const meant = problems.find(({ suggestion }) => suggestion)?.suggestion;
    const message = `${problems.map(({ reason }) => reason).join("; ")}${hintFor(key, context)}`;
    return failure(message, setCommand(key, context, meant));
  }
  const value = onStack?.value || env[variable];
  if (!value) return key === "platform" ? ok("enablex, the default") : undefined;
  const facts = [displayValue(key, value), onStack?.value ? "from the stack" : `from ${variable}`];
  if (onStack?.value && env[variable] && env[variable] !== value)
    facts.push(`which takes precedence over another value in ${variable}`);
  if (!onStack?.value || !secretConfigKeys.includes(key)) return ok(facts.join(", "));
  if (onStack.secret) return ok([...facts, "secret"].join(", "));
  return warning(
    `${facts.join(", ")}, in plain text: anyone who can read the stack's configuration${isStoredInClear(stack) ? " or state" : ""} can see it`,
    chain(
      `pulumi config get ${check}${stackFlag} | pulumi config set --secret ${check}${stackFlag}`,
      `pulumi up${stackFlag}`,
      platform,
    ),
  );
}

/** The native form's provider is in the state instead of each room, and encrypts it there. */
const isStoredInClear = ({ resources = [] }: Stack): boolean => {
  const rooms = resources.filter((resource) => isRoom(resource) || isRoomSet(resource));
  return rooms.length === 0 || rooms.some(({ type }) => type.startsWith("pulumi-nodejs:"));
};

/** The origin of the rooms API, if it is on this machine. */
function emulatorOrigin({ read }: Context): string | undefined {
  const apiUrl = read("apiUrl") ?? "";
  if (!URL.canParse(apiUrl)) return undefined;
  const { hostname, origin } = new URL(apiUrl);
  return isLoopback(hostname) ? origin : undefined;
}

function hintFor(key: ConfigKey, context: Context): string {
  if (key === "accounts") return accountsHint;
  const isEmpty = !configKeyNames.some(context.read);
  if (key === "appId" && isEmpty) {
    return "; without an account, npx pulumi-enablex emulator prints the commands to run";
  }
  const isCredential = key === "appId" || key === "appKey";
  return isCredential && emulatorOrigin(context) ? "; an emulator prints its own when it starts" : "";
}

/** A valid value, masked if it is a credential. */
function displayValue(key: ConfigKey, value: string): string {
  if (key === "appId") return maskAppId(value);
  if (key === "appKey") return "set";
  if (key !== "accounts") return value;
  return Object.keys(parseAccounts(value).accounts).join(" and ");
}
