import type * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { isRequestError } from "../api/errors";
import { BadArguments } from "../arguments";
import { describeInternalError } from "../internal-error";
import type { Failure } from "../room/schema-failures";
import { Any, Metadata, type Struct, status } from "./grpc";
import { PluginFailure } from "./running-requests";

/** A request that can never succeed: an unknown name or an invalid value. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";

  /** @throws BadRequest with the reasons, if there are any */
  static throwIfAny(failures: Failure[]): void {
    if (failures.length > 0) throw new BadRequest(failures.map(({ reason }) => reason).join("\n"));
  }
}

/** The resource exists, but a later step failed: the engine keeps it in the state and prints the reasons. */
export class InitFailed extends Error {
  override readonly name = "InitFailed";

  constructor(
    readonly id: string,
    readonly properties: Struct,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

/** Converts an error to a gRPC status. The engine shows the message without the code. */
export function toStatus(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InitFailed) {
    return { code: status.UNKNOWN, details: message, metadata: initFailedMetadata(error) };
  }
  if (error instanceof BadRequest || error instanceof BadArguments)
    return { code: status.INVALID_ARGUMENT, details: message };
  const mistake = error instanceof PluginFailure ? message : describeInternalError(error);
  if (mistake) return { code: status.INTERNAL, details: mistake };
  return { code: codeOf(error), details: message };
}

/** The code tells the engine whether the outcome is known. Everything else is in the message. */
function codeOf(error: unknown): number {
  const failure = error instanceof Error && isRequestError(error.cause) ? error.cause : error;
  if (!isRequestError(failure)) return status.FAILED_PRECONDITION;
  if (failure.isAmbiguous) return status.UNKNOWN;
  if (failure.isUnauthorized) return status.UNAUTHENTICATED;
  if (failure.isGone) return status.NOT_FOUND;
  return failure.isRateLimited ? status.RESOURCE_EXHAUSTED : status.FAILED_PRECONDITION;
}

/** gRPC for Node does not support error details. Go reads them from this trailer. */
function initFailedMetadata({ id, properties, reasons }: InitFailed): grpc.Metadata {
  const detail = new ErrorResourceInitFailed().setId(id).setProperties(properties).setReasonsList(reasons);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const all = new Status().setCode(status.UNKNOWN).setMessage(reasons.join("\n"));
  all.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(all.serializeBinary()));
  return metadata;
}
