import { CheckFailure, type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import { nearest } from "../nearest";
import { describeRoom } from "../room/describe";
import { findRooms, type RoomQuery } from "../room/find";
import { OBJECT_ID } from "../room/schema";
import type { Failure } from "../room/schema-failures";
import type { Secrets } from "../secrets";
import { fromStruct, type Props, toStruct } from "./values";

/** A function of the package. */
export type PackageFunction = (request: InvokeRequest, signal: AbortSignal) => Promise<InvokeResponse>;

/** The package's functions, by their tokens. They read the API and change nothing, so a preview calls them too. */
export function packageFunctions(core: Core): Record<string, PackageFunction> {
  return {
    "enablex:index:getRoom": packageFunction(["roomId", "account"], ["roomId"], async (args, signal) => {
      const { api, account } = core.api(args.account, { signal });
      return { ...describeRoom(await api.get(args.roomId!), account) };
    }),
    "enablex:index:getRooms": packageFunction(["ownerRef", "name", "account"], [], async (args, signal) => ({
      rooms: await findRooms(core, args as RoomQuery, signal),
    })),
    "enablex:index:getRoomUsers": packageFunction(["roomId", "account"], ["roomId"], async (args, signal) => {
      const { api } = core.api(args.account, { signal });
      const users = await api.users(args.roomId!);
      return { users: users.map(({ name, user_ref, role }) => texts({ name, userRef: user_ref, role })) };
    }),
  };
}

/** Checks the arguments, all of which are texts, and answers with what `run` gives. */
function packageFunction(
  names: string[],
  required: string[],
  run: (args: Partial<Record<string, string>>, signal: AbortSignal) => Promise<Props>,
): PackageFunction {
  return async (request, signal) => {
    const { values, secrets, refused } = fromStruct(request.getArgs());
    const failures = refused.length > 0 ? refused : failuresOf(values, names, required);
    if (failures.length > 0) {
      return new InvokeResponse().setFailuresList(
        failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
      );
    }
    const result = await run(texts(values), signal);
    // What was found by a secret may tell it.
    const secret: Secrets =
      Object.keys(secrets).length > 0
        ? Object.fromEntries(Object.keys(result).map((key) => [key, true]))
        : {};
    return new InvokeResponse().setReturn(toStruct(result, secret));
  };
}

function failuresOf(values: Props, names: string[], required: string[]): Failure[] {
  const fail = (property: string, why: string) => ({ property, reason: `${property}: ${why}` });
  const given = Object.keys(values).filter((key) => values[key] !== null);
  return [
    ...required
      .filter((name) => !given.includes(name))
      .map((name) => fail(name, "is required; write a text")),
    ...given.flatMap((name) => {
      const near = nearest(name, names);
      if (!names.includes(name)) {
        return [
          fail(
            name,
            `there is no such argument; ${near ? `did you mean ${near}?` : `there are ${names.join(", ")}`}`,
          ),
        ];
      }
      if (typeof values[name] !== "string") return [fail(name, "is not a text")];
      if (name !== "roomId" || OBJECT_ID.test(values[name])) return [];
      return [fail(name, "its value is not a room id, which has 24 hexadecimal digits")];
    }),
  ];
}

const texts = (values: Props) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
