import { findAccount } from "../../../provider/config/account";
import type { ConfigKey } from "../../../provider/config/keys";
import type { Problem } from "../../../provider/config/problem";

/** A valid configuration. */
export const good: Partial<Record<ConfigKey, string>> = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "AKeyOf36LettersAndDigits000000000000",
  subdomain: "acme",
};

export const find = (
  config: Partial<Record<ConfigKey, string>>,
  name?: string,
  meetingUrl?: string,
): ReturnType<typeof findAccount> => findAccount((key) => config[key], name, meetingUrl);

/** The messages of the problems of a valid configuration with these changes. */
export const messages = (config: Partial<Record<ConfigKey, string>>, name?: string) =>
  textOf(find({ ...good, ...config }, name).problems);

export const textOf = (problems: Problem[]) => problems.map(({ message }) => message).join("\n");

/** The parts of problems by which code decides. */
export const factsOf = (problems: Problem[]) => problems.map(({ message, reason, ...facts }) => facts);
