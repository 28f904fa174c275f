import { readFile } from "node:fs/promises";
import { type ConfigReader, withEnvironment } from "../../provider/config/keys";
import { type Pulumi, pulumi, stackArgs } from "./command";
import { findProject } from "./project";
import { fromExport, type StackState } from "./state";

export interface PulumiStack extends StackState {
  /** The stack's configuration, then the environment's. */
  config: ConfigReader;
  /** From a file of `pulumi stack export`, which may be outdated. */
  isFromFile: boolean;
}

/** Reads the configuration and state of a stack, by default the selected one. */
export async function readStack(stack?: string): Promise<PulumiStack> {
  const config = await readConfig(stack);
  return { ...(await readState(stack)), config, isFromFile: false };
}

/** Reads the configuration of a stack, by default the selected one, completed by the environment. */
export async function readConfig(stack?: string): Promise<ConfigReader> {
  const config = JSON.parse(await pulumi(["config", "--json", "--show-secrets", ...stackArgs(stack)]));
  return withEnvironment((key) => config[`enablex:${key}`]?.value, process.env);
}

/**
 * Reads only the state, which needs no passphrase.
 *
 * @param stack its name. @default the selected stack
 * @param options.showSecrets decrypts secrets: `plaintext` replaces `ciphertext`
 * @param options.folder of the project. @default the current folder
 */
export async function readState(
  stack?: string,
  {
    run = pulumi,
    showSecrets = false,
    folder,
  }: { run?: Pulumi; showSecrets?: boolean; folder?: string } = {},
): Promise<StackState> {
  const name = (await run(["stack", "--show-name", ...stackArgs(stack)])).trim();
  const secrets = showSecrets ? ["--show-secrets"] : [];
  const found = fromExport(JSON.parse(await run(["stack", "export", ...secrets, ...stackArgs(stack)])));
  return found ?? { ...(await namesOf(name, stack, folder)), resources: [] };
}

/**
 * Names of project and stack, if the state has no resources.
 *
 * @param shown as Pulumi shows the stack
 * @param wanted as given by the user, such as `dev`, `acme/dev` or `acme/rooms/dev`
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

/** Reads a stack from a file of `pulumi stack export`, with the configuration of the environment. */
export async function readExport(file: string): Promise<PulumiStack> {
  let exported: unknown;
  try {
    exported = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} is not the JSON output of pulumi stack export (${(error as Error).message}).`);
  }
  const found = fromExport(exported);
  if (!found) {
    throw new Error(
      `${file} contains no resources, so its stack is unknown. Export a state that has resources.`,
    );
  }
  return {
    ...found,
    config: withEnvironment(() => undefined, process.env),
    isFromFile: true,
  };
}

async function projectName(folder = process.cwd()): Promise<string> {
  const name = (await findProject(folder))?.name;
  if (!name)
    throw new Error("No Pulumi.yaml in this folder or its parent folders. Run this in the project's folder.");
  return name;
}
