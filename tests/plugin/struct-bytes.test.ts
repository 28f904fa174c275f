import assert from "node:assert/strict";
import { DiffRequest } from "@pulumi/pulumi/proto/provider_pb";
import fc from "fast-check";
import { BinaryWriter } from "google-protobuf";
import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import {
  bytesOf,
  decodeStruct,
  encodeStruct,
  keepStructs,
  structOf,
} from "../../provider/plugin/struct-bytes";

/** JSON objects with text of any kind. The library cannot write the key `__proto__`. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.string({ minLength: 120, maxLength: 20_000, size: "max" }),
);
const key = fc
  .oneof(text, fc.constantFrom("", "0", "10", "9", "constructor", "toString"))
  .filter((text) => text !== "__proto__");
const { objects } = fc.letrec<{ values: unknown; objects: Record<string, unknown> }>((tie) => ({
  values: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("values"), { maxLength: 5 }),
    tie("objects"),
  ),
  objects: fc.dictionary(key, tie("values"), { maxKeys: 5, noNullPrototype: true }),
}));

const libraryBytes = (json: object) => Struct.fromJavaScript(json as never).serializeBinary();

describe("plugin: structs as bytes", () => {
  it("are read as protobuf's library reads them, with the keys in the same order", () => {
    fc.assert(
      fc.property(objects, (json) => {
        const bytes = libraryBytes(json);
        const expected = Struct.deserializeBinary(bytes).toJavaScript();
        assert.deepEqual(decodeStruct(bytes), expected);
        assert.equal(JSON.stringify(decodeStruct(bytes)), JSON.stringify(expected));
      }),
    );
  });

  it("are written so that protobuf's library reads the same values", () => {
    fc.assert(
      fc.property(objects, (json) => {
        const bytes = encodeStruct(json);
        assert.deepEqual(Struct.deserializeBinary(bytes).toJavaScript(), json);
        assert.deepEqual(decodeStruct(bytes), json);
        assert.equal(bytes.length, libraryBytes(json).length);
      }),
    );
  });

  it("may have their keys in any order, a key twice, unknown fields and values without a kind", () => {
    const entry = (key: string, value: Uint8Array) => (writer: BinaryWriter) =>
      writer.writeMessage(1, {}, () => {
        writer.writeString(1, key);
        writer.writeBytes(2, value);
      });
    const number = (value: number) => new Value().setNumberValue(value).serializeBinary();
    const unknown = new BinaryWriter();
    unknown.writeUint64(2_000, 2 ** 50);
    unknown.writeString(17, "future");
    const writer = new BinaryWriter();
    for (const write of [
      entry("b", number(1)),
      entry("a", number(2)),
      entry("b", number(3)),
      entry("c", new Uint8Array()),
      entry("d", unknown.getResultBuffer()),
    ]) {
      write(writer);
    }
    writer.writeDouble(9, 1.5);
    writer.writeFixed32(15, 7);
    const bytes = writer.getResultBuffer();
    const decoded = decodeStruct(bytes);
    assert.deepEqual(Object.entries(decoded), Object.entries({ a: 2, b: 3, c: null, d: null }));
    const fields = Struct.deserializeBinary(bytes).getFieldsMap();
    assert.deepEqual(fields.toArray().length, 4);
    assert.equal(fields.get("b")!.getNumberValue(), 3);
  });

  it("that are cut off or random are decoded or rejected, without hanging", () => {
    const outcome = (bytes: Uint8Array) => {
      try {
        return typeof decodeStruct(bytes);
      } catch (error) {
        return (error as Error).name;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        assert.match(outcome(bytes), /^(object|Error|RangeError)$/);
      }),
    );
    const bytes = encodeStruct({ name: "standup" });
    assert.equal(outcome(bytes.subarray(0, -1)), "Error");
  });

  it("keep their place in a request, which other code reads and forwards as before", () => {
    fc.assert(
      fc.property(objects, objects, (olds, news) => {
        const request = new DiffRequest()
          .setId("x")
          .setUrn("urn")
          .setOlds(Struct.fromJavaScript(olds as never))
          .setNews(structOf(encodeStruct(news)))
          .setIgnorechangesList(["a", "b"]);
        const bytes = request.serializeBinary();
        const kept = keepStructs(() => DiffRequest.deserializeBinary(bytes));
        assert.deepEqual(decodeStruct(bytesOf(kept.getOlds()!)), olds);
        assert.deepEqual(decodeStruct(bytesOf(kept.getNews()!)), news);
        assert.deepEqual(kept.getOlds()!.toJavaScript(), olds);
        assert.equal(kept.getOldInputs(), undefined);
        assert.deepEqual(
          [kept.getId(), kept.getUrn(), kept.getIgnorechangesList()],
          ["x", "urn", ["a", "b"]],
        );
        assert.deepEqual(Buffer.from(kept.serializeBinary()), Buffer.from(bytes));
      }),
    );
    const plain = DiffRequest.deserializeBinary(
      new DiffRequest().setOlds(structOf(encodeStruct({ a: 1 }))).serializeBinary(),
    );
    assert.deepEqual(
      plain.getOlds()!.getFieldsMap().getLength(),
      1,
      "other messages are read by the library",
    );
  });
});
