import {
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import type { JsonObject } from "../json";
import { mergeSecrets, type Secrets } from "../program-secrets";
import { isOutput, type RoomInputs, type RoomState, secretNames } from "../room/properties";
import { completeRoom, reduceRoom } from "../room/reduced-state";
import type { DeclaredNames } from "./declared-names";
import { toDiffResponse } from "./diff-response";
import {
  checkedProperties,
  checkedValues,
  declaredAs,
  isNew,
  operation,
  propertiesOf,
  type Resource,
  toFailures,
  toFinalState,
} from "./resource";
import { toStruct } from "./values";

/** The resource `enablex:index:Room`: converts between the engine's messages and the core. */
export function roomResource(core: Core, names: DeclaredNames): Resource {
  return {
    check(request) {
      const { values, secrets, rejected } = propertiesOf(request.getNews());
      const given = { ...values, declaredAs: declaredAs(request.getUrn()) };
      const { inputs, failures } = core.check(propertiesOf(request.getOlds()).values, given, secrets);
      return new CheckResponse()
        .setInputs(toStruct({ ...inputs }, { ...secrets, ...alwaysSecret }))
        .setFailuresList(
          toFailures([
            ...rejected,
            ...failures,
            ...names.claim(inputs.declaredAs!, request.getUrn(), isNew(request)),
          ]),
        );
    },

    diff(request) {
      const wanted = checkedValues<RoomInputs>(request.getNews());
      const changes = core.diff(request.getId(), checkedValues<RoomState>(request.getOlds()), wanted);
      // The engine prints new values from the inputs. A link is not an input and would look deleted; as a
      // difference of inputs, it is counted but not printed.
      return toDiffResponse(changes.map((change) => ({ ...change, inputDiff: isOutput(change.property) })));
    },

    async create(request, signal) {
      const { values, secrets } = checkedProperties(request.getProperties());
      const inputs = values as RoomInputs;
      const toState = stateStruct(secrets);
      if (request.getPreview()) {
        return new CreateResponse().setProperties(toState({ ...core.plan(inputs) }));
      }
      const state = await toFinalState(
        core.create(inputs, operation(request, signal, secrets)),
        toState,
        reduceRoom,
      );
      return new CreateResponse()
        .setId(state.getFieldsMap().get("roomId")!.getStringValue())
        .setProperties(state);
    },

    async read(request, signal) {
      const { values, secrets } = propertiesOf(request.getProperties());
      const given = propertiesOf(request.getInputs());
      // An import has no properties, and makes this stack the owner of the room.
      const room = request.hasProperties()
        ? await core.read(request.getId(), completeRoom(values, given.values), operation(request, signal))
        : await core.import(request.getId(), declaredAs(request.getUrn()), operation(request, signal));
      // No id and no properties mean that the room is gone; empty properties would mean a room without any.
      if (!room) return new ReadResponse();
      const known = mergeSecrets(secrets, given.secrets);
      return new ReadResponse()
        .setId(room.state.roomId)
        .setProperties(stateStruct(known)({ ...room.state }))
        .setInputs(toStruct({ ...room.inputs }, { ...known, ...alwaysSecret }));
    },

    async update(request, signal) {
      const { values, secrets } = checkedProperties(request.getNews());
      const wanted = values as RoomInputs;
      const old = checkedProperties(request.getOlds());
      const now = old.values as unknown as RoomState;
      const toState = stateStruct(secrets);
      if (request.getPreview()) {
        return new UpdateResponse().setProperties(toState({ ...core.plan(wanted, now) }));
      }
      const known = mergeSecrets(secrets, old.secrets);
      const updated = core.update(request.getId(), now, wanted, operation(request, signal, known));
      return new UpdateResponse().setProperties(await toFinalState(updated, toState, reduceRoom));
    },

    async delete(request, signal) {
      const { values, secrets } = checkedProperties(request.getProperties());
      await core.delete(request.getId(), values, operation(request, signal, secrets));
    },
  };
}

export const alwaysSecret: Secrets = Object.fromEntries(secretNames.map((name) => [name, true]));

const stateStruct = (secrets: Secrets) => (state: JsonObject) =>
  toStruct(state, { ...withLink(secrets), ...alwaysSecret });

/** A participant link is secret if its origin is. */
export const withLink = (secrets: Secrets): Secrets =>
  secrets.meetingUrl ? { ...secrets, participantUrl: true } : secrets;
