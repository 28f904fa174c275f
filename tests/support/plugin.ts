import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ServerCredentials } from "@grpc/grpc-js";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { createPlugin, type Plugin, type PluginOptions } from "../../provider/plugin/server";
import { type Json, type Provider, speak } from "./protocol";

export const root = join(__dirname, "../..");

/** The plugin as users get it. */
export const pluginFile = join(root, "pulumi-resource-enablex");

/** A provider in its own process, as the engine starts it. Closing it kills the process. */
export interface ProviderProcess extends AsyncDisposable {
  port: number;
  child: ChildProcess;
  /** Its error output so far. */
  errors: () => string;
}

/**
 * Starts a provider with only this environment, and reads the port from its first line.
 *
 * @param command an executable, or a Node.js that runs the file in `args`
 */
export async function startProcess(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  command = process.execPath,
): Promise<ProviderProcess> {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const exited = once(child, "exit");
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(([code]) => Promise.reject(new Error(`it ended with ${code}: ${errors}`))),
  ]);
  return {
    port: Number(line),
    child,
    errors: () => errors,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** The native plugin in this process, on a real port, with only the given environment. */
export async function withPlugin(
  options: PluginOptions,
  test: (provider: Provider, plugin: Plugin) => Promise<void>,
): Promise<void> {
  const plugin = createPlugin({ env: {}, ...options });
  const { server } = plugin;
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const provider = speak(port);
  try {
    await test(provider, plugin);
  } finally {
    provider.close();
    server.forceShutdown();
  }
}

/** The plugin, configured as a stack's default provider for its own emulator. */
export async function withRooms(
  test: (provider: Provider, emulator: Emulator) => Promise<void>,
  { plugin = {}, emulator: of = {} }: { plugin?: PluginOptions; emulator?: EmulatorOptions } = {},
): Promise<void> {
  await using emulator = await startEmulator(of);
  await withPlugin(plugin, async (provider) => {
    await provider.configure(configFor(emulator));
    await test(provider, emulator);
  });
}

/** Creates a room as the engine does: check, then create. */
export async function makeRoom(provider: Provider, urn: string, given: Json) {
  const { inputs } = await provider.check(urn, given);
  return { inputs, ...(await provider.create(urn, inputs)) };
}

/** A stack's configuration for an emulator. */
export const configFor = ({ appId, appKey, apiUrl, meetingUrl }: Emulator): Json => ({
  appId,
  appKey,
  apiUrl,
  meetingUrl,
});
