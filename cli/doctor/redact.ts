import { mask } from "../../provider/api/mask";
import { parseAccounts } from "../../provider/config/accounts";
import { type ConfigKey, configKeys, secretConfigKeys } from "../../provider/config/keys";
import { isCredential } from "../../provider/config/problem";
import type { Context, Stack } from "./check";
import type { Finding } from "./finding";

/**
 * Removes credentials from findings: from values under the wrong key, messages of Pulumi and responses of the API.
 * Also removes user names and passwords from addresses.
 */
export function redact<T extends Finding>(
  findings: T[],
  { read, stack, environment: { env } }: Context,
): T[] {
  const { accounts } = parseAccounts(read("accounts"));
  const values = [
    ...Object.values(stack.config).map(({ value, secret }) => (secret ? value : undefined)),
    ...secretConfigKeys.flatMap((key) => [
      stack.config[`enablex:${key}`]?.value,
      env[configKeys[key].variable],
    ]),
    ...misplacedCredentials(stack, env),
    ...Object.values(accounts).flatMap(({ appId, appKey }) => [appId, appKey]),
  ].filter((value): value is string => value !== undefined && value.length >= MIN_LENGTH);
  const credential = (key: ConfigKey) => {
    const value = read(key) ?? "";
    return value.length < MIN_LENGTH ? "" : value;
  };
  const clean = (text: string) => {
    const masked = mask(text, { appId: credential("appId"), appKey: credential("appKey") });
    return values
      .reduce((hidden, value) => hidden.replaceAll(value, "[hidden]"), masked)
      .replace(/:\/\/[^\s/@<>]+@/g, "://[hidden]@")
      .replace(/\s*\n\s*/g, " ");
  };
  return findings.map((finding) => ({
    ...finding,
    message: clean(finding.message),
    ...(finding.fix !== undefined && { fix: clean(finding.fix) }),
  }));
}

/** Values of other keys that look like credentials. */
const misplacedCredentials = (stack: Stack, env: NodeJS.ProcessEnv): (string | undefined)[] =>
  [
    ...Object.values(stack.config).map(({ value }) => value),
    ...Object.values(configKeys).map(({ variable }) => env[variable]),
  ].filter((value) => value !== undefined && isCredential(value));

/** Shorter values are not credentials and may be part of any word. */
const MIN_LENGTH = 8;
