import * as grpc from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Property bags in tests: JSON, with secrets and unknowns in their wire format. */
export type Json = Record<string, any>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
export const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "hello" };
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value without secret markers. */
export function shown(value: any): any {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return shown(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shown(part)]));
}

export const urnOf = (name: string, type = "enablex:index:Room") => `urn:pulumi:dev::acme::${type}::${name}`;
export const kindNames = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
] as const;

/**
 * A client for a resource provider on this machine, in the engine's protocol: `pulumirpc.ResourceProvider`
 * over gRPC.
 */
export function speak(port: number) {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const call = <Answer>(method: string, request: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      (client as any)[method](request, (error: grpc.ServiceError | null, answer: Answer) =>
        error ? reject(error) : resolve(answer),
      );
    });

  return {
    client,
    close: () => client.close(),
    handshake: () =>
      call<pb.ProviderHandshakeResponse>("handshake", new pb.ProviderHandshakeRequest()).then((answer) =>
        answer.toObject(),
      ),
    getSchema: async (request: { version?: number; subpackage?: string } = {}) =>
      JSON.parse(
        (
          await call<pb.GetSchemaResponse>(
            "getSchema",
            new pb.GetSchemaRequest()
              .setVersion(request.version ?? 0)
              .setSubpackageName(request.subpackage ?? ""),
          )
        ).getSchema(),
      ),
    pluginVersion: async () => (await call<any>("getPluginInfo", new Empty())).getVersion() as string,
    attach: (address: string) => call("attach", new PluginAttach().setAddress(address)),
    parameterize: (...args: string[]) =>
      call(
        "parameterize",
        new pb.ParameterizeRequest().setArgs(new pb.ParameterizeRequest.ParametersArgs().setArgsList(args)),
      ),
    cancel: () => call("cancel", new Empty()),

    checkConfig: async (news: Json, urn = urnOf("default", "pulumi:providers:enablex")) =>
      checked(
        await call<pb.CheckResponse>("checkConfig", new pb.CheckRequest().setUrn(urn).setNews(bag(news))),
      ),
    diffConfig: async (olds: Json, news: Json) =>
      differing(
        await call<pb.DiffResponse>(
          "diffConfig",
          new pb.DiffRequest()
            .setUrn(urnOf("default", "pulumi:providers:enablex"))
            .setOlds(bag(olds))
            .setNews(bag(news)),
        ),
      ),
    configure: async (args: Json, urn = urnOf("default", "pulumi:providers:enablex")) =>
      (
        await call<pb.ConfigureResponse>(
          "configure",
          new pb.ConfigureRequest().setUrn(urn).setArgs(bag(args)),
        )
      ).toObject(),

    check: async (urn: string, news: Json, olds: Json = {}) =>
      checked(
        await call<pb.CheckResponse>(
          "check",
          new pb.CheckRequest().setUrn(urn).setNews(bag(news)).setOlds(bag(olds)),
        ),
      ),
    diff: async (urn: string, id: string, olds: Json, news: Json) =>
      differing(
        await call<pb.DiffResponse>(
          "diff",
          new pb.DiffRequest().setUrn(urn).setId(id).setOlds(bag(olds)).setNews(bag(news)),
        ),
      ),
    create: async (urn: string, inputs: Json, { preview = false, timeout = 0 } = {}) => {
      const request = new pb.CreateRequest().setUrn(urn).setProperties(bag(inputs));
      const answer = await call<pb.CreateResponse>("create", request.setPreview(preview).setTimeout(timeout));
      return { id: answer.getId(), state: json(answer.getProperties())! };
    },
    read: async (urn: string, id: string, state?: Json, inputs?: Json) => {
      const request = new pb.ReadRequest().setUrn(urn).setId(id);
      if (state) request.setProperties(bag(state));
      if (inputs) request.setInputs(bag(inputs));
      const answer = await call<pb.ReadResponse>("read", request);
      return {
        id: answer.getId(),
        state: json(answer.getProperties()),
        inputs: json(answer.getInputs()),
      };
    },
    update: async (
      urn: string,
      id: string,
      olds: Json,
      news: Json,
      { preview = false, timeout = 0 } = {},
    ) => {
      const request = new pb.UpdateRequest().setUrn(urn).setId(id).setOlds(bag(olds)).setNews(bag(news));
      const answer = await call<pb.UpdateResponse>("update", request.setPreview(preview).setTimeout(timeout));
      return json(answer.getProperties())!;
    },
    delete: (urn: string, id: string, state: Json, { timeout = 0 } = {}) =>
      call(
        "delete",
        new pb.DeleteRequest().setUrn(urn).setId(id).setProperties(bag(state)).setTimeout(timeout),
      ),
    invoke: async (token: string, args: Json) => {
      const request = new pb.InvokeRequest().setTok(token).setArgs(bag(args));
      const answer = await call<pb.InvokeResponse>("invoke", request);
      return { result: json(answer.getReturn()), failures: failuresOf(answer) };
    },
    list: (token: string, { query = {}, limit = 0, pageSize = 0, continuation = "" } = {}): Promise<Listed> =>
      new Promise((resolve, reject) => {
        const request = new pb.ListRequest().setToken(token).setQuery(bag(query)).setLimit(limit);
        const listed: Listed = { rooms: [], computed: false, continuation: "" };
        (client as any)
          .list(request.setPageSize(pageSize).setContinuationToken(continuation))
          .on("data", (each: pb.ListResponse) => {
            if (each.hasResult()) listed.rooms.push(each.getResult()!.toObject());
            if (each.hasComputed()) listed.computed = true;
            if (each.hasContinuation()) listed.continuation = each.getContinuation()!.getContinuationToken();
          })
          .on("error", reject)
          .on("end", () => resolve(listed));
      }),
  };
}
export type Provider = ReturnType<typeof speak>;

export interface Listed {
  rooms: { id: string; name: string }[];
  computed: boolean;
  continuation: string;
}

/** The partial state in a gRPC error. */
export function initFailedOf(error: grpc.ServiceError): { id: string; state: Json; reasons: string[] } {
  const [trailer] = error.metadata.get("grpc-status-details-bin");
  const [packed] = Status.deserializeBinary(trailer as Buffer).getDetailsList();
  const detail = packed!.unpack(
    pb.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  )!;
  return { id: detail.getId(), state: json(detail.getProperties())!, reasons: detail.getReasonsList() };
}

const bag = (values: Json) => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
const json = (struct: Struct | undefined): Json | undefined => struct?.toJavaScript();

const failuresOf = (answer: { getFailuresList(): pb.CheckFailure[] }) =>
  answer.getFailuresList().map((failure) => failure.toObject());

const checked = (answer: pb.CheckResponse) => ({
  inputs: json(answer.getInputs())!,
  failures: failuresOf(answer),
});

function differing(answer: pb.DiffResponse) {
  const kinds: Record<string, (typeof kindNames)[number]> = {};
  answer.getDetaileddiffMap().forEach((diff: pb.PropertyDiff, path: string) => {
    kinds[path] = kindNames[diff.getKind()]!;
  });
  return {
    changes: answer.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
    isUnknown: answer.getChanges() === pb.DiffResponse.DiffChanges.DIFF_UNKNOWN,
    diffs: answer.getDiffsList(),
    replaces: answer.getReplacesList(),
    kinds,
  };
}
