import { type ConfigKey, type ConfigReader, configKeys } from "../../provider/config";
import { secretConfigKeys } from "../../provider/config-facts";
import { reading, setVariable, setVariableFrom } from "../shell";
import type { Stack } from "./pulumi";
import type { Surroundings } from "./surroundings";

/** Where a configuration comes from, and how its lines are written. */
export interface Configuration {
  /** What the stack says of a key, then what the environment says: the order in which the provider asks. */
  read: ConfigReader;
  stack: Stack;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** What follows a `pulumi` command so that it means this stack: nothing, or ` --stack <name>`. */
  of: string;
}

export function configurationOf(
  { env, platform }: Surroundings,
  stack: Stack,
  name: string | undefined,
): Configuration {
  const read = (key: ConfigKey) => stack.config[`enablex:${key}`]?.value || env[configKeys[key]] || undefined;
  return {
    read: Object.assign(read, { howToSet: () => "Run the line below" }),
    stack,
    env,
    platform,
    of: name === undefined ? "" : ` --stack ${name}`,
  };
}

/** The line that sets a key anew, there where it is set now. */
export function lineToSet(
  key: ConfigKey,
  { stack, env, platform, of }: Configuration,
  value?: string,
): string {
  const check = `enablex:${key}`;
  const inEnvironment = !stack.config[check] && env[configKeys[key]];
  if (key === "accounts") {
    return inEnvironment
      ? setVariableFrom(configKeys[key], accountsFile, platform)
      : reading(accountsFile, `pulumi config set --secret ${check}${of}`, platform);
  }
  if (inEnvironment) return setVariable(configKeys[key], value ?? examples[key] ?? "…", platform);
  // Without a value Pulumi asks for it, so that a credential stays out of the shell's history.
  const secret = secretConfigKeys.includes(key) ? "--secret " : "";
  const given = value ?? examples[key];
  return `pulumi config set ${secret}${check}${given ? ` ${given}` : ""}${of}`;
}

/** The line that sets a key of an account anew. A named account stands in `accounts` as a whole. */
export const lineOfAccount = (
  account: string | undefined,
  key: ConfigKey,
  configuration: Configuration,
  value?: string,
): string =>
  account === undefined ? lineToSet(key, configuration, value) : lineToSet("accounts", configuration);

/** What to do before the line of a named account. */
export const beforeLineOf = (account: string | undefined): string =>
  account === undefined ? "" : beforeLineOfAccounts;

/** Credentials go through a file, so that they stay out of the shell's history and need no quoting. */
const accountsFile = "accounts.json";

/** What to do before the line that sets all named accounts. */
export const beforeLineOfAccounts = `; write all accounts into ${accountsFile} first`;

const examples: Partial<Record<ConfigKey, string>> = {
  platform: "enablex",
  apiUrl: "https://<host>/video/v1",
  subdomain: "<subdomain>",
  edition: "premium",
  meetingUrl: "https://<host>",
  requestsPerSecond: "10",
  maxInFlight: "8",
  busyTimeout: "5m",
};
