import type * as any from "google-protobuf/google/protobuf/any_pb";
import type * as empty from "google-protobuf/google/protobuf/empty_pb";
import type * as struct from "google-protobuf/google/protobuf/struct_pb";
import { requireFromSdk } from "../sdk-require";

/** gRPC, in the copy that Pulumi's services and clients use. */
export const { Client, connectivityState, credentials, Metadata, Server, ServerCredentials, status } =
  requireFromSdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

/** protobuf's own messages, in the copy that Pulumi's messages use. */
export const { Any } = requireFromSdk("google-protobuf/google/protobuf/any_pb") as typeof any;
export const { Empty } = requireFromSdk("google-protobuf/google/protobuf/empty_pb") as typeof empty;
export const { Struct } = requireFromSdk("google-protobuf/google/protobuf/struct_pb") as typeof struct;

export type Struct = struct.Struct;
