import { parseAccounts } from "../../provider/accounts";
import { mask } from "../../provider/api/mask";
import { type ConfigKey, configKeys, isCredential } from "../../provider/config";
import type { Configuration } from "./configuration";
import type { Finding } from "./finding";
import type { Stack } from "./pulumi";

/**
 * Findings without any credential, whatever text it came into: a value that was set under the wrong key, a message of
 * Pulumi, an answer of the API. Addresses lose a user name and password.
 */
export function withoutSecrets(findings: Finding[], { read, stack, env }: Configuration): Finding[] {
  const { accounts } = parseAccounts(read("accounts"));
  const values = [
    ...Object.values(stack.config).map(({ value, secret }) => (secret ? value : undefined)),
    ...[stack.config["enablex:appId"], stack.config["enablex:appKey"], stack.config["enablex:accounts"]].map(
      (entry) => entry?.value,
    ),
    env.ENABLEX_APP_ID,
    env.ENABLEX_APP_KEY,
    env.ENABLEX_ACCOUNTS,
    ...misplaced(stack, env),
    ...Object.values(accounts).flatMap(({ appId, appKey }) => [appId, appKey]),
  ].filter((value): value is string => value !== undefined && value.length >= shortest);
  const credential = (key: ConfigKey) => {
    const value = read(key) ?? "";
    return value.length < shortest ? "" : value;
  };
  const hide = (text: string) => {
    const clean = mask(text, { appId: credential("appId"), appKey: credential("appKey") });
    return values
      .reduce((hidden, value) => hidden.replaceAll(value, "[hidden]"), clean)
      .replace(/:\/\/[^\s/@<>]+@/g, "://[hidden]@")
      .replace(/\s*\n\s*/g, " ");
  };
  return findings.map(({ says, mend, ...rest }) => ({
    ...rest,
    says: hide(says),
    ...(mend !== undefined && { mend: hide(mend) }),
  }));
}

/** Values of other keys that look like credentials, put there by a slip. */
const misplaced = (stack: Stack, env: NodeJS.ProcessEnv): (string | undefined)[] =>
  [
    ...Object.values(stack.config).map(({ value }) => value),
    ...Object.values(configKeys).map((variable) => env[variable]),
  ].filter((value) => value !== undefined && isCredential(value));

/** A shorter text is no credential, and may be a part of any word: `secret`, `pulumi`, `enablex`. */
const shortest = 8;
