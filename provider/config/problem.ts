import { OBJECT_ID } from "../ids";
import type { ConfigKey } from "./keys";

/** What is wrong with a key of the configuration. Code decides by the other parts; the texts are for people. */
export interface Problem {
  key: ConfigKey;
  /** Name of the account whose key it is; `undefined` for the configuration's own. */
  account?: string;
  /** `unknownAccount`: a room names an account that is not in `enablex:accounts`. */
  kind: "missing" | "invalid" | "unknownAccount";
  /** The value that was probably meant. */
  suggestion?: string;
  /** What is wrong, for a list that names the key itself. */
  reason: string;
  /** The whole sentence: the key, what is wrong with it, and what to do. */
  message: string;
}

interface Details {
  account?: string;
  kind?: Problem["kind"];
  /** The value, if a message may quote it. */
  value?: string;
  suggestion?: string;
}

/** @param why what is wrong, as it follows the key or the value in a sentence */
export function createProblem(
  key: ConfigKey,
  why: string,
  { account, kind = "invalid", value, suggestion }: Details = {},
): Problem {
  const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  const text = `${value === undefined ? "" : `${value} `}${why}${meant}`;
  const separator = value === undefined ? " " : ": ";
  const ofAccount = `${account}.${key}${separator}${text}`;
  return {
    key,
    ...(account !== undefined && { account }),
    kind,
    ...(suggestion !== undefined && { suggestion }),
    reason: account === undefined ? text : ofAccount,
    message: account === undefined ? `enablex:${key}${separator}${text}` : `enablex:accounts, ${ofAccount}`,
  };
}

/** The messages of problems, a line each. */
export const messagesOf = (problems: Problem[]): string => problems.map(({ message }) => message).join("\n");

/** App Keys as the vendor makes them: 36 letters and digits, of both. */
const APP_KEY = /^(?=.*[a-z])(?=.*\d)[a-z0-9]{36}$/i;

/** Values change places, and a message must not repeat a credential. */
export const isCredential = (text: string): boolean => OBJECT_ID.test(text) || APP_KEY.test(text);

export const redactCredential = (text: string): string =>
  isCredential(text) ? "its value, which looks like an App ID or App Key," : text;
