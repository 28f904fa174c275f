import { ServerCredentials } from "@grpc/grpc-js";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { createPlugin, type Plugin, type PluginOptions } from "../../provider/plugin/server";
import { type Json, type Provider, speak } from "./protocol";

/** The native plugin in this process, behind a real port. It sees no environment but what it is given. */
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

/** The plugin, configured as the default provider of a stack for an emulator of its own. */
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

/** Makes a room as the engine does: check, then create. */
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
