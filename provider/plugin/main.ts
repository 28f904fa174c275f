#!/usr/bin/env node
import { ServerCredentials } from "./grpc";
import { watchEngine } from "./process";
import { createPlugin } from "./server";

/**
 * The plugin `pulumi-resource-enablex`. Pulumi starts it with the address of its engine as the last argument and reads
 * the port from its first line. Where a developer starts it without one, an engine attaches to it by that port.
 */
function main(): void {
  // It holds the package's configuration decrypted. The engine sends the same, so no report of a crash need show it.
  delete process.env.PULUMI_CONFIG;
  const engineAddress = process.argv.slice(2).at(-1);
  // A plugin that a developer started waits for the next engine, until the developer ends it.
  if (engineAddress) watchEngine(engineAddress, () => process.exit());

  const plugin = createPlugin({ engineAddress });
  // An uncaught exception must not take along the room that another request has just made.
  process.on("uncaughtException", (error) => {
    console.error(`enablex: ${error instanceof Error ? error.stack : error}`);
    plugin.fail(error).finally(() => process.exit(1));
  });
  plugin.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      console.error(`enablex: no port to listen on: ${error.message}`);
      process.exit(1);
    }
    process.stdout.write(`${port}\n`);
    if (!engineAddress)
      console.error(`Waiting for an engine: PULUMI_DEBUG_PROVIDERS=enablex:${port} pulumi up`);
  });
}

main();
