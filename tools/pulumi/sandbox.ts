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
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import type { Engine } from "./find";
import { foldersOnPath } from "./path";

/**
 * Each deployment talks to an engine on a port of its own, and ports come round again. gRPC remembers that there was no
 * engine at a port any more, and would fail the first request to the next engine there, were its memory shared by all
 * clients of a process.
 */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: ChannelOptions };
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

/** A folder with a state backend of its own, in which stacks live for a while. Closing it removes it. */
export interface Sandbox extends AsyncDisposable {
  folder: string;
  /** What the engine and its plugins see of the environment, the path of the state's files included. */
  env: Record<string, string>;
  /** A stack whose program is a function of this process. */
  stack(project: string, stack: string, program: PulumiFn, config?: ConfigMap): Promise<Stack>;
  close(): Promise<void>;
}

/**
 * Opens a sandbox for an engine. Nothing of the user's own Pulumi is read or changed: not the login, not the plugins,
 * not the configuration of this package.
 *
 * @param path folders to look for plugins in, before all others
 */
export async function openSandbox(engine: Engine, path: string[] = []): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-enablex-"));
  const root = join(__dirname, "..", "..");
  await mkdir(join(folder, "state"));
  // A dynamic provider's text is resolved from the folder of the project.
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const env: Record<string, string> = {
    ...withoutOwnSettings(process.env),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("hex"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Other tests check the types of every program that is shown.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // The host of dynamic providers lies in the root of the SDK's package.
    PATH: [
      ...path,
      engine.folder,
      dirname(require.resolve("@pulumi/pulumi/package.json")),
      ...foldersOnPath(),
    ].join(delimiter),
  };
  // A process that is ended by a signal, and handles it by process.exit, leaves nothing behind either.
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeNow);
  const close = async () => {
    process.off("exit", removeNow);
    await rm(folder, { recursive: true, force: true });
  };
  return {
    folder,
    env,
    async stack(project, name, program, config = {}) {
      const stack = await selectStack({ engine, folder, env }, project, name, program);
      await stack.setAllConfig(config);
      return stack;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const builtPlugin = join(__dirname, "..", "..", "dist", "provider", "plugin", "main.js");

/** Lets the engine find the plugin of the native form on PATH, by default as it was built in this checkout. */
export async function offerPlugin(
  { folder, env }: Pick<Sandbox, "folder" | "env">,
  main = builtPlugin,
): Promise<void> {
  const plugins = join(folder, "plugins");
  await mkdir(plugins);
  await symlink(main, join(plugins, "pulumi-resource-enablex"));
  env.PATH = [plugins, env.PATH].join(delimiter);
}

/** A stack of a sandbox, which may have been opened by another process. */
export async function selectStack(
  { engine, folder, env }: Pick<Sandbox, "folder" | "env"> & { engine: Engine },
  projectName: string,
  stackName: string,
  program: PulumiFn,
): Promise<Stack> {
  const workDir = join(folder, projectName);
  await mkdir(workDir, { recursive: true });
  return LocalWorkspace.createOrSelectStack(
    { projectName, stackName, program },
    {
      workDir,
      envVars: env,
      pulumiCommand: await PulumiCommand.get({ root: dirname(engine.folder) }),
      // Providers run in the folder that `main` names, which is this process's own unless it is said.
      projectSettings: { name: projectName, runtime: "nodejs", main: workDir },
    },
  );
}

function withoutOwnSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([key]) => !/^(ENABLEX|PULUMI)_/.test(key));
  return Object.fromEntries(kept) as Record<string, string>;
}
