import * as z from "zod";
import { parseJson } from "../json";
import { nearest } from "../nearest";
import { accountKeys, type ConfigKey, type ConfigReader, configKeys } from "./keys";
import type { Problem } from "./problem";

/** An account in `enablex:accounts`. */
const account = z.strictObject(
  Object.fromEntries(
    accountKeys.map((key) => [
      key,
      configKeys[key].inAccount === "required" ? z.string() : z.string().optional(),
    ]),
  ),
);
type NamedAccount = Partial<Record<ConfigKey, string>>;

interface Accounts {
  accounts: Record<string, NamedAccount>;
  problems: Problem[];
}

/**
 * Reads the configuration of a named account: its own values, and the stack's platform and links if it sets none. If
 * there is no such account, the problem says why.
 */
export function readNamedAccount(
  read: ConfigReader,
  name: string,
): { read?: ConfigReader; problems: Problem[] } {
  const { accounts, problems } = parseAccounts(read("accounts"));
  if (problems.length > 0) return { problems };
  const own = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
  if (!own) {
    const suggestion = nearest(name, Object.keys(accounts));
    const reason = `enablex:accounts has no account with that name; ${suggestion ? `did you mean ${suggestion}?` : fix}`;
    const facts = { key: "accounts", account: name, kind: "unknownAccount" } as const;
    return {
      problems: [{ ...facts, ...(suggestion && { suggestion }), reason, message: `account: ${reason}` }],
    };
  }
  return { read: (key) => own[key] || (inherits(own, key) ? read(key) : undefined), problems: [] };
}

/** Whether an account inherits a key from the stack, because it sets none of the keys for the same purpose. */
export function inherits(account: NamedAccount, key: ConfigKey): boolean {
  const { inAccount } = configKeys[key];
  return Array.isArray(inAccount) && inAccount.every((each) => !account[each as ConfigKey]);
}

const fix = `write all accounts to accounts.json as {"<name>": {"appId": …, "appKey": …}, …}, and run pulumi config set --secret enablex:accounts < accounts.json; or set ENABLEX_ACCOUNTS`;

/** Parses `enablex:accounts`. Problems quote no value, because they are credentials. */
export function parseAccounts(text: string | undefined): Accounts {
  if (!text) return invalid("is not set", "missing");
  if (cached?.text !== text) cached = { text, ...parse(text) };
  return cached;
}

/** Cached because every check of a room parses the accounts, and a set can have thousands of rooms. */
let cached: (Accounts & { text: string }) | undefined;

function parse(text: string): Accounts {
  const json = parseJson(text);
  if (json === undefined) return invalid("is not JSON");
  const parsed = z.record(z.string(), account).safeParse(json);
  if (parsed.success) return { accounts: parsed.data, problems: [] };
  return invalid(`is invalid: ${parsed.error.issues.map(explain).join(", ")}`);
}

function invalid(reason: string, kind: Problem["kind"] = "invalid"): Accounts {
  const problem = {
    key: "accounts",
    kind,
    reason,
    message: `enablex:accounts ${reason}; ${fix}`,
  } as const;
  return { accounts: {}, problems: [problem] };
}

function explain(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(account.shape);
    return issue.keys
      .map((key) => {
        const near = nearest(key, known);
        return `${where}.${key} is unknown; ${near ? `did you mean ${near}?` : `the keys are ${known.join(", ")}`}`;
      })
      .join(", ");
  }
  return where
    ? `${where} is missing or not ${issue.path.length > 1 ? "a string" : "an object"}`
    : "it is not an object";
}
