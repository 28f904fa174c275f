import { requireFromSdk } from "./sdk-require";

/** Shows the user one line, as a warning. */
export interface Warn {
  (line: string): void;
  /** Resolves once all lines so far have reached the engine, which does not wait for them at the end of a run. */
  settled(): Promise<unknown>;
}

/**
 * Shows lines as warnings of the engine's. Pulumi starts a provider with the address of its engine as the last
 * argument; without one, they go to the standard error stream.
 */
export function createWarn(engineAddress: string | undefined): Warn {
  let send: ((line: string) => Promise<void>) | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  const warn = (line: string) => {
    send ??= (engineAddress && connect(engineAddress)) || toErrorStream;
    sent = Promise.all([sent, send(line)]);
  };
  return Object.assign(warn, { settled: () => sent });
}

const toErrorStream = async (line: string) => console.error(`warning: ${line}`);

function connect(address: string): ((line: string) => Promise<void>) | undefined {
  if (!/^[\w.[\]:-]+:\d+$/.test(address)) return undefined;
  // Loaded with the first warning: most runs have none.
  const grpc: typeof import("@grpc/grpc-js") = requireFromSdk("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const engine = new EngineClient(address, grpc.credentials.createInsecure(), {
    // The engine is on this machine, wherever HTTPS_PROXY leads.
    "grpc.enable_http_proxy": 0,
  });
  return (line) =>
    new Promise((resolve) => {
      const request = new LogRequest();
      request.setSeverity(LogSeverity.WARNING);
      request.setMessage(line);
      engine.log(request, (error: Error | null) => resolve(error ? toErrorStream(line) : undefined));
    });
}
