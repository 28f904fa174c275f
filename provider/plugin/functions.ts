import { CheckFailure, type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { BadArguments, inOrder } from "../arguments";
import type { Core } from "../core";
import type { JsonObject } from "../json";
import type { Secrets } from "../program-secrets";
import { embedFrame } from "../room/embed";
import { joinArguments, joinLink } from "../room/join-link";
import { fromStruct, toStruct } from "./values";

/** A function of the package. */
export type PackageFunction = (request: InvokeRequest, signal: AbortSignal) => Promise<InvokeResponse>;

/** The package's functions by token. They change nothing, so a preview calls them too. */
export function packageFunctions(core: Core): Record<string, PackageFunction> {
  return {
    "enablex:index:getRoom": packageFunction(async (args, signal) => ({
      ...(await core.getRoom(args, { signal })),
    })),
    "enablex:index:getRooms": packageFunction(async (args, signal) => ({
      rooms: await core.getRooms(args, { signal }),
    })),
    "enablex:index:getRoomUsers": packageFunction(async (args, signal) => ({
      users: await core.getRoomUsers(args, { signal }),
    })),
    "enablex:index:joinUrl": packageFunction((args) => ({ url: joinLink(inOrder(args, joinArguments)) })),
    "enablex:index:embedHtml": packageFunction((args) => ({ html: embedFrame(args) })),
    "enablex:index:moderatorUrl": packageFunction((args) => ({ url: core.moderatorUrl(args) }), {
      url: true,
    }),
  };
}

/**
 * Responds with the result of `run`, or with the failures of the arguments.
 *
 * @param always the parts of the result that are always secret
 */
function packageFunction(
  run: (args: JsonObject, signal: AbortSignal) => JsonObject | Promise<JsonObject>,
  always: Secrets = {},
): PackageFunction {
  return async (request, signal) => {
    const { values, secrets, rejected } = fromStruct(request.getArgs());
    let result: JsonObject;
    try {
      if (rejected.length > 0) throw new BadArguments(rejected);
      result = await run(values, signal);
    } catch (error) {
      if (!(error instanceof BadArguments)) throw error;
      return new InvokeResponse().setFailuresList(
        error.failures.map(({ property, reason }) =>
          new CheckFailure().setProperty(property).setReason(reason),
        ),
      );
    }
    // The result may reveal a secret argument.
    const secret: Secrets =
      Object.keys(secrets).length > 0
        ? Object.fromEntries(Object.keys(result).map((key) => [key, true]))
        : always;
    return new InvokeResponse().setReturn(toStruct(result, secret));
  };
}
