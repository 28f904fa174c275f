import { type ConfigKey, type ConfigReader, configKeys, secretConfigKeys } from "../../provider/config/keys";
import { runWithInput, setVariable, setVariableFromFile } from "../shell";
import type { Context, Stack } from "./check";

/** Reads the part of the stack's configuration that the checks could read, then the environment. */
export function configReader(stack: Stack, env: NodeJS.ProcessEnv): ConfigReader {
  const read = (key: ConfigKey) =>
    stack.config[`enablex:${key}`]?.value || env[configKeys[key].variable] || undefined;
  return Object.assign(read, { howToSet: () => "Run the command below" });
}

/** The command that sets a key in its current source. */
export function setCommand(
  key: ConfigKey,
  { stack, environment: { env, platform }, stackFlag }: Context,
  value?: string,
): string {
  const check = `enablex:${key}`;
  const inEnvironment = !stack.config[check] && env[configKeys[key].variable];
  if (key === "accounts") {
    return inEnvironment
      ? setVariableFromFile(configKeys[key].variable, accountsFile, platform)
      : runWithInput(accountsFile, `pulumi config set --secret ${check}${stackFlag}`, platform);
  }
  if (inEnvironment)
    return setVariable(configKeys[key].variable, `${value ?? exampleOf(key) ?? "…"}`, platform);
  // Without a value, Pulumi prompts for it, which keeps a credential out of the shell's history.
  const secret = secretConfigKeys.includes(key) ? "--secret " : "";
  const given = value ?? exampleOf(key);
  return `pulumi config set ${secret}${check}${given ? ` ${given}` : ""}${stackFlag}`;
}

/** The command that sets a key of an account. Named accounts can only be set together. */
export const setAccountCommand = (
  account: string | undefined,
  key: ConfigKey,
  context: Context,
  value?: string,
): string => (account === undefined ? setCommand(key, context, value) : setCommand("accounts", context));

export const accountsHintFor = (account: string | undefined): string =>
  account === undefined ? "" : accountsHint;

/** A file keeps credentials out of the shell's history and needs no quoting. */
const accountsFile = "accounts.json";

export const accountsHint = `; write all accounts to ${accountsFile} first`;

const exampleOf = (key: ConfigKey) => configKeys[key].default ?? examples[key];

const examples: Partial<Record<ConfigKey, string>> = {
  apiUrl: "https://<host>/video/v1",
  subdomain: "<subdomain>",
  meetingUrl: "https://<host>",
  requestsPerSecond: "10",
};
