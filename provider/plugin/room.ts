import {
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import { inputNames, type RoomInputs, type RoomState, secretNames } from "../room/schema";
import { toDiffResponse } from "./diff-response";
import {
  bagOf,
  dataOf,
  declaredAs,
  operation,
  plain,
  type Resource,
  toFailures,
  unlessHalfMade,
} from "./resource";
import { bothSecret, type Props, type Secrets, toStruct } from "./values";

/** The resource `enablex:index:Room`: the core, between the engine's messages. */
export function roomResource(core: Core): Resource {
  return {
    check(request) {
      const { values, secrets, refused } = bagOf(request.getNews());
      const given = { ...values, declaredAs: declaredAs(request.getUrn()) };
      const { inputs, failures } = core.check(bagOf(request.getOlds()).values, given);
      return new CheckResponse()
        .setInputs(toStruct({ ...inputs }, { ...secrets, ...alwaysSecret }))
        .setFailuresList(toFailures([...refused, ...failures]));
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
      const state = await unlessHalfMade(
        core.create(inputs, operation(request, signal)),
        unfinished(secrets),
      );
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
            unfinished(secrets),
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

const stateStruct = (state: RoomState, secrets: Secrets) => unfinished(secrets)({ ...state });

const unfinished = (secrets: Secrets) => (properties: Props) =>
  toStruct(properties, { ...secrets, ...alwaysSecret });
