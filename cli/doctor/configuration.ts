import { parseAccounts } from "../../provider/accounts";
import { platforms } from "../../provider/api/platforms";
import {
  accountNames,
  type ConfigKey,
  type ConfigReader,
  configKeys,
  findAccount,
  maskAppId,
  readLimits,
} from "../../provider/config";
import { nearest } from "../../provider/nearest";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import type { Stack } from "./pulumi";
import { renameVariable, setVariable, unsetVariable } from "./shell";
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

/** Each key that is set or missing: its value, masked, where it comes from, and what is wrong with it. */
export function examineConfiguration(configuration: Configuration): Finding[] {
  const problems = problemsByKey(configuration.read);
  const keys = Object.keys(configKeys) as ConfigKey[];
  return [
    ...keys.flatMap(
      (key) => misspelt(key, configuration) ?? examineKey(key, problems.get(key), configuration) ?? [],
    ),
    ...unknownKeys(configuration),
    ...unknownVariables(configuration),
  ];
}

/** Whether a key has a value under a misspelt name alone, which nobody reads. */
export const isMisspelt = (key: ConfigKey, configuration: Configuration): boolean =>
  misspelt(key, configuration) !== undefined;

/** The line that sets a key anew, there where it is set now. */
export function lineToSet(
  key: ConfigKey,
  { stack, env, platform, of }: Configuration,
  value?: string,
): string {
  const check = `enablex:${key}`;
  if (!stack.config[check] && env[configKeys[key]]) {
    return setVariable(configKeys[key], value ?? examples[key] ?? "…", platform);
  }
  // Without a value Pulumi asks for it, so that a credential stays out of the shell's history.
  const secret = secretKeys.includes(key) ? "--secret " : "";
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

/** Configuration keys that open a project to whoever reads them. */
const secretKeys: readonly ConfigKey[] = ["appId", "appKey", "accounts"];

const examples: Partial<Record<ConfigKey, string>> = {
  platform: "enablex",
  apiUrl: platforms.enablex.apiUrl,
  subdomain: "<subdomain>",
  edition: "premium",
  meetingUrl: "https://<host>",
  accounts: `'{"<name>": {"appId": "…", "appKey": "…"}}'`,
  requestsPerSecond: "10",
  maxInFlight: "8",
  busyTimeout: "5m",
};

function problemsByKey(read: ConfigReader): Map<ConfigKey, string[]> {
  const accounts = read("accounts");
  const parsed = accounts === undefined ? {} : parseAccounts(accounts);
  const found = new Set([
    ...accountNames(read).flatMap((name) => findAccount(read, name).problems),
    ...(typeof parsed === "string" ? [`enablex:accounts ${parsed}`] : []),
    ...readLimits(read).problems,
  ]);
  const byKey = new Map<ConfigKey, string[]>();
  for (const problem of found) {
    const [, key = "", says = problem] = /^enablex:(\w+)[\s,:]*(.*)$/s.exec(problem) ?? [];
    byKey.set(key as ConfigKey, [...(byKey.get(key as ConfigKey) ?? []), says]);
  }
  return byKey;
}

function examineKey(
  key: ConfigKey,
  problems: string[] | undefined,
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
    const meant = /did you mean ([\w:/.-]+)\?/.exec(problems.join())?.[1];
    const beginner = key === "appId" && !(Object.keys(configKeys) as ConfigKey[]).some(configuration.read);
    const emulator = beginner
      ? "; without an account, npx pulumi-enablex emulator prints the lines to run"
      : "";
    return failure(check, `${problems.join("; ")}${emulator}`, lineToSet(key, configuration, meant));
  }
  const value = onStack?.value || env[variable];
  if (!value) return key === "platform" ? ok(check, "enablex, the default") : undefined;
  const facts = [shown(key, value), onStack?.value ? "from the stack" : `from ${variable}`];
  if (onStack?.value && env[variable] && env[variable] !== value)
    facts.push(`which counts before another value in ${variable}`);
  if (!onStack?.value || !secretKeys.includes(key)) return ok(check, facts.join(", "));
  if (onStack.secret) return ok(check, [...facts, "secret"].join(", "));
  return warning(
    check,
    `${facts.join(", ")}, in the clear: whoever reads the stack's configuration or state has it`,
    `pulumi config set --secret ${check}${of} && pulumi up${of}`,
  );
}

/** A value without a problem, as it may be printed. */
function shown(key: ConfigKey, value: string): string {
  if (key === "appId") return maskAppId(value);
  if (key === "appKey") return "set";
  if (key !== "accounts") return value;
  const accounts = parseAccounts(value);
  return typeof accounts === "string" ? "set" : Object.keys(accounts).join(" and ");
}

/** The value moves to the right name, and is not repeated on the way, because it may be a credential. */
function misspelt(key: ConfigKey, configuration: Configuration): Finding | undefined {
  const { read, stack, env, platform, of } = configuration;
  if (read(key)) return undefined;
  const check = `enablex:${key}`;
  const name = slipsOnStack(configuration).find((each) => nearest(each, knownKeys) === check);
  if (name) {
    const secret = secretKeys.includes(key) || stack.config[name]?.secret ? "--secret " : "";
    return failure(
      check,
      `its value stands under the name ${name}, which nobody reads`,
      `pulumi config get ${name}${of} | pulumi config set ${secret}${check}${of} && pulumi config rm ${name}${of}`,
    );
  }
  const variable = slipsOf(env).find((each) => nearest(each, knownVariables) === configKeys[key]);
  if (!variable) return undefined;
  return failure(
    check,
    `its value stands in ${variable}, which nobody reads`,
    renameVariable(variable, configKeys[key], platform),
  );
}

const knownKeys = Object.keys(configKeys).map((key) => `enablex:${key}`);
const knownVariables = [...Object.values(configKeys), "ENABLEX_LOG"];

const slipsOnStack = ({ stack }: Configuration): string[] =>
  Object.keys(stack.config).filter((name) => name.startsWith("enablex:") && !knownKeys.includes(name));

const slipsOf = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env).filter((name) => name.startsWith("ENABLEX_") && !knownVariables.includes(name));

/** Names that nobody reads and that stand for no key which lacks a value. */
function unknownKeys(configuration: Configuration): Finding[] {
  return slipsOnStack(configuration)
    .filter((name) => !standsFor(nearest(name, knownKeys)?.slice("enablex:".length), configuration))
    .map((name) =>
      warning(
        name,
        `there is no such key${hint(name, knownKeys)}`,
        `pulumi config rm ${name}${configuration.of}`,
      ),
    );
}

function unknownVariables(configuration: Configuration): Finding[] {
  const { env, platform } = configuration;
  const keyOf = (variable: string | undefined) =>
    Object.entries(configKeys).find(([, each]) => each === variable)?.[0];
  return slipsOf(env)
    .filter((name) => !standsFor(keyOf(nearest(name, knownVariables)), configuration))
    .map((name) =>
      warning(name, `there is no such variable${hint(name, knownVariables)}`, unsetVariable(name, platform)),
    );
}

const standsFor = (key: string | undefined, configuration: Configuration): boolean =>
  key !== undefined && isMisspelt(key as ConfigKey, configuration);

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean ${near}?` : "";
}
