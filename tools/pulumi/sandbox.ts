import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ChannelOptions } from "@grpc/grpc-js";
import {
  type ConfigMap,
  LocalWorkspace,
  type LocalWorkspaceOptions,
  PulumiCommand,
  type PulumiFn,
  type Stack,
  StackAlreadyExistsError,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import type { Engine } from "./find-engine";
import { foldersOnPath } from "./path";

/**
 * Each deployment talks to an engine on its own port, and ports are reused. With gRPC's subchannels shared by all clients
 * of the process, the first request to a new engine on a reused port would fail, because gRPC remembers that the last
 * engine there is gone.
 */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: ChannelOptions };
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

/** A temporary folder with its own state backend for stacks. Closing it removes the folder. */
export interface Sandbox extends AsyncDisposable {
  folder: string;
  /** Environment of the engine and its plugins, including the backend's path. */
  env: Record<string, string>;
  /** What encrypts the secrets of new stacks. @default the passphrase in `env` */
  secretsProvider?: string;
  /** A stack whose program is a function in this process. */
  stack(project: string, stack: string, program: PulumiFn, config?: ConfigMap): Promise<Stack>;
  close(): Promise<void>;
}

/**
 * Opens a sandbox for an engine. It does not read or change the user's own Pulumi login, plugins or configuration of
 * this package.
 *
 * @param path folders to search for plugins first
 */
export async function openSandbox(engine: Engine, path: string[] = []): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-enablex-"));
  const root = join(__dirname, "..", "..");
  await mkdir(join(folder, "state"));
  // A serialized dynamic provider resolves its imports from the project's folder.
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const env: Record<string, string> = {
    ...withoutOwnSettings(process.env),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("hex"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Other tests check the types of all published programs.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // The host of dynamic providers is in the root of the SDK's package.
    PATH: [
      ...path,
      engine.folder,
      dirname(require.resolve("@pulumi/pulumi/package.json")),
      ...foldersOnPath(),
    ].join(delimiter),
  };
  // Also cleans up in a process that handles a signal by process.exit.
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeNow);
  const close = async () => {
    process.off("exit", removeNow);
    await rm(folder, { recursive: true, force: true });
  };
  const sandbox: Sandbox = {
    folder,
    env,
    async stack(project, name, program, config = {}) {
      const stack = await selectStack({ ...sandbox, engine }, project, name, program);
      await stack.setAllConfig(config);
      return stack;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return sandbox;
}

/** The configuration of a stack whose rooms are in an emulator. */
export const configurationFor = (
  emulator: Record<"apiUrl" | "meetingUrl" | "appId" | "appKey", string>,
): ConfigMap => ({
  "enablex:apiUrl": { value: emulator.apiUrl },
  "enablex:meetingUrl": { value: emulator.meetingUrl },
  "enablex:appId": { value: emulator.appId, secret: true },
  "enablex:appKey": { value: emulator.appKey, secret: true },
});

const builtPlugin = join(__dirname, "..", "..", "pulumi-resource-enablex");

/** Puts the plugin of the native form on the engine's PATH, by default the one built in this checkout. */
export async function offerPlugin(
  { folder, env }: Pick<Sandbox, "folder" | "env">,
  main = builtPlugin,
): Promise<void> {
  const plugins = join(folder, "plugins");
  await mkdir(plugins);
  await symlink(main, join(plugins, "pulumi-resource-enablex"));
  env.PATH = [plugins, env.PATH].join(delimiter);
}

/** The command in each folder. Getting it runs it, to ask for its version. */
const commands = new Map<string, Promise<PulumiCommand>>();

/** A stack of a sandbox that another process may have opened. */
export async function selectStack(
  {
    engine,
    folder,
    env,
    secretsProvider,
  }: Pick<Sandbox, "folder" | "env" | "secretsProvider"> & {
    engine: Engine;
  },
  projectName: string,
  stackName: string,
  program: PulumiFn,
): Promise<Stack> {
  const workDir = join(folder, projectName);
  await mkdir(workDir, { recursive: true });
  const pulumiCommand = commands.get(engine.folder) ?? PulumiCommand.get({ root: dirname(engine.folder) });
  commands.set(engine.folder, pulumiCommand);
  const stack = { projectName, stackName, program };
  const options: LocalWorkspaceOptions = {
    workDir,
    envVars: env,
    secretsProvider,
    pulumiCommand: await pulumiCommand,
    // Providers run in the folder named by `main`, which defaults to this process's working directory.
    projectSettings: { name: projectName, runtime: "nodejs", main: workDir },
  };
  // Create first, because few stacks exist: `createOrSelectStack` would start Pulumi in vain to select it.
  return LocalWorkspace.createStack(stack, options).catch((error) => {
    if (error instanceof StackAlreadyExistsError) return LocalWorkspace.selectStack(stack, options);
    throw error;
  });
}

function withoutOwnSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([key]) => !/^(ENABLEX|PULUMI)_/.test(key));
  return Object.fromEntries(kept) as Record<string, string>;
}
