import { parseAccounts } from "../../provider/accounts";
import {
  accountNames,
  type ConfigKey,
  type ConfigReader,
  configKeys,
  findAccount,
  readLimits,
} from "../../provider/config";
import type { Problem } from "../../provider/config/problem";
import { secretConfigKeys } from "../../provider/config-facts";
import { maskAppId } from "../../provider/ids";
import { isLoopback } from "../../provider/url";
import { isRoom, isRoomSet } from "../pulumi/rooms";
import { isOwnProvider, type StateResource } from "../pulumi/state";
import { inTurn } from "../shell";
import { beforeLineOfAccounts, type Configuration, lineToSet } from "./configuration";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { isMisspelt, misspelt, unknownKeys, unknownVariables } from "./misspelt";
import type { Stack } from "./pulumi";

/** Each key that is set or missing: its value, masked, where it comes from, and what is wrong with it. */
export function examineConfiguration(configuration: Configuration): Finding[] {
  const keys = Object.keys(configKeys) as ConfigKey[];
  const isEmpty = !keys.some((key) => configuration.read(key) || isMisspelt(key, configuration));
  const { resources = [] } = configuration.stack;
  if (isEmpty && resources.some(isOwnProvider)) {
    return [
      skipped("enablex", "nothing is set, and the program's Provider resources have settings of their own"),
    ];
  }
  if (isEmpty && resources.some(isReference) && !resources.some(isRoom)) {
    return [skipped("enablex", "nothing is set, and the stack takes its links from another one")];
  }
  const problems = problemsByKey(configuration.read);
  return [
    ...keys.flatMap(
      (key) => misspelt(key, configuration) ?? examineKey(key, problems.get(key), configuration) ?? [],
    ),
    ...unknownKeys(configuration),
    ...unknownVariables(configuration),
  ];
}

const isReference = ({ type }: StateResource): boolean => type === "pulumi:pulumi:StackReference";

/** Problems by the key to set: a named account's keys are in `accounts`. */
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

function examineKey(
  key: ConfigKey,
  problems: Problem[] | undefined,
  configuration: Configuration,
): Finding | undefined {
  const { stack, env, of } = configuration;
  const check = `enablex:${key}`;
  const onStack = stack.config[check];
  const variable = configKeys[key];
  if (onStack?.secret && onStack.value === undefined)
    return skipped(check, "from the stack, secret, cannot be decrypted");
  if (stack.readable === "nothing" && (problems || key === "platform") && !env[variable]) {
    return skipped(check, `not in ${variable}, and the stack's configuration cannot be read`);
  }
  if (problems) {
    const emulatorsLinks = originOfEmulator(key, configuration);
    if (emulatorsLinks) {
      const says = `is not set, and the rooms API is an emulator's, whose links are at ${emulatorsLinks}`;
      return failure("enablex:meetingUrl", says, lineToSet("meetingUrl", configuration, emulatorsLinks));
    }
    const meant = problems.find(({ suggestion }) => suggestion)?.suggestion;
    const says = `${problems.map(({ reason }) => reason).join("; ")}${hintOf(key, configuration)}`;
    return failure(check, says, lineToSet(key, configuration, meant));
  }
  const value = onStack?.value || env[variable];
  if (!value) return key === "platform" ? ok(check, "enablex, the default") : undefined;
  const facts = [shown(key, value), onStack?.value ? "from the stack" : `from ${variable}`];
  if (onStack?.value && env[variable] && env[variable] !== value)
    facts.push(`which counts before another value in ${variable}`);
  if (!onStack?.value || !secretConfigKeys.includes(key)) return ok(check, facts.join(", "));
  if (onStack.secret) return ok(check, [...facts, "secret"].join(", "));
  return warning(
    check,
    `${facts.join(", ")}, in the clear: whoever reads the stack's configuration${isInState(stack) ? " or state" : ""} has it`,
    inTurn(
      `pulumi config get ${check}${of} | pulumi config set --secret ${check}${of}`,
      `pulumi up${of}`,
      configuration.platform,
    ),
  );
}

/** The provider of the native form, which is in the state instead of each room, has it encrypted there. */
const isInState = ({ resources = [] }: Stack): boolean => {
  const rooms = resources.filter((resource) => isRoom(resource) || isRoomSet(resource));
  return rooms.length === 0 || rooms.some(({ type }) => type.startsWith("pulumi-nodejs:"));
};

/** Where the links are, if it is a subdomain that is missing and the rooms API is on this machine. */
function originOfEmulator(key: ConfigKey, configuration: Configuration): string | undefined {
  return key === "subdomain" && !configuration.read(key) ? emulatorOf(configuration) : undefined;
}

/** The origin of the rooms API, if that is on this machine. */
function emulatorOf({ read }: Configuration): string | undefined {
  const apiUrl = read("apiUrl") ?? "";
  if (!URL.canParse(apiUrl)) return undefined;
  const { hostname, origin } = new URL(apiUrl);
  return isLoopback(hostname) ? origin : undefined;
}

/** What is to be known before the line that sets a key. */
function hintOf(key: ConfigKey, configuration: Configuration): string {
  if (key === "accounts") return beforeLineOfAccounts;
  const isEmpty = !(Object.keys(configKeys) as ConfigKey[]).some(configuration.read);
  if (key === "appId" && isEmpty) {
    return "; without an account, npx pulumi-enablex emulator prints the lines to run";
  }
  const isCredential = key === "appId" || key === "appKey";
  return isCredential && emulatorOf(configuration) ? "; an emulator prints its own when it starts" : "";
}

/** A value without a problem, as it may be printed. */
function shown(key: ConfigKey, value: string): string {
  if (key === "appId") return maskAppId(value);
  if (key === "appKey") return "set";
  if (key !== "accounts") return value;
  return Object.keys(parseAccounts(value).accounts).join(" and ");
}
