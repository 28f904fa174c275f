import { fromPulumi } from "../from-pulumi";

/** What the plugin uses of gRPC, in the copy that Pulumi's services and clients are made of. */
export const { Client, connectivityState, credentials, Metadata, Server, ServerCredentials, status } =
  fromPulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
