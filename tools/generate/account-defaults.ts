import { type ConfigKey, configKeys } from "../../provider/config/keys";

/** In words, what counts if a named account does not set a key. */
export function accountDefault(key: ConfigKey): string | undefined {
  const { inAccount: ofAccount } = configKeys[key];
  if (!Array.isArray(ofAccount)) return undefined;
  const names = ofAccount.map((each) => `\`${each}\``);
  const last = names.pop();
  const [none, and] = names.length === 1 ? ["neither", "nor"] : ["none of", "and"];
  return `the configuration's where the account names ${none} ${names.join(", ")} ${and} ${last}`;
}
