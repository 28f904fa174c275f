import { type ConfigKey, configKeys } from "../../provider/config/keys";

/** Describes the default of a key that one of the `accounts` does not set. */
export function accountDefault(key: ConfigKey): string | undefined {
  const { inAccount } = configKeys[key];
  if (!Array.isArray(inAccount)) return undefined;
  const names = inAccount.map((each) => `\`${each}\``);
  const last = names.pop();
  const [none, and] = names.length === 1 ? ["neither", "nor"] : ["none of", "and"];
  return `the configuration's if the account sets ${none} ${names.join(", ")} ${and} ${last}`;
}
