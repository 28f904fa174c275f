import { requireFromSdk } from "./sdk-require";

/** Shows the user a warning of one line. */
export interface Warn {
  (line: string): void;
  /** Resolves once the engine has received all lines, for which it does not wait at the end of a run. */
  settled(): Promise<unknown>;
}

/**
 * Shows lines as warnings of the engine, or on the standard error stream if there is no engine address. Pulumi starts a
 * provider with that address as the last argument.
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
  // Loaded for the first warning: most runs have none.
  const grpc: typeof import("@grpc/grpc-js") = requireFromSdk("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const engine = new EngineClient(address, grpc.credentials.createInsecure(), {
    // The engine runs on this machine, so HTTPS_PROXY does not apply.
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
