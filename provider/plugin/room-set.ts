import {
  type CheckRequest,
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import { isObject, type JsonObject } from "../json";
import { mergeSecrets, type Secrets } from "../program-secrets";
import { pathPart } from "../property-path";
import { checkRoomSet } from "../room-set/check";
import { diffRoomSet, replacedRooms } from "../room-set/diff";
import { createRoomSet, deleteRoomSet, idOf, readRoomSet, updateRoomSet } from "../room-set/lifecycle";
import { eachSecretMap, memberDeclaredAs, type RoomSetInputs, type RoomSetState } from "../room-set/members";
import { planRoomSet } from "../room-set/plan";
import { completeRoomSet, reduceRoomSet } from "../room-set/reduced-state";
import type { DeclaredNames } from "./declared-names";
import { toDiffResponse } from "./diff-response";
import {
  checkedProperties,
  checkedValues,
  declaredAs,
  operation,
  propertiesOf,
  type Resource,
  toFailures,
  toFinalState,
} from "./resource";
import { alwaysSecret, withLink } from "./room";
import { BadRequest } from "./status";
import { toStruct } from "./values";

/** The resource `enablex:index:RoomSet`: converts between the engine's messages and the room set. */
export function roomSetResource(
  core: Core,
  names: DeclaredNames,
  warn: (line: string) => void,
  maxTrailerBytes?: number,
): Resource {
  const claimNames = (inputs: RoomSetInputs, olds: JsonObject, request: CheckRequest) => {
    const deployed = Object(olds.rooms);
    return Object.keys(Object(inputs.rooms)).flatMap((key) =>
      names.claim(
        memberDeclaredAs(inputs, key),
        request.getUrn(),
        !Object.hasOwn(deployed, key),
        `rooms${pathPart(key)}`,
      ),
    );
  };

  return {
    check(request) {
      const { values, secrets, rejected } = propertiesOf(request.getNews());
      const given = { ...values, declaredAs: declaredAs(request.getUrn()) };
      const olds = propertiesOf(request.getOlds()).values;
      const { inputs, failures } = checkRoomSet(core, olds, given, secrets);
      return new CheckResponse()
        .setInputs(
          toStruct({ ...inputs }, withSecrets({ ...inputs }, withDefaultSecrets(values, inputs, secrets))),
        )
        .setFailuresList(toFailures([...rejected, ...failures, ...claimNames(inputs, olds, request)]));
    },

    diff(request) {
      const wanted = checkedValues<RoomSetInputs>(request.getNews());
      return toDiffResponse(diffRoomSet(core, checkedValues<RoomSetState>(request.getOlds()), wanted));
    },

    async create(request, signal) {
      const { values, secrets } = checkedProperties(request.getProperties());
      const inputs = values as unknown as RoomSetInputs;
      const toState = stateStruct(secrets);
      if (request.getPreview()) {
        return new CreateResponse().setProperties(toState({ ...planRoomSet(core, inputs) }));
      }
      const made = createRoomSet(core, inputs, operation(request, signal, secrets));
      return new CreateResponse()
        .setId(idOf(inputs))
        .setProperties(await toFinalState(made, toState, reduce, toState, maxTrailerBytes));
    },

    async read(request, signal) {
      const { values, secrets } = propertiesOf(request.getProperties());
      if (!isObject(values.rooms)) {
        throw new BadRequest(
          `${request.getId()}: a room set cannot be imported or read with get. Import single rooms as Room, or adopt rooms into a set with adoptRoomId, name and ownerRef.`,
        );
      }
      const given = propertiesOf(request.getInputs());
      const kept = completeRoomSet(values as unknown as RoomSetState, given.values);
      const { state, inputs } = await readRoomSet(core, kept, operation(request, signal));
      const known = mergeSecrets(secrets, given.secrets);
      if (given.values.defaults !== undefined) inputs.defaults = given.values.defaults;
      return new ReadResponse()
        .setId(request.getId())
        .setProperties(stateStruct(known)({ ...state }))
        .setInputs(toStruct({ ...inputs }, withSecrets({ ...inputs }, known)));
    },

    async update(request, signal) {
      const { values, secrets } = checkedProperties(request.getNews());
      const wanted = values as unknown as RoomSetInputs;
      const old = checkedProperties(request.getOlds());
      const now = old.values as unknown as RoomSetState;
      const toState = stateStruct(secrets);
      if (request.getPreview()) {
        for (const key of replacedRooms(core, now, wanted)) {
          warn(
            `rooms${pathPart(key)}: the API cannot make this change. The room will be deleted, and a new one with new links created.`,
          );
        }
        return new UpdateResponse().setProperties(toState({ ...planRoomSet(core, wanted, now) }));
      }
      // A room whose update failed keeps its old values, some of which may be secret.
      const known = mergeSecrets(secrets, old.secrets);
      const toPartialState = stateStruct(known);
      const updated = updateRoomSet(core, now, wanted, operation(request, signal, known));
      return new UpdateResponse().setProperties(
        await toFinalState(updated, toState, reduce, toPartialState, maxTrailerBytes),
      );
    },

    async delete(request, signal) {
      const { values, secrets } = checkedProperties(request.getProperties());
      await deleteRoomSet(core, values as unknown as RoomSetState, operation(request, signal, secrets));
    },
  };
}

const reduce = (state: JsonObject, longest: number): JsonObject => ({
  ...reduceRoomSet(state as unknown as RoomSetState, longest),
});

const stateStruct = (secrets: Secrets) => (state: JsonObject) =>
  toStruct(state, { ...withLinks(secrets), ...eachSecretMap(() => true as const) });

/** The secrets of a set, and the participant links of rooms whose origin is secret. */
function withLinks(secrets: Secrets): Secrets {
  const { rooms } = secrets;
  if (rooms === true || rooms === undefined) return secrets;
  const linked = Object.entries(rooms).map(([key, room]) => [key, room === true || withLink(room)]);
  return { ...secrets, rooms: Object.fromEntries(linked) };
}

/** The secrets of the program, and those inputs of each room that are always secret. */
const withSecrets = (set: JsonObject, secrets: Secrets): Secrets => inEachRoom(set, alwaysSecret, secrets);

/** Check copied the defaults into each room; this copies their secret marks. */
function withDefaultSecrets(
  given: JsonObject,
  set: RoomSetInputs,
  { defaults = {}, ...rest }: Secrets,
): Secrets {
  const names = isObject(given.defaults) ? Object.keys(given.defaults) : [];
  const shared =
    defaults === true ? Object.fromEntries(names.map((name) => [name, true as const])) : defaults;
  return inEachRoom({ ...set }, shared, { ...rest, defaults });
}

/** The secrets of a set, with `more` added to each known room. */
function inEachRoom({ rooms }: JsonObject, more: Secrets, secrets: Secrets): Secrets {
  const given = secrets.rooms ?? {};
  if (given === true || !isObject(rooms)) return secrets;
  const ofRooms = Object.entries(rooms).flatMap(([key, room]): [string, true | Secrets][] => {
    const own = Object.hasOwn(given, key) ? given[key] : undefined;
    if (own === true || !isObject(room)) return own ? [[key, own]] : [];
    return [[key, mergeSecrets(more, own ?? {})]];
  });
  return { ...secrets, rooms: Object.fromEntries(ofRooms) };
}
