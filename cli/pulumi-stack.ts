import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ConfigReader, withEnvironment } from "../provider/config";
import { UsageError } from "./usage-error";

/** A resource of a stack's state, as `pulumi stack export` writes it. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** When the engine first wrote the resource, and when it last changed it: RFC 3339. */
  created?: string;
  modified?: string;
  /** Waits to be deleted: its successor stands in the state already. */
  delete?: boolean;
}

/** What Pulumi knows of a stack. */
export interface PulumiStack {
  project: string;
  stack: string;
  resources: StateResource[];
  /** The stack's configuration, then the environment's. */
  config: ConfigReader;
  /** Whether a run is going on; `undefined` where that cannot be seen. */
  isLocked(): Promise<boolean | undefined>;
}

/**
 * Asks the `pulumi` command about a stack of the project in this folder.
 *
 * @param stack its name; the selected one where it is not given
 */
export async function readStack(stack?: string): Promise<PulumiStack> {
  const of = stack === undefined ? [] : ["--stack", stack];
  const config = JSON.parse(await pulumi(["config", "--json", "--show-secrets", ...of]));
  const found = await readState(stack);
  return {
    ...found,
    config: withEnvironment((key) => config[`enablex:${key}`]?.value, process.env),
    isLocked: () => isLocked(found.project, found.stack),
  };
}

/** What a stack's state holds. */
export type StackState = Pick<PulumiStack, "project" | "stack" | "resources">;

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
  const [short = name, project = found?.project ?? (await projectName())] = name.split("/").reverse();
  return { project, stack: short, resources: found?.resources ?? [] };
}

/** Whether a resource is a room, in whatever form it was declared. */
export const isRoom = ({ type }: StateResource): boolean => /(^|[:/])enablex:(index:)?Room$/.test(type);

/** Whether a resource is a set of rooms. */
export const isRoomSet = ({ type }: StateResource): boolean => type === "enablex:index:RoomSet";

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
    isLocked: async () => undefined,
  };
}

/** A stack by what `pulumi stack export` printed; `undefined` where it holds no resource, which would name it. */
export function fromExport(exported: unknown): StackState | undefined {
  const resources: StateResource[] =
    (exported as { deployment?: { resources?: StateResource[] } } | null)?.deployment?.resources ?? [];
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(resources[0]?.urn ?? "") ?? [];
  return stack && project ? { project, stack, resources } : undefined;
}

/** The engine of a killed run leaves its lock behind too, until `pulumi cancel`. */
async function isLocked(project: string, stack: string): Promise<boolean | undefined> {
  const backend: string = JSON.parse(await pulumi(["whoami", "--json"])).url ?? "";
  if (backend.startsWith("file://")) {
    const locks = join(fileURLToPath(backend), ".pulumi", "locks", "organization", project, stack);
    return (await readdir(locks).catch(() => [])).length > 0;
  }
  if (!/^https?:/.test(backend)) return undefined;
  const stacks: { name: string; updateInProgress?: boolean }[] = JSON.parse(
    await pulumi(["stack", "ls", "--json"]),
  );
  return stacks.find(({ name }) => name.split("/").at(-1) === stack)?.updateInProgress === true;
}

/** The name in the Pulumi.yaml of this folder or one above it, where Pulumi looks for it too. */
async function projectName(): Promise<string> {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, "Pulumi.yaml"), "utf8").catch(() => "");
    const name = /^name:\s*["']?([^"'\s#]+)/m.exec(text)?.[1];
    if (name) return name;
    if (folder === dirname(folder))
      throw new UsageError("There is no Pulumi.yaml here; run this in the folder of the project.");
  }
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
          : stderr.trim().split("\n").at(-1);
      reject(new UsageError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${said}`));
    });
  });
}
