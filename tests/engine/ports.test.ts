import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { EngineClient, EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import "../../tools/pulumi/sandbox";

/** A client with the options that the SDK uses. */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: grpc.ClientOptions };
const clientOf = (port: number) =>
  new EngineClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), grpcClientOptions);

const answerTo = (client: EngineClient) =>
  new Promise<string>((resolve) => {
    client.log(new LogRequest(), (error: grpc.ServiceError | null) =>
      resolve(error ? error.details : "taken"),
    );
  });

async function serve(port: number): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server();
  server.addService(EngineService, {
    log: (_call: unknown, answer: grpc.sendUnaryData<Empty>) => answer(null, new Empty()),
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    );
  });
  return { server, port: bound };
}

describe("engine: gRPC ports", () => {
  it("a new engine is reachable at the port of an earlier one that ended", async () => {
    const opened: { forceShutdown?(): void; close?(): void }[] = [];
    const open = <T extends (typeof opened)[number]>(each: T): T => {
      opened.push(each);
      return each;
    };
    try {
      const { server: earlier, port } = await serve(0);
      open(earlier);
      const left = open(clientOf(port));
      assert.equal(await answerTo(left), "taken");
      earlier.forceShutdown();
      while ((await answerTo(left)) === "taken");
      open((await serve(port)).server);
      assert.equal(await answerTo(open(clientOf(port))), "taken");
    } finally {
      for (const each of opened) (each.forceShutdown ?? each.close)?.call(each);
    }
  });
});
