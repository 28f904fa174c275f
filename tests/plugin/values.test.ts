import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { structOf } from "../../provider/plugin/struct-bytes";
import { fromStruct, toStruct } from "../../provider/plugin/values";
import { UNKNOWN } from "../../provider/unknown";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const output = (rest: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
const noData = {
  asset: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "hello" },
  archive: { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "./site" },
  resource: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:pulumi:dev::p::a:b:C::x", id: "1" },
  unheardOf: { [SIGNATURE]: "0123456789abcdef0123456789abcdef" },
};
const unknowns = {
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  bool: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  list: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

const struct = (json: object) => Struct.fromJavaScript(json as never);
const json = (bag: Struct) => Struct.deserializeBinary(bag.serializeBinary()).toJavaScript() as any;

/** A marshalled value, the plain value that the core receives, and whether it contains a secret. */
interface Case {
  wire: unknown;
  plain: unknown;
  hasSecret: boolean;
  leaves: string[];
}

/** Numbers the leaves, to recognize each one anywhere. */
let serial = 0;
const leaf = fc.constantFrom("text", "number", "boolean", "null", "unknown").chain((kind) =>
  fc.constantFrom(...Object.values(unknowns)).map((unknown): Case => {
    const text = `leaf-${serial++}`;
    const value = { text, number: serial, boolean: serial % 2 === 0, null: null, unknown }[kind];
    return {
      wire: value,
      plain: kind === "unknown" ? UNKNOWN : value,
      hasSecret: false,
      leaves: kind === "text" ? [text] : [],
    };
  }),
);
const key = fc
  .string({ minLength: 1, maxLength: 8, unit: "grapheme" })
  .filter((text) => text !== "__proto__");

const { value: anyCase } = fc.letrec<{ value: Case; object: Case; list: Case; secret: Case; output: Case }>(
  (tie) => ({
    value: fc.oneof({ maxDepth: 6 }, leaf, tie("object"), tie("list"), tie("secret"), tie("output")),
    object: fc.dictionary(key, tie("value"), { maxKeys: 4 }).map((fields) => ({
      wire: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.wire])),
      plain: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.plain])),
      hasSecret: Object.values(fields).some((field) => field.hasSecret),
      leaves: Object.values(fields).flatMap((field) => field.leaves),
    })),
    list: fc.array(tie("value"), { maxLength: 4 }).map((items) => ({
      wire: items.map((item) => item.wire),
      plain: items.map((item) => item.plain),
      hasSecret: items.some((item) => item.hasSecret),
      leaves: items.flatMap((item) => item.leaves),
    })),
    secret: tie("value").map((inner) => ({ ...inner, wire: secret(inner.wire), hasSecret: true })),
    output: fc.tuple(tie("value"), fc.boolean()).map(([inner, isSecret]) => ({
      ...inner,
      wire: output({ value: inner.wire, secret: isSecret }),
      hasSecret: isSecret || inner.hasSecret,
    })),
  }),
);
const bags = fc.dictionary(key, anyCase, { maxKeys: 5 });

/** All strings of a marshalled value outside of secrets. */
function plainTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if ((value as any)[SIGNATURE] === secret(0)[SIGNATURE]) return [];
  return Object.values(value).flatMap(plainTexts);
}

const wireOf = (bag: Record<string, Case>) =>
  Object.fromEntries(Object.entries(bag).map(([name, { wire }]) => [name, wire]));
const plainOf = (bag: Record<string, Case>) =>
  Object.fromEntries(Object.entries(bag).map(([name, { plain }]) => [name, plain]));

describe("plugin: property bags", () => {
  it("are read as plain values, at any depth", () => {
    fc.assert(
      fc.property(bags, (bag) => {
        const { values, rejected: refused } = fromStruct(struct(wireOf(bag)));
        assert.deepEqual(values, plainOf(bag));
        assert.deepEqual(refused, []);
      }),
    );
  });

  it("keep every secret when they are read and written", () => {
    fc.assert(
      fc.property(bags, (bag) => {
        const { values, secrets } = fromStruct(struct(wireOf(bag)));
        const shown = plainTexts(json(toStruct(values, secrets)));
        const allowed = plainTexts(unwrapOutputs(wireOf(bag)));
        assert.deepEqual(
          shown.filter((text) => text.startsWith("leaf-") && !allowed.includes(text)),
          [],
        );
        for (const [name, { hasSecret }] of Object.entries(bag)) {
          if (!hasSecret) assert.ok(!Object.hasOwn(secrets, name), `${name} became a secret`);
        }
      }),
    );
  });

  it("survive reading and writing, once a list with a secret in it is secret", () => {
    fc.assert(
      fc.property(bags, (bag) => {
        const once = fromStruct(struct(wireOf(bag)));
        const twice = fromStruct(toStruct(once.values, once.secrets));
        assert.deepEqual(twice, once);
      }),
    );
  });

  it("mark only the secret key of an object, but a whole list with a secret item", () => {
    const { values, secrets } = fromStruct(
      struct({ customData: { token: secret("t"), team: "ops" }, list: ["a", { b: secret("c") }] }),
    );
    assert.deepEqual(values, { customData: { token: "t", team: "ops" }, list: ["a", { b: "c" }] });
    assert.deepEqual(secrets, { customData: { token: true }, list: true });
    assert.deepEqual(json(toStruct(values, secrets)), {
      customData: { token: secret("t"), team: "ops" },
      list: secret(["a", { b: "c" }]),
    });
  });

  it("hide a value that replaced an object with a secret in it", () => {
    assert.deepEqual(json(toStruct({ customData: "text" }, { customData: { token: true } })), {
      customData: secret("text"),
    });
  });

  it("reject files, archives, resources and unknown kinds, each with its path", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(noData)), bags, key, (strange, bag, name) => {
        const { values, rejected: refused } = fromStruct(
          struct({ ...wireOf(bag), deep: { [name]: [1, secret(strange)] } }),
        );
        assert.deepEqual((values.deep as any)[name], [1, UNKNOWN]);
        assert.equal(refused.length, 1);
        assert.match(refused[0]!.property, /^deep[.[].*\[1\]$/s);
        assert.ok(refused[0]!.reason.startsWith(`${refused[0]!.property}: `));
      }),
    );
  });

  it("reject a secret without a value, and nesting that is too deep", () => {
    const { [SIGNATURE]: kind } = secret(0);
    assert.match(
      fromStruct(struct({ name: { [SIGNATURE]: kind } })).rejected[0]!.reason,
      /^name: is a secret/,
    );
    let deep: object = {};
    for (let i = 0; i < 250; i++) deep = { d: deep };
    const { rejected: refused } = fromStruct(struct({ customData: deep }));
    assert.equal(refused.length, 1);
    assert.match(refused[0]!.reason, /nested deeper than 200/);
  });

  it("reject the key __proto__ at any depth", () => {
    /** As another language sends it: JavaScript's library cannot write the key. */
    const received = (value: object) => {
      const bytes = Buffer.from(struct(value).serializeBinary());
      bytes.write("__proto__", bytes.indexOf("__prot0__"));
      return fromStruct(structOf(bytes));
    };
    const refusedAt = (value: object) => received(value).rejected.map(({ property }) => property);
    assert.deepEqual(refusedAt({ __prot0__: 1, a: 2 }), ['["__proto__"]']);
    assert.deepEqual(refusedAt({ customData: { __prot0__: { x: 1 }, a: 2 } }), ["customData.__proto__"]);
    assert.deepEqual(refusedAt({ rooms: { a: [{ __prot0__: secret(1) }] } }), ["rooms.a[0].__proto__"]);
    const { values, rejected: refused } = received({ customData: { __prot0__: 1, a: 2 } });
    assert.deepEqual(values, { customData: { a: 2 } });
    assert.match(refused[0]!.reason, /^customData\.__proto__: .*choose another/);
    assert.deepEqual(fromStruct(struct({ customData: { constructor: 1, toString: 2 } })).rejected, []);
  });

  it("are empty if the engine sends none", () => {
    assert.deepEqual(fromStruct(undefined), { values: {}, secrets: {}, rejected: [] });
  });

  it("are sent without unpaired surrogates and without keys that have no value", () => {
    assert.deepEqual(json(toStruct({ name: "a\ud800b", none: undefined, list: [undefined] })), {
      name: "a\ufffdb",
      list: [null],
    });
  });
});

/** Outputs as an engine without support for outputs sends them: plain, secret or unknown. */
function unwrapOutputs(value: any): unknown {
  if (Array.isArray(value)) return value.map(unwrapOutputs);
  if (typeof value !== "object" || value === null) return value;
  if (value[SIGNATURE] === output({})[SIGNATURE]) {
    return value.secret ? secret(unwrapOutputs(value.value)) : unwrapOutputs(value.value);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unwrapOutputs(part)]));
}
