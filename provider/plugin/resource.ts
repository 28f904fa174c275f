import type {
  CheckRequest,
  CheckResponse,
  CreateRequest,
  CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  ReadResponse,
  UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import type { JsonObject } from "../json";
import type { Operation } from "../operation";
import type { Secrets } from "../program-secrets";
import { PartialStateError } from "../room/partial-state-error";
import type { Failure } from "../room/schema-failures";
import type { Struct } from "./grpc";
import { BadRequest, InitFailed } from "./status";
import { bytesOf } from "./struct-bytes";
import { parseUrn } from "./urn";
import { fromStruct, type PropertyMap } from "./values";

/** The methods of a resource that the engine calls. */
export interface Resource {
  check(request: CheckRequest): CheckResponse;
  diff(request: DiffRequest): DiffResponse;
  create(request: CreateRequest, signal: AbortSignal): Promise<CreateResponse>;
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResponse>;
  update(request: UpdateRequest, signal: AbortSignal): Promise<UpdateResponse>;
  delete(request: DeleteRequest, signal: AbortSignal): Promise<void>;
}

/** `<project>/<stack>/<name>`, the source of the marker and some defaults. A room keeps its first one. */
export function declaredAs(urn: string): string {
  const { project, stack, name } = parseUrn(urn);
  return `${project}/${stack}/${name}`;
}

/** A property bag without the text that Pulumi's dynamic provider host adds to its rooms. */
export function propertiesOf(struct: Struct | undefined): PropertyMap {
  const bag = fromStruct(struct);
  delete bag.values.__provider;
  return bag;
}

/** Whether a resource is not deployed yet, or is being replaced: the engine then sends no old inputs either. */
export function isNew(request: CheckRequest): boolean {
  const olds = request.getOlds();
  return !olds || bytesOf(olds).length === 0;
}

/** A property bag that contains only data, because check has accepted it. */
export function checkedProperties(struct: Struct | undefined): PropertyMap {
  const bag = propertiesOf(struct);
  BadRequest.throwIfAny(bag.rejected);
  return bag;
}

export const checkedValues = <T>(struct: Struct | undefined) => checkedProperties(struct).values as T;

/** The limits of an operation: `customTimeouts` and the end of the run. */
export function operation(
  request: { getTimeout(): number },
  signal: AbortSignal,
  secrets: Secrets = {},
): Operation {
  return { signal, timeoutSeconds: request.getTimeout() || undefined, secrets };
}

/**
 * The state of a created or updated resource. If a later step failed, the engine reads the state from a gRPC
 * trailer of the error. A state too large for the trailer is reduced: reporting success would hide the
 * failure, and dropping an id would lose a room.
 *
 * @param toPartialState builds the state after a failure, which may contain secrets of the old state
 * @param reduce omits values longer than this number of characters, except those that update and delete need
 */
export async function toFinalState<State extends object>(
  made: Promise<State>,
  toState: (properties: JsonObject) => Struct,
  reduce: (properties: JsonObject, longest: number) => JsonObject,
  toPartialState = toState,
  largest = MAX_TRAILER_BYTES,
): Promise<Struct> {
  try {
    return toState({ ...(await made) } as JsonObject);
  } catch (error) {
    if (!(error instanceof PartialStateError)) throw error;
    let state = toPartialState(error.properties);
    for (const longest of [100, 0]) {
      if (state.serializeBinary().length <= largest) break;
      state = toPartialState(reduce(error.properties, longest));
    }
    throw new InitFailed(error.id, state, truncate(error.reasons));
  }
}

/** Go's gRPC client accepts 16 MiB of headers, in which bytes are base64-encoded. */
const MAX_TRAILER_BYTES = 10 * 2 ** 20;

/** The headers contain the reasons three times. */
const MAX_REASONS_LENGTH = 500_000;

function truncate(reasons: string[]): string[] {
  let length = 0;
  const tooMany = reasons.findIndex((reason) => {
    length += reason.length;
    return length > MAX_REASONS_LENGTH;
  });
  if (tooMany < 0) return reasons;
  return [...reasons.slice(0, tooMany), `${reasons.length - tooMany} more failures are not shown.`];
}

export const toFailures = (failures: Failure[]): CheckFailure[] =>
  failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason));
