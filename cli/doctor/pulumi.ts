import { stat } from "node:fs/promises";
import { join } from "node:path";
import { nearest } from "../../provider/nearest";
import { folderOf } from "../lock";
import { fromExport, namesOf, type StateResource } from "../pulumi-stack";
import { inTurn, removeFile, setVariable, unsetVariable } from "../shell";
import { type Finding, failure, ok, skipped, warning } from "./finding";
import { examineLock } from "./lock";
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
    ["Login", () => login(around, found)],
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
    return failure("Pulumi", `the command pulumi does not run: ${said(error)}`, install);
  }
}

async function login({ pulumi, env, platform }: Surroundings, found: Stack): Promise<Finding> {
  try {
    const { user, url } = JSON.parse(await pulumi(["whoami", "--json"])) as { user: string; url: string };
    found.isEncryptedByPassphrase = !/^https?:/.test(url);
    return ok("Login", `${user}, ${withoutCredentials(url)}`);
  } catch (error) {
    // What Pulumi says where nobody can be asked.
    const why = said(error).replace(/^PULUMI_ACCESS_TOKEN must be set .*/, "nobody is logged in");
    if (env.PULUMI_BACKEND_URL) {
      return failure(
        "Login",
        `${why}; the backend is that of PULUMI_BACKEND_URL`,
        unsetVariable("PULUMI_BACKEND_URL", platform),
      );
    }
    return failure("Login", `${why} (pulumi login --local keeps stacks on this machine)`, "pulumi login");
  }
}

async function selectedStack(
  around: Surroundings,
  stack: string | undefined,
  of: string[],
  found: Stack,
): Promise<Finding> {
  const { pulumi, folder, platform, env } = around;
  try {
    const name = (await pulumi(["stack", "--show-name", ...of])).trim();
    const state = fromExport(JSON.parse(await pulumi(["stack", "export", ...of])));
    const names = state ?? (await namesOf(name, stack, folder));
    found.resources = state?.resources ?? [];
    found.pending = state?.pending;
    found.name = `${names.project}/${names.stack}`;
    return ok("Stack", found.name);
  } catch (error) {
    const message = said(error);
    if (/project file found|fully qualified/.test(message)) {
      return failure(
        "Stack",
        `there is no Pulumi.yaml in ${folder} or above it; where there is no project yet, pulumi new typescript makes one`,
        "cd <folder of the project>",
      );
    }
    if (/checkpoint: EOF/.test(message)) {
      const attrs = await emptiedFile({ pulumi, folder }, stack);
      if (attrs !== undefined) {
        const says = `${message}: a killed run has left ${attrs} empty, beside a state that is whole`;
        return failure("Stack", says, removeFile(attrs, platform));
      }
    }
    // What else hinders Pulumi, its whole output tells better than its last line.
    if (!/no stack (selected|named)/.test(message)) {
      return failure("Stack", message, ["pulumi stack", ...of].join(" "));
    }
    if (stack === undefined && env.PULUMI_STACK) {
      const says = `PULUMI_STACK names ${env.PULUMI_STACK}, which is none`;
      return failure("Stack", `${says}: ${message}`, unsetVariable("PULUMI_STACK", platform));
    }
    const names = await stacksOf(pulumi);
    const there =
      names && `; the backend has ${names.length === 0 ? "no stack" : names.join(", ")} of this project`;
    return failure("Stack", `${message}${there ?? ""}`, lineToAStack(stack, names, around, found));
  }
}

/** The file with the state's checksum in a folder of states, if it is empty. */
async function emptiedFile(
  { pulumi, folder }: Pick<Surroundings, "pulumi" | "folder">,
  wanted: string | undefined,
): Promise<string | undefined> {
  try {
    const { url } = JSON.parse(await pulumi(["whoami", "--json"])) as { url: string };
    const selected = wanted ?? (await pulumi(["stack", "--show-name"])).trim();
    const { project, stack } = await namesOf(selected, wanted, folder);
    const file = join(folderOf(url), ".pulumi", "stacks", project, `${stack}.json.attrs`);
    return (await stat(file)).size === 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

async function stacksOf(pulumi: Surroundings["pulumi"]): Promise<string[] | undefined> {
  try {
    return (JSON.parse(await pulumi(["stack", "ls", "--json"])) as { name: string }[]).map(
      ({ name }) => name,
    );
  } catch {
    return undefined;
  }
}

function lineToAStack(
  wanted: string | undefined,
  names: string[] | undefined,
  { env, platform }: Surroundings,
  { isEncryptedByPassphrase }: Stack,
): string {
  const hasPassphrase = env.PULUMI_CONFIG_PASSPHRASE ?? env.PULUMI_CONFIG_PASSPHRASE_FILE;
  const init = (name: string) =>
    isEncryptedByPassphrase && hasPassphrase === undefined
      ? inTurn(setVariable("PULUMI_CONFIG_PASSPHRASE", "…", platform), `pulumi stack init ${name}`, platform)
      : `pulumi stack init ${name}`;
  if (wanted === undefined) {
    if (names?.length === 0) return init("dev");
    return names?.length === 1 ? `pulumi stack select ${names[0]}` : "pulumi stack select";
  }
  const last = (name: string) => name.split("/").at(-1)!;
  const near = nearest(last(wanted), (names ?? []).map(last));
  const meant = names?.find((name) => last(name) === near);
  return meant ? `npx pulumi-enablex doctor --stack ${meant}` : init(wanted);
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
    const mend = /passphrase/i.test(said(error))
      ? setVariable("PULUMI_CONFIG_PASSPHRASE", "…", platform)
      : ["pulumi config", ...of].join(" ");
    return failure("Configuration", `its secrets cannot be read: ${said(error)}`, mend);
  }
}

/** What `pulumi` said, without the words that come before it each time. */
const said = (error: unknown): string => (error as Error).message.replace(/^pulumi [^:]* failed: /, "");

/** The address of a backend may hold a password, as that of a database does. */
function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return "a backend of its own";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
