import type * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { isRequestError } from "../api/errors";
import { describeInternalError } from "../internal-error";
import type { Failure } from "../room/schema-failures";
import { BadArguments } from "../room-info";
import { Any, Metadata, type Struct, status } from "./grpc";
import { PluginFailure } from "./running-requests";

/** A request that no try can serve: it names what there is not, or holds what cannot be. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";

  /** Fails with the reasons, where there are any. */
  static throwIfAny(failures: Failure[]): void {
    if (failures.length > 0) throw new BadRequest(failures.map(({ reason }) => reason).join("\n"));
  }
}

/** The resource exists, and something after that failed: the engine keeps it in the state and prints the reasons. */
export class InitFailed extends Error {
  override readonly name = "Unfinished";

  constructor(
    readonly id: string,
    readonly properties: Struct,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

/** A failure as gRPC carries it. The engine shows the message as it is, without the code. */
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

/** The engine tells by the code whether it knows what became of the resource; all else is in the message. */
function codeOf(error: unknown): number {
  const failure = error instanceof Error && isRequestError(error.cause) ? error.cause : error;
  if (!isRequestError(failure)) return status.FAILED_PRECONDITION;
  if (failure.isAmbiguous) return status.UNKNOWN;
  if (failure.isUnauthorized) return status.UNAUTHENTICATED;
  if (failure.isGone) return status.NOT_FOUND;
  return failure.isRateLimited ? status.RESOURCE_EXHAUSTED : status.FAILED_PRECONDITION;
}

/** gRPC for Node has no words for an error's details: Go's put them into this trailer. */
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
