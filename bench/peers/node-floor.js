#!/usr/bin/env node
// A plugin that does nothing: its cost is that of the engine and of any process that speaks its protocol. It
// stores what pulumi-enablex stores of a room, and has the same schema.
const { randomBytes } = require("node:crypto");
const grpc = require("@grpc/grpc-js");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

const { version } = require("../../package.json");
const schema = require("../../provider/plugin/schema.json");

const newId = () => randomBytes(12).toString("hex");
// Pulumi's wire format of a secret.
const secret = (value) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const isSet = (request) => request.getUrn().includes("::enablex:index:RoomSet::");
const eachOf = (object, make) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, make(value, key)]));

/** The inputs, completed as by pulumi-enablex. */
function filledIn(request) {
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(request.getUrn());
  const name = request.getUrn().split("::").at(-1);
  const declaredAs = `${project}/${stack}/${name}`;
  const given = request.getNews().toJavaScript();
  if (!isSet(request)) return { ...room(name, declaredAs), declaredAs, ...given };
  const complete = (own, key) => ({ ...room(key, `${declaredAs}/${key}`), ...given.defaults, ...own });
  return { defaults: given.defaults, rooms: eachOf(given.rooms, complete), declaredAs };
}

const room = (name, ownerRef) => {
  const defaults = { kind: "permanent", mode: "group", moderators: 1, whenEnded: "recreate" };
  return { ...defaults, name, ownerRef };
};

function created(request) {
  const inputs = request.getProperties().toJavaScript();
  const answer = new messages.CreateResponse();
  if (request.getPreview()) return answer.setProperties(Struct.fromJavaScript(inputs));
  if (!isSet(request)) {
    const { moderatorUrl, ...state } = outputs(inputs);
    return answer
      .setId(state.roomId)
      .setProperties(Struct.fromJavaScript({ ...state, moderatorUrl: secret(moderatorUrl) }));
  }
  const { declaredAs } = inputs;
  const rooms = eachOf(inputs.rooms, outputs);
  const moderatorUrls = eachOf(rooms, (each) => each.moderatorUrl);
  for (const each of Object.values(rooms)) delete each.moderatorUrl;
  const secrets = { moderatorUrls, sipPins: {}, liveRecordings: {} };
  const state = { rooms, ...eachOf(secrets, secret), declaredAs };
  return answer.setId(declaredAs).setProperties(Struct.fromJavaScript(state));
}

function outputs(inputs) {
  const roomId = newId();
  const origin = "http://127.0.0.1:45678";
  const hash = Buffer.from(`${roomId}-${newId()}`).toString("base64");
  const links = { participantUrl: `${origin}/${roomId}`, moderatorUrl: `${origin}/host/${hash}` };
  return { ...inputs, roomId, ...links, created: new Date().toISOString() };
}

const methods = {
  handshake: () => new messages.ProviderHandshakeResponse().setAcceptSecrets(true),
  getPluginInfo: () => new PluginInfo().setVersion(version),
  getSchema: () => new messages.GetSchemaResponse().setSchema(JSON.stringify({ ...schema, version })),
  checkConfig: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diffConfig: () => new messages.DiffResponse(),
  configure: () => new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true),
  check: (request) => new messages.CheckResponse().setInputs(Struct.fromJavaScript(filledIn(request))),
  diff: () => new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE),
  create: created,
  read: (request) =>
    new messages.ReadResponse()
      .setId(request.getId())
      .setProperties(request.getProperties())
      .setInputs(request.getInputs()),
  delete: () => new Empty(),
  cancel: () => new Empty(),
};

// A set of ten thousand rooms is larger than the default limit.
const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(
  ResourceProviderService,
  Object.fromEntries(
    Object.entries(methods).map(([name, answer]) => [
      name,
      (call, callback) => callback(null, answer(call.request)),
    ]),
  ),
);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) => {
  process.stdout.write(`${port}\n`);
});
