import { z } from "zod";
import type { ConfigReader } from "./config";
import { nearest } from "./nearest";

/** What `enablex:accounts` holds for each name. The credentials are required; the rest is the stack's where it is not given. */
const account = z.strictObject({
  appId: z.string(),
  appKey: z.string(),
  platform: z.string().optional(),
  apiUrl: z.string().optional(),
  subdomain: z.string().optional(),
  edition: z.string().optional(),
  meetingUrl: z.string().optional(),
});
type NamedAccount = z.output<typeof account>;

/**
 * Reads the configuration as a named account sees it: what it has itself, and the stack's platform and links where it
 * names none of its own. `undefined`, and a problem more, where there is no such account.
 */
export function readNamedAccount(
  read: ConfigReader,
  name: string,
  problems: string[],
): ConfigReader | undefined {
  const remedy = `write "<name>": {"appId": …, "appKey": …} next to the others in a JSON file, and run pulumi config set --secret enablex:accounts < accounts.json; or set ENABLEX_ACCOUNTS`;
  const accounts = parseAccounts(read("accounts"));
  if (typeof accounts === "string") {
    problems.push(`enablex:accounts ${accounts}; ${remedy}`);
    return undefined;
  }
  const own = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
  if (!own) {
    const near = nearest(name, Object.keys(accounts));
    problems.push(
      `account: enablex:accounts holds no account of that name; ${near ? `did you mean ${near}?` : remedy}`,
    );
    return undefined;
  }
  const inherited: Record<string, boolean> = {
    platform: !own.platform && !own.apiUrl,
    apiUrl: !own.platform && !own.apiUrl,
    subdomain: !own.subdomain && !own.meetingUrl,
    edition: !own.edition && !own.meetingUrl,
    meetingUrl: !own.subdomain && !own.meetingUrl && !own.edition,
  };
  return (key) =>
    (own as Record<string, string | undefined>)[key] || (inherited[key] ? read(key) : undefined);
}

/** The accounts, or what is wrong with the text that holds them. No value is repeated: they are credentials. */
export function parseAccounts(text: string | undefined): Record<string, NamedAccount> | string {
  if (!text) return "is not set";
  if (last?.text !== text) last = { text, accounts: parse(text) };
  return last.accounts;
}

/** Each check of a room asks for them, and a set has thousands of rooms. */
let last: { text: string; accounts: Record<string, NamedAccount> | string } | undefined;

function parse(text: string): Record<string, NamedAccount> | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "is not JSON";
  }
  const parsed = z.record(z.string(), account).safeParse(json);
  if (parsed.success) return parsed.data;
  return `is not as it must be: ${parsed.error.issues.map(explain).join(", ")}`;
}

function explain(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(account.shape);
    return issue.keys
      .map((key) => {
        const near = nearest(key, known);
        return `${where}.${key} is unknown; ${near ? `did you mean ${near}?` : `there are ${known.join(", ")}`}`;
      })
      .join(", ");
  }
  return where ? `${where} is missing or no ${issue.path.length > 1 ? "text" : "object"}` : "it is no object";
}
