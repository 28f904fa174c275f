#!/usr/bin/env node
import { ServerCredentials } from "./grpc";
import { watchEngine } from "./process";
import { createPlugin } from "./server";

/**
 * The plugin `pulumi-resource-enablex`. Pulumi starts it with the engine's address as the last argument and
 * reads the port from its first line. If a developer starts it without an address, an engine attaches to that
 * port.
 */
function main(): void {
  // This variable contains the decrypted configuration, which a crash report could show. The engine also sends it.
  delete process.env.PULUMI_CONFIG;
  const engineAddress = process.argv.slice(2).at(-1);
  // A plugin that a developer started waits for the next engine.
  if (engineAddress) watchEngine(engineAddress, () => process.exit());

  const plugin = createPlugin({ engineAddress });
  // An uncaught exception must not lose a room that another request has just created.
  process.on("uncaughtException", (error) => {
    console.error(`enablex: ${error instanceof Error ? error.stack : error}`);
    plugin.fail(error).finally(() => process.exit(1));
  });
  plugin.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      console.error(`enablex: cannot listen on a port: ${error.message}`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
    if (!engineAddress)
      console.error(`Waiting for an engine: PULUMI_DEBUG_PROVIDERS=enablex:${port} pulumi up`);
  });
}

main();
