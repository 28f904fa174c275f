import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type ConfigReader, withEnvironment } from "../provider/config";
import { isDefaultProviderName } from "../provider/plugin/urn";
import { findProject } from "./project";
import { UsageError } from "./usage-error";

/** A resource of a stack's state, as `pulumi stack export` writes it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN of the resource that it belongs to. All that a program registers belongs to something, at least to the stack. */
  parent?: string;
  /** `<urn>::<id>` of the provider that serves it. */
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** When the engine first wrote the resource, and when it last changed it: RFC 3339. */
  created?: string;
  modified?: string;
  /** Waits to be deleted: its successor stands in the state already. */
  delete?: boolean;
  /** Was deleted to be replaced: its successor is not made yet. */
  pendingReplacement?: boolean;
}

/** What Pulumi knows of a stack. */
export interface PulumiStack {
  project: string;
  stack: string;
  resources: StateResource[];
  /** The stack's configuration, then the environment's. */
  config: ConfigReader;
  /** From a file that `pulumi stack export` wrote: what has happened since cannot be seen. */
  isFromFile: boolean;
}

/**
 * Asks the `pulumi` command about a stack of the project in this folder.
 *
 * @param stack its name; the selected one where it is not given
 */
export async function readStack(stack?: string): Promise<PulumiStack> {
  const config = await readConfig(stack);
  return { ...(await readState(stack)), config, isFromFile: false };
}

/**
 * Asks the `pulumi` command for a stack's configuration, which the environment completes.
 *
 * @param stack its name; the selected one where it is not given
 */
export async function readConfig(stack?: string): Promise<ConfigReader> {
  const of = stack === undefined ? [] : ["--stack", stack];
  const config = JSON.parse(await pulumi(["config", "--json", "--show-secrets", ...of]));
  return withEnvironment((key) => config[`enablex:${key}`]?.value, process.env);
}

/** A configuration for a command that makes no links, so that it need not say where they lead. */
export const withoutLinks =
  (config: ConfigReader): ConfigReader =>
  (key) =>
    config(key) ?? (key === "meetingUrl" ? "https://not-configured.invalid" : undefined);

/** What a stack's state holds. */
export interface StackState extends Pick<PulumiStack, "project" | "stack" | "resources"> {
  /** Names of resources whose operation an interrupted run has begun and not ended. */
  pending?: string[];
}

/**
 * Asks the `pulumi` command for a stack's state alone, which needs neither passphrase nor key.
 *
 * @param stack its name; the selected one where it is not given
 * @param showSecrets has the secrets decrypted: `plaintext` then stands for `ciphertext`
 */
export async function readState(stack?: string, showSecrets = false): Promise<StackState> {
  const of = stack === undefined ? [] : ["--stack", stack];
  const name = (await pulumi(["stack", "--show-name", ...of])).trim();
  const secrets = showSecrets ? ["--show-secrets"] : [];
  const found = fromExport(JSON.parse(await pulumi(["stack", "export", ...secrets, ...of])));
  return found ?? { ...(await namesOf(name, stack)), resources: [] };
}

/**
 * The names of a project's stacks, as `--stack` takes them in this folder.
 *
 * @param run runs the `pulumi` command
 * @param of `all` for those of every project of the backend; the folder's own project if it is not given
 */
export async function stacksOf(run: typeof pulumi, of?: "all"): Promise<string[]> {
  const listed = await run(["stack", "ls", ...(of ? ["--all"] : []), "--json"]);
  return (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
}

/** What the state of a stack holds. */
export async function resourcesOf(run: typeof pulumi, stack: string): Promise<StateResource[]> {
  return fromExport(JSON.parse(await run(["stack", "export", "--stack", stack])))?.resources ?? [];
}

/**
 * Project and stack by their names, where no resource tells them.
 *
 * @param shown as Pulumi shows the stack
 * @param wanted as the user named it, such as `dev`, `acme/dev` or `acme/rooms/dev`
 */
export async function namesOf(
  shown: string,
  wanted: string | undefined,
  folder?: string,
): Promise<{ project: string; stack: string }> {
  const stack = shown.split("/").at(-1)!;
  const [, project] = (wanted ?? shown).split("/").reverse().slice(0, -1);
  return { stack, project: project ?? (await projectName(folder)) };
}

/** Whether a resource is a room, in whatever form it was declared. */
export const isRoom = ({ type }: StateResource): boolean => /(^|[:/])enablex:(index:)?Room$/.test(type);

/** How the engine marks a secret in a state. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Whether a value of a state is a secret: encrypted, or with its text if the state was read with `--show-secrets`. */
export const isSecret = (value: unknown): value is { plaintext?: string } =>
  typeof value === "object" && value !== null && SECRET in value;

/** Whether a resource is a set of rooms. */
export const isRoomSet = ({ type }: StateResource): boolean => type === "enablex:index:RoomSet";

/** Whether a resource is a provider that the program has made, with settings of its own. */
export const isOwnProvider = ({ type, urn, parent }: StateResource): boolean =>
  type === "pulumi:providers:enablex" && (parent !== undefined || !isDefaultProviderName(nameOf({ urn })));

/** Tells whether such a provider of a state serves a resource. */
export function servedByOwn(resources: StateResource[]): (resource: StateResource) => boolean {
  const own = new Set(resources.filter(isOwnProvider).map(({ urn, id }) => `${urn}::${id}`));
  return ({ provider }) => provider !== undefined && own.has(provider);
}

/** Reads a stack from a file that `pulumi stack export` wrote. Configuration comes from the environment then. */
export async function readExport(file: string): Promise<PulumiStack> {
  let exported: unknown;
  try {
    exported = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read as the JSON of pulumi stack export (${(error as Error).message}).`,
    );
  }
  const found = fromExport(exported);
  if (!found) {
    throw new UsageError(
      `${file} holds no resource, so it does not tell its stack; say it: --as <project>/<stack>.`,
    );
  }
  return {
    ...found,
    config: withEnvironment(() => undefined, process.env),
    isFromFile: true,
  };
}

/** A stack by what `pulumi stack export` printed; `undefined` where it holds no resource, which would name it. */
export function fromExport(exported: unknown): StackState | undefined {
  const { resources = [], pending_operations } = (exported as Exported | null)?.deployment ?? {};
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(resources[0]?.urn ?? "") ?? [];
  const pending = (pending_operations ?? []).map(({ resource }) => nameOf(resource));
  return stack && project ? { project, stack, resources, pending } : undefined;
}

interface Exported {
  deployment?: { resources?: StateResource[]; pending_operations?: { resource: StateResource }[] | null };
}

/** The name of a resource in its program. */
export const nameOf = ({ urn }: Pick<StateResource, "urn">): string => urn.split("::").at(-1)!;

/** The name of a folder's project. */
async function projectName(folder = process.cwd()): Promise<string> {
  const name = (await findProject(folder))?.name;
  if (!name) throw new UsageError("There is no Pulumi.yaml here; run this in the folder of the project.");
  return name;
}

/**
 * Where to look for `pulumi`. npx puts the commands of the packages around before all others, also that of the package
 * `pulumi`, which downloads an engine of its own: the user's command comes first, where there is one.
 */
export function pathOfPulumi(path = ""): string {
  const folders = path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  const isThere = folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
  return isThere ? folders.join(delimiter) : path;
}

/** What `pulumi` said as it failed, without the words that {@link pulumi} puts before it. */
export const said = (error: unknown): string =>
  (error as Error).message.replace(/^pulumi [^:]* failed: /, "");

/**
 * Runs `pulumi` without a shell and answers what it printed.
 *
 * @throws UsageError with the last line of what it complained of
 */
export function pulumi(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: pathOfPulumi(process.env.PATH), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { env, maxBuffer: 2 ** 30 };
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const said =
        (error as NodeJS.ErrnoException).code === "ENOENT"
          ? "it is not on PATH"
          : stderr
              .trim()
              .split("\n")
              .at(-1)!
              .replace(/^error: /, "");
      reject(new UsageError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${said}`));
    });
  });
}
