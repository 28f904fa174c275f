import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Value } from "google-protobuf/google/protobuf/struct_pb";
import schema from "../../provider/plugin/schema.json";
import { withPlugin, withRooms } from "../support/plugin";
import { asset, type Provider, urnOf } from "../support/protocol";

const { version } = require("../../package.json");
const room = urnOf("standup");

describe("plugin: the protocol", () => {
  it("accepts secrets, resources and outputs in handshake and configure", () =>
    withRooms(async (provider, emulator) => {
      assert.deepEqual(await provider.handshake(), {
        acceptSecrets: true,
        acceptResources: true,
        acceptOutputs: true,
        // The engine warns about settings that have no effect.
        supportsAutonamingConfiguration: false,
        acceptsByteString: false,
      });
      const { appId, appKey } = emulator;
      assert.deepEqual(await provider.configure({ appId, appKey }), {
        acceptsecrets: true,
        acceptresources: true,
        acceptoutputs: true,
        supportspreview: true,
        supportsAutonamingConfiguration: false,
      });
    }));

  it("returns the version, and the schema with that version", () =>
    withPlugin({}, async (provider) => {
      assert.equal(await provider.pluginVersion(), version);
      assert.deepEqual(await provider.getSchema(), { ...schema, version });
    }));

  it("rejects unknown types and functions, and names similar ones", () =>
    withPlugin({}, async (provider) => {
      await refuses(provider.getSchema({ version: 9 }), /no schema version 9/);
      await refuses(provider.getSchema({ subpackage: "x" }), /takes no parameters/);
      await refuses(provider.parameterize("x"), /takes no parameters/);
      await refuses(
        provider.check(urnOf("x", "enablex:index:Rom"), {}),
        /no resource type enablex:index:Rom; did you mean enablex:index:Room\?/,
      );
      await refuses(
        provider.create(urnOf("x", "aws:s3:Bucket"), {}),
        /no resource type aws:s3:Bucket; use one of enablex:index:Room/,
      );
      await refuses(provider.read("nonsense", "x"), /nonsense is not a URN/);
      await refuses(provider.delete("", "x", {}), /is not a URN/);
      await refuses(
        provider.invoke("enablex:index:getRom", {}),
        /no function enablex:index:getRom; did you mean/,
      );
      await refuses(
        provider.list("enablex:index:Rooms"),
        /no resource type enablex:index:Rooms; did you mean/,
      );
    }));

  it("leaves components and mappings unimplemented", () =>
    withPlugin({}, async ({ client }) => {
      for (const method of ["construct", "call", "getMapping", "getMappings"]) {
        await assert.rejects(
          new Promise((resolve, reject) => {
            const { requestType } = (client as any)[method];
            (client as any)[method](new requestType(), (error: Error, answer: unknown) =>
              error ? reject(error) : resolve(answer),
            );
          }),
          { code: status.UNIMPLEMENTED },
        );
      }
    }));
});

describe("plugin: a request", () => {
  it("with files is rejected with the property path", () =>
    withRooms(async (provider) => {
      const { failures } = await provider.check(room, { participants: 2, customData: { "a b": [asset] } });
      assert.deepEqual(
        failures.map((failure) => failure.property),
        ['customData["a b"][0]'],
      );
      const inputs = { participants: 2, name: asset };
      await refuses(provider.create(room, inputs), /^name: a file cannot be a value/);
      await refuses(provider.diff(room, "1".repeat(24), {}, inputs), /^name: a file/);
      await refuses(provider.update(room, "1".repeat(24), {}, inputs), /^name: a file/);
      await refuses(provider.delete(room, "1".repeat(24), inputs), /^name: a file/);
      await stillServes(provider);
    }));

  it("without property bags, or with empty ones, gets a response", () =>
    withRooms(async (provider) => {
      const { client } = provider;
      const answer: any = await new Promise((resolve, reject) =>
        client.check(new CheckRequest().setUrn(room), (error, response) =>
          error ? reject(error) : resolve(response),
        ),
      );
      assert.match(answer.getFailuresList()[0].getReason(), /^participants: is required/);
      await refuses(provider.update(room, "1".repeat(24), {}, {}), /Room not found/);
      await stillServes(provider);
    }));

  it("with nesting that exhausts the stack fails alone", () =>
    withRooms(async (provider) => {
      // Deep enough to exhaust the parser's stack, so it is written without recursion.
      let bytes = new Value().setStringValue("end").serializeBinary();
      for (let i = 0; i < 20_000; i++) bytes = lengthDelimited(6, lengthDelimited(1, bytes));
      const news = lengthDelimited(
        1,
        Buffer.concat([lengthDelimited(1, Buffer.from("customData")), lengthDelimited(2, bytes)]),
      );
      const request = Buffer.concat([lengthDelimited(1, Buffer.from(room)), lengthDelimited(3, news)]);
      await assert.rejects(
        new Promise((resolve, reject) => {
          provider.client.makeUnaryRequest(
            "/pulumirpc.ResourceProvider/Check",
            (raw: Buffer) => raw,
            (raw) => raw,
            request,
            (error, answer) => (error ? reject(error) : resolve(answer)),
          );
        }),
        { code: status.INTERNAL },
      );
      await stillServes(provider);
    }));

  it("with a large value is accepted", () =>
    withRooms(async (provider) => {
      const customData = { text: "x".repeat(5_000_000) };
      const { inputs, failures } = await provider.check(room, { participants: 2, customData });
      assert.deepEqual(failures, []);
      assert.equal(inputs.customData.text.length, 5_000_000);
    }));
});

async function refuses(answer: Promise<unknown>, why: RegExp): Promise<void> {
  await assert.rejects(answer, (error: any) => {
    assert.match(error.details, why);
    return true;
  });
}

async function stillServes(provider: Provider): Promise<void> {
  assert.equal(await provider.pluginVersion(), version);
}

/** A protobuf field of bytes. */
function lengthDelimited(field: number, bytes: Uint8Array): Buffer {
  const head = [(field << 3) | 2];
  let length = bytes.length;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  return Buffer.concat([Buffer.from([...head, length]), bytes]);
}
