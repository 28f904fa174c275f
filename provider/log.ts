/**
 * Shows the user a line as a warning of the engine's. Pulumi starts a provider with the address of its engine as the
 * last argument; without one, the line goes to the standard error stream.
 */
export function createWarn(engineAddress: string | undefined): (line: string) => void {
  let log: ((line: string) => void) | undefined;
  return (line) => {
    log ??= (engineAddress && connect(engineAddress)) || ((text) => console.error(`warning: ${text}`));
    log(line);
  };
}

function connect(address: string): ((line: string) => void) | undefined {
  if (!/^[\w.[\]:-]+:\d+$/.test(address)) return undefined;
  // Loaded with the first warning: most runs have none.
  const grpc: typeof import("@grpc/grpc-js") = require("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const engine = new EngineClient(address, grpc.credentials.createInsecure());
  return (line) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.WARNING);
    request.setMessage(line);
    engine.log(request, (error: Error | null) => {
      if (error) console.error(`warning: ${line}`);
    });
  };
}
