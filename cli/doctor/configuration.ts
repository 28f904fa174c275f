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
import { setVariable, unsetVariable } from "./shell";
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
    ...keys.flatMap((key) => examineKey(key, problems.get(key), configuration) ?? []),
    ...unknownKeys(configuration),
    ...unknownVariables(configuration),
  ];
}

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
    return failure(check, problems.join("; "), lineToSet(key, configuration, meant));
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

/** A key that nobody reads is a slip of the pen; its value is not repeated, because it may be a credential. */
function unknownKeys({ stack, of }: Configuration): Finding[] {
  const known = Object.keys(configKeys).map((key) => `enablex:${key}`);
  return Object.keys(stack.config)
    .filter((name) => name.startsWith("enablex:") && !known.includes(name))
    .map((name) =>
      warning(name, `there is no such key${hint(name, known)}`, `pulumi config rm ${name}${of}`),
    );
}

function unknownVariables({ env, platform }: Configuration): Finding[] {
  const known = [...Object.values(configKeys), "ENABLEX_LOG"];
  return Object.keys(env)
    .filter((name) => name.startsWith("ENABLEX_") && !known.includes(name))
    .map((name) =>
      warning(name, `there is no such variable${hint(name, known)}`, unsetVariable(name, platform)),
    );
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean ${near}?` : "";
}
