import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { nearest } from "../../provider/nearest";
import { folderOf, readBackend, stacksOf } from "../pulumi/backend";
import { reasonOf } from "../pulumi/command";
import { namesOf } from "../pulumi/stack";
import { appendLines, inTurn, removeFile, setVariable, unsetVariable } from "../shell";
import { again, type Finding, failure } from "./finding";
import type { Stack } from "./pulumi";
import type { Surroundings } from "./surroundings";

/**
 * Why a stack cannot be read, and the line to one that can.
 *
 * @param stack its name; the selected one where it is not given
 * @param of what follows a `pulumi` command so that it means the stack
 */
export async function explainStack(
  error: unknown,
  around: Surroundings,
  stack: string | undefined,
  of: string[],
  found: Stack,
): Promise<Finding> {
  const { pulumi, folder, platform, env } = around;
  const message = reasonOf(error);
  if (/project file found|fully qualified/.test(message)) return noProject(around);
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
    const says = `PULUMI_STACK names ${env.PULUMI_STACK}, and there is no such stack`;
    return failure("Stack", `${says}: ${message}`, unsetVariable("PULUMI_STACK", platform));
  }
  const names = await stacksOf(pulumi).catch(() => undefined);
  const backend = env.PULUMI_BACKEND_URL ? "the backend of PULUMI_BACKEND_URL" : "the backend";
  const there =
    names && `; ${backend} has ${names.length === 0 ? "no stack" : names.join(", ")} of this project`;
  return failure("Stack", `${message}${there ?? ""}`, lineToAStack(stack, names, around, found));
}

/** Where a package.json asks for this package, a project is meant to be. */
async function noProject({ folder, platform }: Surroundings): Promise<Finding> {
  const says = `there is no Pulumi.yaml in ${folder} or above it`;
  if (!(await isForRooms(folder))) {
    const line = "cd <folder of the project>";
    return failure("Stack", `${says}; where there is no project yet, pulumi new typescript makes one`, line);
  }
  // What YAML takes for a number is no name.
  const name = /[a-z]{2}[\w.-]*$/i.exec(basename(folder))?.[0] ?? "rooms";
  const lines = [`name: ${name}`, "runtime: nodejs"];
  return failure(
    "Stack",
    `${says}; for a program in TypeScript`,
    appendLines("Pulumi.yaml", lines, platform),
  );
}

async function isForRooms(folder: string): Promise<boolean> {
  try {
    const { dependencies, workspaces } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return workspaces === undefined && Object.hasOwn(dependencies, "pulumi-enablex");
  } catch {
    return false;
  }
}

/** The file with the state's checksum in a folder of states, if it is empty. */
async function emptiedFile(
  { pulumi, folder }: Pick<Surroundings, "pulumi" | "folder">,
  wanted: string | undefined,
): Promise<string | undefined> {
  try {
    const states = folderOf((await readBackend(pulumi)).url);
    if (states === undefined) return undefined;
    const selected = wanted ?? (await pulumi(["stack", "--show-name"])).trim();
    const { project, stack } = await namesOf(selected, wanted, folder);
    const file = join(states, ".pulumi", "stacks", project, `${stack}.json.attrs`);
    return (await stat(file)).size === 0 ? file : undefined;
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
  return meant ? again(` --stack ${meant}`) : init(wanted);
}
