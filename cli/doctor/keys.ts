import { parseAccounts } from "../../provider/accounts";
import {
  accountNames,
  type ConfigKey,
  type ConfigReader,
  configKeys,
  findAccount,
  maskAppId,
  readLimits,
} from "../../provider/config";
import { isOwnProvider } from "../pulumi-stack";
import { inTurn } from "../shell";
import { accountsFile, type Configuration, lineToSet, secretKeys } from "./configuration";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { isMisspelt, misspelt, unknownKeys, unknownVariables } from "./misspelt";

/** Each key that is set or missing: its value, masked, where it comes from, and what is wrong with it. */
export function examineConfiguration(configuration: Configuration): Finding[] {
  const keys = Object.keys(configKeys) as ConfigKey[];
  const isEmpty = !keys.some((key) => configuration.read(key) || isMisspelt(key, configuration));
  if (isEmpty && configuration.stack.resources?.some(isOwnProvider)) {
    return [
      skipped("enablex", "nothing is set, and the program's Provider resources have settings of their own"),
    ];
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
    const file =
      key === "accounts" ? `; write all of them into ${accountsFile}, then run the line below` : "";
    return failure(check, `${problems.join("; ")}${emulator}${file}`, lineToSet(key, configuration, meant));
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
    inTurn(lineToSet(key, configuration), `pulumi up${of}`, configuration.platform),
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
