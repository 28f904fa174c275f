import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/**
 * The part of Pulumi's engine that a provider talks to. Closing it breaks its connections, as a kill would.
 */
export interface Engine extends AsyncDisposable {
  address: string;
  /** Lines shown to the user. */
  lines: string[];
}

export async function startEngine(): Promise<Engine> {
  const lines: string[] = [];
  const server = new grpc.Server();
  const log: grpc.handleUnaryCall<LogRequest, Empty> = (call, answer) => {
    lines.push(call.request.getMessage());
    answer(null, new Empty());
  };
  server.addService(EngineService, { log });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    lines,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}
