import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { nearest } from "../../../provider/nearest";
import { folderOf, readBackend, stacksOf } from "../../pulumi/backend";
import { failureOf } from "../../pulumi/command";
import { namesOf } from "../../pulumi/stack";
import { appendLines, chain, removeFile, setVariable, unsetVariable } from "../../shell";
import type { Context } from "../check";
import type { Environment } from "../environment";
import { type Finding, failure, rerunDoctor } from "../finding";

/** Explains why a stack cannot be read. */
export async function explainStack(error: unknown, context: Context): Promise<Finding> {
  const { environment, requestedStack, stackFlag } = context;
  const { pulumi, platform, env } = environment;
  const { kind, reason } = failureOf(error);
  if (kind === "noProject") return explainNoProject(environment);
  const emptied = kind === "emptyFile" ? await emptyChecksumFile(environment, requestedStack) : undefined;
  if (emptied !== undefined) {
    const message = `${reason}: a killed run left ${emptied} empty; the state next to it is intact`;
    return failure(message, removeFile(emptied, platform));
  }
  // For any other failure, Pulumi's whole output says more than its last line.
  if (kind !== "noStack") return failure(reason, `pulumi stack${stackFlag}`);
  if (requestedStack === undefined && env.PULUMI_STACK) {
    const message = `PULUMI_STACK names ${env.PULUMI_STACK}, which does not exist`;
    return failure(`${message}: ${reason}`, unsetVariable("PULUMI_STACK", platform));
  }
  const names = await stacksOf(pulumi).catch(() => undefined);
  const backend = env.PULUMI_BACKEND_URL ? "the backend of PULUMI_BACKEND_URL" : "the backend";
  const there =
    names && `; stacks of this project in ${backend}: ${names.length === 0 ? "none" : names.join(", ")}`;
  return failure(`${reason}${there ?? ""}`, selectStackCommand(names, context));
}

/** A folder whose package.json names this package is probably meant to be a project. */
async function explainNoProject({ folder, platform }: Environment): Promise<Finding> {
  const message = `no Pulumi.yaml in ${folder} or its parent folders`;
  if (!(await dependsOnPackage(folder))) {
    const line = "cd <folder of the project>";
    return failure(`${message}; if there is no project yet, pulumi new typescript creates one`, line);
  }
  // A name must not look like a number in YAML.
  const name = /[a-z]{2}[\w.-]*$/i.exec(basename(folder))?.[0] ?? "rooms";
  const lines = [`name: ${name}`, "runtime: nodejs"];
  return failure(
    `${message}; the command below creates one for a TypeScript program`,
    appendLines("Pulumi.yaml", lines, platform),
  );
}

async function dependsOnPackage(folder: string): Promise<boolean> {
  try {
    const { dependencies, workspaces } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return workspaces === undefined && Object.hasOwn(dependencies, "pulumi-enablex");
  } catch {
    return false;
  }
}

/** The checksum file of the state in a backend folder, if it is empty. */
async function emptyChecksumFile(
  { pulumi, folder }: Environment,
  requestedStack: string | undefined,
): Promise<string | undefined> {
  try {
    const states = folderOf((await readBackend(pulumi)).url);
    if (states === undefined) return undefined;
    const selected = requestedStack ?? (await pulumi(["stack", "--show-name"])).trim();
    const { project, stack } = await namesOf(selected, requestedStack, folder);
    const file = join(states, ".pulumi", "stacks", project, `${stack}.json.attrs`);
    return (await stat(file)).size === 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

function selectStackCommand(
  names: string[] | undefined,
  { environment: { env, platform }, requestedStack, stack: { isEncryptedByPassphrase } }: Context,
): string {
  const hasPassphrase = env.PULUMI_CONFIG_PASSPHRASE ?? env.PULUMI_CONFIG_PASSPHRASE_FILE;
  const init = (name: string) =>
    isEncryptedByPassphrase && hasPassphrase === undefined
      ? chain(setVariable("PULUMI_CONFIG_PASSPHRASE", "…", platform), `pulumi stack init ${name}`, platform)
      : `pulumi stack init ${name}`;
  if (requestedStack === undefined) {
    if (names?.length === 0) return init("dev");
    return names?.length === 1 ? `pulumi stack select ${names[0]}` : "pulumi stack select";
  }
  const last = (name: string) => name.split("/").at(-1)!;
  const near = nearest(last(requestedStack), (names ?? []).map(last));
  const meant = names?.find((name) => last(name) === near);
  return meant ? rerunDoctor(` --stack ${meant}`) : init(requestedStack);
}
