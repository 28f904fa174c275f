// A plugin that does nothing: what a process costs that speaks Pulumi's protocol, whatever it does. It answers with as
// much as pulumi-enablex keeps of a room.
const { randomBytes } = require("node:crypto");
const grpc = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { CheckResponse, ConfigureResponse, CreateResponse } = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

// As pulumi-enablex does: memory that is garbage counts for neither.
require("node:v8").setFlagsFromString("--optimize-for-size");

const newId = () => randomBytes(12).toString("hex");

const filled = {
  kind: "permanent",
  mode: "group",
  moderators: 1,
  name: "class",
  ownerRef: "acme/dev/class",
  declaredAs: "acme/dev/class",
  whenEnded: "recreate",
};

const server = new grpc.Server();
server.addService(ResourceProviderService, {
  configure: (_call, answer) => answer(null, new ConfigureResponse().setAcceptsecrets(true)),
  check(call, answer) {
    const inputs = { ...filled, ...call.request.getNews().toJavaScript() };
    answer(null, new CheckResponse().setInputs(Struct.fromJavaScript(inputs)));
  },
  create(call, answer) {
    const roomId = newId();
    const links = {
      participantUrl: `http://127.0.0.1:45678/${roomId}`,
      moderatorUrl: `http://127.0.0.1:45678/host/${newId()}${newId()}`,
    };
    const state = {
      ...call.request.getProperties().toJavaScript(),
      roomId,
      ...links,
      created: new Date().toISOString(),
    };
    answer(null, new CreateResponse().setId(roomId).setProperties(Struct.fromJavaScript(state)));
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) => {
  process.stdout.write(`${port}\n`);
});
