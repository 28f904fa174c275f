import { reasonOf } from "../pulumi/command";
import { namesOf } from "../pulumi/stack";
import { fromExport, type StateResource } from "../pulumi/state";
import { setVariable, unsetVariable } from "../shell";
import { again, type Finding, failure, ok, skipped, warning } from "./finding";
import { examineLock } from "./lock";
import { explainStack } from "./stack-failure";
import type { Surroundings } from "./surroundings";
import { isAtLeast, oldestSdk } from "./tools";

/** A stack, as far as Pulumi tells. */
export interface Stack {
  /** `<project>/<stack>`. */
  name?: string;
  /** Its configuration. */
  config: Record<string, { value?: string; secret: boolean }>;
  /** How much of the configuration could be read: `plain` is all but its secrets, which then have no value. */
  readable: "all" | "plain" | "nothing";
  resources?: StateResource[];
  /** Whether the backend leaves it to a passphrase to encrypt the secrets of a new stack. */
  isEncryptedByPassphrase?: boolean;
  /** Names of resources whose operation an interrupted run has begun and not ended. */
  pending?: string[];
}

/** Whether Pulumi is there, logged in, has a stack and can read it; and that stack. */
export async function examinePulumi(
  around: Surroundings,
  stack: string | undefined,
): Promise<{ findings: Finding[]; stack: Stack }> {
  const found: Stack = { config: {}, readable: "nothing" };
  const of = stack === undefined ? [] : ["--stack", stack];
  const steps: [name: string, step: () => Promise<Finding>][] = [
    ["Pulumi", () => pulumiItself(around)],
    ["Login", () => login(around, of, found)],
    ["Stack", () => selectedStack(around, stack, of, found)],
    ["Lock", () => examineLock(around, found.name!, of)],
    ["Configuration", () => readConfiguration(around, of, found)],
  ];
  const findings: Finding[] = [];
  let missing: string | undefined;
  for (const [name, step] of steps) {
    if (missing) {
      findings.push(skipped(name, missing));
      continue;
    }
    const finding = await step();
    findings.push(finding);
    if (finding.status === "failure" && name !== "Lock") missing = `${name} comes first`;
  }
  return { findings, stack: found };
}

async function pulumiItself({ pulumi, platform }: Surroundings): Promise<Finding> {
  const install = platform === "win32" ? "winget install pulumi" : "curl -fsSL https://get.pulumi.com | sh";
  try {
    const version = /\d+\.\d+\.\d+/.exec(await pulumi(["version"]))?.[0] ?? "0.0.0";
    if (isAtLeast(version, oldestSdk)) return ok("Pulumi", version);
    return warning(
      "Pulumi",
      `${version} is older than ${oldestSdk}, the oldest that is known to serve`,
      install,
    );
  } catch (error) {
    return failure("Pulumi", `the command pulumi does not run: ${reasonOf(error)}`, install);
  }
}

async function login(around: Surroundings, of: string[], found: Stack): Promise<Finding> {
  try {
    const answer = await around.pulumi(["whoami", "--json"]);
    const { user, url } = JSON.parse(answer) as { user: string; url: string };
    found.isEncryptedByPassphrase = !/^https?:/.test(url);
    return ok("Login", `${user}, ${withoutCredentials(url)}`);
  } catch (error) {
    return explainLogin(reasonOf(error), around, of);
  }
}

/**
 * A backend that the environment names is hardly ever given up for another one: there the stack would begin anew, and
 * each of its rooms be made a second time.
 */
function explainLogin(message: string, { env, platform }: Surroundings, of: string[]): Finding {
  const check = "Login";
  const backend = env.PULUMI_BACKEND_URL;
  // What Pulumi says where nobody can be asked.
  const why = message.replace(/^PULUMI_ACCESS_TOKEN must be set .*/, "nobody is logged in");
  if (!backend) {
    return failure(check, `${why} (pulumi login --local keeps stacks on this machine)`, "pulumi login");
  }
  if (why !== message) return failure(check, `${why} at the backend of PULUMI_BACKEND_URL`, "pulumi login");
  if (backend.startsWith("file://") && /unable to open/.test(message)) {
    const says = `${message}; the backend is that of PULUMI_BACKEND_URL`;
    return failure(check, says, unsetVariable("PULUMI_BACKEND_URL", platform));
  }
  const says = `${message}; look at the address in PULUMI_BACKEND_URL and its credentials`;
  return failure(check, says, [again(""), ...of].join(" "));
}

async function selectedStack(
  around: Surroundings,
  stack: string | undefined,
  of: string[],
  found: Stack,
): Promise<Finding> {
  const { pulumi, folder } = around;
  try {
    const name = (await pulumi(["stack", "--show-name", ...of])).trim();
    const state = fromExport(JSON.parse(await pulumi(["stack", "export", ...of])));
    const names = state ?? (await namesOf(name, stack, folder));
    found.resources = state?.resources ?? [];
    found.pending = state?.pending;
    found.name = `${names.project}/${names.stack}`;
    return ok("Stack", found.name);
  } catch (error) {
    return explainStack(error, around, stack, of, found);
  }
}

async function readConfiguration(
  { pulumi, platform }: Surroundings,
  of: string[],
  found: Stack,
): Promise<Finding> {
  try {
    found.config = JSON.parse(await pulumi(["config", "--json", "--show-secrets", ...of]));
    found.readable = "all";
    const count = Object.keys(found.config).filter((key) => key.startsWith("enablex:")).length;
    return ok("Configuration", `${count} ${count === 1 ? "key" : "keys"} of enablex are set on the stack`);
  } catch (error) {
    const plain = await pulumi(["config", "--json", ...of]).then(JSON.parse, () => undefined);
    found.config = plain ?? {};
    if (plain) found.readable = "plain";
    const says = `its secrets cannot be read: ${reasonOf(error)}`;
    if (!/passphrase/i.test(says)) return failure("Configuration", says, ["pulumi config", ...of].join(" "));
    return failure(
      "Configuration",
      `${says}; it is the one with which the stack was made`,
      setVariable("PULUMI_CONFIG_PASSPHRASE", "…", platform),
    );
  }
}

/** The address of a backend may hold a password, as that of a database does. */
function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return "a backend of its own";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
