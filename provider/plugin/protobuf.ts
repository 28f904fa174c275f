import type * as any from "google-protobuf/google/protobuf/any_pb";
import type * as empty from "google-protobuf/google/protobuf/empty_pb";
import type * as struct from "google-protobuf/google/protobuf/struct_pb";
import { fromPulumi } from "../from-pulumi";

/** The messages of protobuf itself, in the copy that Pulumi's messages are made of. */
export const { Any } = fromPulumi("google-protobuf/google/protobuf/any_pb") as typeof any;
export const { Empty } = fromPulumi("google-protobuf/google/protobuf/empty_pb") as typeof empty;
export const { ListValue, NullValue, Struct, Value } = fromPulumi(
  "google-protobuf/google/protobuf/struct_pb",
) as typeof struct;

export type Struct = struct.Struct;
export type Value = struct.Value;
