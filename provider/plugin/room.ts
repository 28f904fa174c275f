import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Core, Operation } from "../core";
import { HalfMadeRoom } from "../room/half-made";
import { inputNames, type RoomInputs, type RoomState, secretNames } from "../room/schema";
import { toDiffResponse } from "./diff-response";
import { BadRequest, Unfinished } from "./status";
import { parseUrn } from "./urn";
import { type Bag, bothSecret, fromStruct, type Secrets, toStruct } from "./values";

/** What the engine asks of a resource. */
export interface Resource {
  check(request: CheckRequest): CheckResponse;
  diff(request: DiffRequest): DiffResponse;
  create(request: CreateRequest, signal: AbortSignal): Promise<CreateResponse>;
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResponse>;
  update(request: UpdateRequest, signal: AbortSignal): Promise<UpdateResponse>;
  delete(request: DeleteRequest, signal: AbortSignal): Promise<void>;
}

/** The resource `enablex:index:Room`: the core, between the engine's messages. */
export function roomResource(core: Core): Resource {
  return {
    check(request) {
      const { values, secrets, refused } = bagOf(request.getNews());
      const given = { ...values, declaredAs: declaredAs(request.getUrn()) };
      const { inputs, failures } = core.check(bagOf(request.getOlds()).values, given);
      return new CheckResponse()
        .setInputs(toStruct({ ...inputs }, { ...secrets, ...alwaysSecret }))
        .setFailuresList(
          [...refused, ...failures].map(({ property, reason }) =>
            new CheckFailure().setProperty(property).setReason(reason),
          ),
        );
    },

    diff(request) {
      const wanted = plain<RoomInputs>(request.getNews());
      const changes = core.diff(request.getId(), plain<RoomState>(request.getOlds()), wanted);
      // The engine prints what is new from the inputs. A link is none of them, and would look deleted; as a
      // difference of inputs it is counted and not printed.
      return toDiffResponse(changes.map((change) => ({ ...change, inputDiff: isOutput(change.property) })));
    },

    async create(request, signal) {
      const { values, secrets } = dataOf(request.getProperties());
      const inputs = values as RoomInputs;
      if (request.getPreview()) {
        return new CreateResponse().setProperties(stateStruct(core.plan(inputs), secrets));
      }
      const state = await unlessHalfMade(core.create(inputs, operation(request, signal)), secrets);
      return new CreateResponse().setId(state.roomId).setProperties(stateStruct(state, secrets));
    },

    async read(request, signal) {
      const { values, secrets } = bagOf(request.getProperties());
      // An import comes without properties, and makes the room this stack's own.
      const isImport = !request.hasProperties();
      const room = await core.read(request.getId(), isImport ? undefined : values, { signal });
      // An empty id and no properties mean that the room is gone; empty ones would mean a room without properties.
      if (!room) return new ReadResponse();
      const declared = isImport ? { declaredAs: declaredAs(request.getUrn()) } : {};
      const known = bothSecret(secrets, bagOf(request.getInputs()).secrets);
      return new ReadResponse()
        .setId(room.state.roomId)
        .setProperties(stateStruct({ ...room.state, ...declared }, known))
        .setInputs(toStruct({ ...room.inputs, ...declared }, { ...known, ...alwaysSecret }));
    },

    async update(request, signal) {
      const { values, secrets } = dataOf(request.getNews());
      const wanted = values as RoomInputs;
      const now = plain<RoomState>(request.getOlds());
      const state = request.getPreview()
        ? core.plan(wanted, now)
        : await unlessHalfMade(
            core.update(request.getId(), now, wanted, operation(request, signal)),
            secrets,
          );
      return new UpdateResponse().setProperties(stateStruct(state, secrets));
    },

    async delete(request, signal) {
      const state = plain<Partial<RoomState>>(request.getProperties());
      await core.delete(request.getId(), state, operation(request, signal));
    },
  };
}

const isOutput = (property: string) => !(inputNames as string[]).includes(property);

const alwaysSecret: Secrets = Object.fromEntries(secretNames.map((name) => [name, true]));

const stateStruct = (state: RoomState, secrets: Secrets) =>
  toStruct({ ...state }, { ...secrets, ...alwaysSecret });

/** What the marker and the defaults of name and ownerRef are made of. A room keeps what it was first declared as. */
function declaredAs(urn: string): string {
  const { project, stack, name } = parseUrn(urn);
  return `${project}/${stack}/${name}`;
}

/** A property bag without the text that Pulumi's dynamic provider host keeps in the rooms that it made. */
function bagOf(struct: Struct | undefined): Bag {
  const bag = fromStruct(struct);
  delete bag.values.__provider;
  return bag;
}

/** A property bag of nothing but data, as check has passed it. */
function dataOf(struct: Struct | undefined): Bag {
  const bag = bagOf(struct);
  BadRequest.throwIfAny(bag.refused);
  return bag;
}

const plain = <T>(struct: Struct | undefined) => dataOf(struct).values as T;

/** `customTimeouts` say how long to wait for people to leave the room. */
function operation(request: { getTimeout(): number }, signal: AbortSignal): Operation {
  return { signal, busyTimeout: request.getTimeout() || undefined };
}

async function unlessHalfMade(room: Promise<RoomState>, secrets: Secrets): Promise<RoomState> {
  try {
    return await room;
  } catch (error) {
    if (!(error instanceof HalfMadeRoom)) throw error;
    throw new Unfinished(
      error.id,
      toStruct(error.properties, { ...secrets, ...alwaysSecret }),
      error.reasons,
    );
  }
}
