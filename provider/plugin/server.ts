import type * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConfigureResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { systemClock } from "../api/clock";
import type { ConfigKey, ConfigReader } from "../config/keys";
import { type CoreOptions, createCore } from "../core";
import { createWarn } from "../log";
import { nearest } from "../nearest";
import { checkConfig, diffConfig, readConfiguration } from "./config";
import { DeclaredNames } from "./declared-names";
import { packageFunctions } from "./functions";
import { Empty, Server } from "./grpc";
import { type Lister, roomLister } from "./list";
import type { Resource } from "./resource";
import { roomResource } from "./room";
import { roomSetResource } from "./room-set";
import { PluginFailure, RunningRequests } from "./running-requests";
import schema from "./schema.json";
import { BadRequest, toStatus } from "./status";
import { keepStructs } from "./struct-bytes";
import { parseUrn } from "./urn";

/** The environment of a plugin. Everything has a default. */
export interface PluginOptions extends Partial<Omit<CoreOptions, "config" | "warn">> {
  /** Address of the engine that started the plugin, for warnings. */
  engineAddress?: string;
  /** The largest state that a failure may contain. */
  maxTrailerBytes?: number;
}

/** The plugin's server. */
export interface Plugin {
  server: grpc.Server;
  /**
   * Ends the server after an uncaught error. Requests in flight may finish, because a room that was just
   * created must reach the state; the rest fail with an internal error.
   */
  fail(error: unknown): Promise<void>;
}

/** Creates a server of Pulumi's resource provider protocol. */
export function createPlugin(options: PluginOptions = {}): Plugin {
  // Only the API limits the size of a room's custom data.
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const calls = new RunningRequests();
  server.addService(withStructBytes(ResourceProviderService), { ...providerService(options, calls) });
  return {
    server,
    async fail(error) {
      const what = error instanceof Error ? error.message : String(error);
      const failure = new PluginFailure(
        `pulumi-enablex failed because of a bug: ${what}. Run the command again; the place is in the plugin's error output.`,
      );
      await calls.end(failure, GRACE_MS, options.clock ?? systemClock);
      await new Promise<void>((ended) => server.tryShutdown(() => ended()));
    },
  };
}

/** The service, whose requests keep property bags as bytes until they are read. */
const withStructBytes = <Service extends grpc.ServiceDefinition>(service: Service): Service =>
  Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      {
        ...method,
        requestDeserialize: (bytes: Buffer) => keepStructs(() => method.requestDeserialize(bytes)),
      },
    ]),
  ) as Service;

/** How long operations may take to finish after an uncaught error, in milliseconds. */
const GRACE_MS = 15_000;

type Methods = {
  [Name in keyof IResourceProviderServer as string extends Name
    ? never
    : Name]?: IResourceProviderServer[Name];
};

const { version } = require("pulumi-enablex/package.json") as { version: string };

/**
 * The methods of the protocol. gRPC rejects the others: components, methods of resources, and mappings of
 * resources of other tools.
 */
function providerService(options: PluginOptions, calls: RunningRequests): Methods {
  const env = options.env ?? process.env;
  let warn = createWarn(options.engineAddress);
  let configuration: ConfigReader = () => undefined;
  let running = new AbortController();

  const core = createCore({
    ...options,
    config: Object.assign((key: ConfigKey) => configuration(key), {
      howToSet: (key: ConfigKey) => configuration.howToSet?.(key),
      isExplicitProvider: () => configuration.isExplicitProvider?.() ?? false,
    }),
    warn: (line) => warn(line),
  });
  const names = new DeclaredNames();
  const resources: Record<string, Resource> = {
    "enablex:index:Room": roomResource(core, names),
    "enablex:index:RoomSet": roomSetResource(core, names, (line) => warn(line), options.maxTrailerBytes),
  };
  const lists: Record<string, Lister> = { "enablex:index:Room": roomLister(core) };
  const functions = packageFunctions(core);
  const resource = (request: { getUrn(): string }) => {
    const { type } = parseUrn(request.getUrn());
    return lookUp(resources, type, "resource type");
  };

  /** A method with one response, which waits until all warnings are shown. An error becomes a gRPC status. */
  const unary =
    <Request, Response>(
      serve: (request: Request) => Response | Promise<Response>,
    ): grpc.handleUnaryCall<Request, Response> =>
    (call, answer) => {
      const served = calls.run(() => serve(call.request)).finally(() => warn.settled());
      served.then(
        (response) => answer(null, response),
        (error) => answer(toStatus(error)),
      );
    };

  return {
    handshake: unary(() =>
      new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true).setAcceptOutputs(true),
    ),
    attach: unary((request) => {
      warn = createWarn(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    getSchema: unary((request) => {
      if (request.getVersion() !== 0)
        throw new BadRequest(`there is no schema version ${request.getVersion()}`);
      if (request.getSubpackageName()) throw new BadRequest(NO_PARAMETERS);
      return new GetSchemaResponse().setSchema(JSON.stringify({ ...schema, version }));
    }),
    parameterize: unary(() => {
      throw new BadRequest(NO_PARAMETERS);
    }),

    checkConfig: unary((request) => checkConfig(request, env, warn)),
    diffConfig: unary((request) => diffConfig(request)),
    configure: unary((request) => {
      configuration = readConfiguration(request, env);
      names.clear();
      // A plugin that a developer started serves several runs.
      running = new AbortController();
      return new ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setAcceptoutputs(true)
        .setSupportspreview(true);
    }),
    // The engine also calls it at the end of every run. Requests in flight may take a little longer.
    cancel: unary(() => {
      running.abort();
      core.finish();
      return new Empty();
    }),

    check: unary((request) => resource(request).check(request)),
    diff: unary((request) => resource(request).diff(request)),
    create: unary((request) => resource(request).create(request, running.signal)),
    read: unary((request) => resource(request).read(request, running.signal)),
    update: unary((request) => resource(request).update(request, running.signal)),
    delete: unary(async (request) => {
      await resource(request).delete(request, running.signal);
      return new Empty();
    }),
    invoke: unary((request) => lookUp(functions, request.getTok(), "function")(request, running.signal)),
    // A method with a stream of responses.
    list: (call) => {
      const lister = () => lookUp(lists, call.request.getToken(), "resource type");
      calls
        .run(() => lister()(call.request, running.signal))
        .then(
          (answers) => {
            for (const each of answers) call.write(each);
            call.end();
          },
          (error) => call.emit("error", toStatus(error)),
        );
    },
  };
}

const NO_PARAMETERS = "the package enablex takes no parameters; add it without any";

/** @throws BadRequest with the most similar token, if there is no such token */
function lookUp<T>(table: Record<string, T>, token: string, kind: string): T {
  if (Object.hasOwn(table, token)) return table[token]!;
  const near = nearest(token, Object.keys(table));
  throw new BadRequest(
    `enablex has no ${kind} ${token || "without a name"}; ${near ? `did you mean ${near}?` : `use one of ${Object.keys(table).join(", ")}`}`,
  );
}
