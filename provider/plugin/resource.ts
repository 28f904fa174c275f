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
import type { Operation } from "../core";
import { HalfMade } from "../room/half-made";
import type { Failure } from "../room/schema-failures";
import type { Struct } from "./protobuf";
import { BadRequest, Unfinished } from "./status";
import { parseUrn } from "./urn";
import { type Bag, fromStruct, type Props } from "./values";

/** What the engine asks of a resource. */
export interface Resource {
  check(request: CheckRequest): CheckResponse;
  diff(request: DiffRequest): DiffResponse;
  create(request: CreateRequest, signal: AbortSignal): Promise<CreateResponse>;
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResponse>;
  update(request: UpdateRequest, signal: AbortSignal): Promise<UpdateResponse>;
  delete(request: DeleteRequest, signal: AbortSignal): Promise<void>;
}

/** What the marker and the defaults of name and ownerRef are made of. A room keeps what it was first declared as. */
export function declaredAs(urn: string): string {
  const { project, stack, name } = parseUrn(urn);
  return `${project}/${stack}/${name}`;
}

/** A property bag without the text that Pulumi's dynamic provider host keeps in the rooms that it made. */
export function bagOf(struct: Struct | undefined): Bag {
  const bag = fromStruct(struct);
  delete bag.values.__provider;
  return bag;
}

/** A property bag of nothing but data, as check has passed it. */
export function dataOf(struct: Struct | undefined): Bag {
  const bag = bagOf(struct);
  BadRequest.throwIfAny(bag.refused);
  return bag;
}

export const plain = <T>(struct: Struct | undefined) => dataOf(struct).values as T;

/** What an operation is bound by: `customTimeouts`, and the end of the run. */
export function operation(request: { getTimeout(): number }, signal: AbortSignal): Operation {
  return { signal, timeoutSeconds: request.getTimeout() || undefined };
}

/**
 * The state of a resource that was made or changed. Where it exists and is not finished, the engine takes its state with
 * the failure, in a gRPC trailer; a state that is too large for that is answered as if all were well, because losing
 * it would lose rooms, and the reasons are shown as warnings.
 *
 * @param toUnfinished for a state that still holds something of what was there before
 */
export async function finished<State extends object>(
  made: Promise<State>,
  toState: (properties: Props) => Struct,
  warn: (line: string) => void,
  toUnfinished = toState,
): Promise<Struct> {
  try {
    return toState({ ...(await made) } as Props);
  } catch (error) {
    if (!(error instanceof HalfMade)) throw error;
    const state = toUnfinished(error.properties);
    if (state.serializeBinary().length <= LARGEST_IN_TRAILER) {
      throw new Unfinished(error.id, state, error.reasons);
    }
    for (const reason of error.reasons) warn(reason);
    warn(`${error.id} is not complete, for the reasons above. Run pulumi up again to go on.`);
    return state;
  }
}

/** Go's gRPC client takes 16 MiB of headers, in which bytes stand in base64. */
const LARGEST_IN_TRAILER = 10 * 2 ** 20;

export const toFailures = (failures: Failure[]): CheckFailure[] =>
  failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason));
