import { OBJECT_ID } from "../ids";
import type { ConfigKey } from "./keys";

/** A problem with a configuration key. Code decides by its fields, never by the texts for people. */
export interface Problem {
  key: ConfigKey;
  /** Name of the account; `undefined` for the stack's own account. */
  account?: string;
  /** `unknownAccount`: a room names an account that is not in `enablex:accounts`. */
  kind: "missing" | "invalid" | "unknownAccount";
  /** The value that was probably intended. */
  suggestion?: string;
  /** What is wrong, without the key. */
  reason: string;
  /** The key, what is wrong with it, and what to do. */
  message: string;
}

interface Details {
  account?: string;
  kind?: Problem["kind"];
  /** The value, if messages may quote it. */
  value?: string;
  suggestion?: string;
}

/** @param problem what is wrong: the part of the sentence after the key or the value */
export function createProblem(
  key: ConfigKey,
  problem: string,
  { account, kind = "invalid", value, suggestion }: Details = {},
): Problem {
  const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  const text = `${value === undefined ? "" : `${value} `}${problem}${meant}`;
  const separator = value === undefined ? " " : ": ";
  const inAccount = `${account}.${key}${separator}${text}`;
  return {
    key,
    ...(account !== undefined && { account }),
    kind,
    ...(suggestion !== undefined && { suggestion }),
    reason: account === undefined ? text : inAccount,
    message: account === undefined ? `enablex:${key}${separator}${text}` : `enablex:accounts, ${inAccount}`,
  };
}

/** The messages, one per line. */
export const messagesOf = (problems: Problem[]): string => problems.map(({ message }) => message).join("\n");

/** The vendor's App Keys: 36 characters, with both letters and digits. */
const APP_KEY = /^(?=.*[a-z])(?=.*\d)[a-z0-9]{36}$/i;

/** Whether a value may be a credential, which no message may quote: values get mixed up. */
export const isCredential = (text: string): boolean => OBJECT_ID.test(text) || APP_KEY.test(text);

export const redactCredential = (text: string): string =>
  isCredential(text) ? "its value, which looks like an App ID or App Key," : text;
