import { isObject, type JsonObject, parseJson } from "../json";
import { nearest } from "../nearest";
import { accountKeys, type ConfigKey, type ConfigReader, configKeys } from "./keys";
import type { Problem } from "./problem";

/** An account in `enablex:accounts`. */
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
  const mistakes = mistakesIn(json);
  if (mistakes.length > 0) return invalid(`is invalid: ${mistakes.join(", ")}`);
  return { accounts: json as Record<string, NamedAccount>, problems: [] };
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

/** Not with zod, which takes a program longer to load than all the rest. */
function mistakesIn(accounts: unknown): string[] {
  if (!isObject(accounts)) return ["it is not an object"];
  return Object.entries(accounts).flatMap(([name, account]) =>
    isObject(account)
      ? [...accountKeys.filter((key) => !isValid(account, key)), ...unknownKeys(account)].map((key) =>
          explain(name, key),
        )
      : `${name} is missing or not an object`,
  );
}

const isValid = (account: JsonObject, key: ConfigKey) =>
  Object.hasOwn(account, key) ? typeof account[key] === "string" : configKeys[key].inAccount !== "required";

const unknownKeys = (account: JsonObject) =>
  Object.keys(account).filter((key) => !(accountKeys as string[]).includes(key));

function explain(name: string, key: string): string {
  if ((accountKeys as string[]).includes(key)) return `${name}.${key} is missing or not a string`;
  const near = nearest(key, accountKeys);
  return `${name}.${key} is unknown; ${near ? `did you mean ${near}?` : `the keys are ${accountKeys.join(", ")}`}`;
}
