import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { roomLinks } from "../../sdk/index";

const resolved = <T>(output: pulumi.Output<T>) => (output as unknown as { promise(): Promise<T> }).promise();

/** Fakes another stack with these exports, each of which Pulumi makes secret as a whole. */
const exporting = (exports: Record<string, unknown>): pulumi.StackReference =>
  ({
    name: pulumi.output("acme/rooms/prod"),
    getOutput: (name: string) => pulumi.secret(exports[name]),
  }) as unknown as pulumi.StackReference;

const linksOf = (key: string) => ({
  participantUrl: `https://a.b/${key}`,
  moderatorUrl: `https://a.b/host/${key}`,
});

const ofTheLanguage = ["get", "apply", "resources", "allResources", "then", "isKnown", "isSecret", "promise"];
const ofObjects = ["constructor", "toString", "toJSON", "valueOf", "hasOwnProperty", "doNotCapture"];

describe("roomLinks of an exported map", () => {
  it("returns the links of a room by any key", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.constantFrom(...ofTheLanguage, ...ofObjects),
          fc.string({ minLength: 1 }).filter((key) => !key.startsWith("__") && !/Url$/.test(key)),
        ),
        async (key) => {
          const classes = roomLinks(exporting({ classes: { [key]: linksOf(key) } }), "classes");
          const { participantUrl, moderatorUrl } = classes[key]!;
          assert.equal(await resolved(participantUrl), linksOf(key).participantUrl);
          assert.equal(await pulumi.isSecret(participantUrl), false);
          assert.equal(await resolved(moderatorUrl), linksOf(key).moderatorUrl);
          assert.equal(await pulumi.isSecret(moderatorUrl), true);
        },
      ),
    ));

  it("names a key that does not exist, also one that every object has", async () => {
    const classes = roomLinks(exporting({ classes: { math: linksOf("math") } }), "classes");
    for (const key of ["art", ...ofTheLanguage, ...ofObjects]) {
      await assert.rejects(resolved(classes[key]!.participantUrl), (error: Error) =>
        error.message.startsWith(`The output classes.${key} of the stack acme/rooms/prod does not exist.`),
      );
    }
  });

  it("is an output of the whole map, and can be awaited", async () => {
    const exported = Object.fromEntries(["math", "get", "then"].map((key) => [key, linksOf(key)]));
    const classes = roomLinks(exporting({ classes: exported }), "classes");
    assert.deepEqual(await resolved(classes.apply((map) => Object.keys(map as object))), [
      "math",
      "get",
      "then",
    ]);
    assert.equal(pulumi.Output.isInstance(classes), true);
    assert.equal(await pulumi.isSecret(classes), true);
    assert.deepEqual(await resolved(pulumi.output(classes)), exported);
    const awaited = await (async () => classes)();
    assert.equal(await resolved(awaited.math!.participantUrl), linksOf("math").participantUrl);
  });
});
