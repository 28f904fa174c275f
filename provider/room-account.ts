import { type Account, findAccount } from "./config/account";
import type { ConfigReader } from "./config/keys";
import { readLimits } from "./config/limits";
import { messagesOf, type Problem } from "./config/problem";
import type { Failure } from "./room/schema-failures";
import { hasUnknown } from "./unknown";

/** The properties that select a room's account and links. */
export interface AccountChoice {
  account?: unknown;
  meetingUrl?: unknown;
}

/** @throws Error if the configuration of the room's account is incomplete or wrong */
export const accountOfRoom = (read: ConfigReader, room: AccountChoice): Account =>
  requireComplete(find(read, room));

/** Problems of the configuration for a room. An account that is not known yet is not checked. */
export function configurationFailures(read: ConfigReader, room: AccountChoice): Failure[] {
  const problems = hasUnknown(room.account) ? [] : find(read, room).problems;
  return [...problems, ...readLimits(read).problems].map(({ kind, message }) => ({
    // The configuration has no property path; an unknown account is a mistake in the room's input.
    property: kind === "unknownAccount" ? '["account"]' : "",
    reason: message,
  }));
}

/** @throws Error with all problems of an account */
export function requireComplete<T>({ account, problems }: { account: Partial<T>; problems: Problem[] }): T {
  if (problems.length > 0) throw new Error(messagesOf(problems));
  return account as T;
}

const find = (read: ConfigReader, { account, meetingUrl }: AccountChoice) =>
  findAccount(read, text(account), text(meetingUrl));

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
