import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

const here = /stack-traces\.test\.ts/;

for (const [form, DeclaredRoom] of [
  ["dynamic", Room],
  ["native", NativeRoom],
] as const) {
  describe(`stack traces of a program that declares rooms of the ${form} form`, () => {
    beforeEach(() =>
      pulumi.runtime.setMocks(
        {
          newResource: (args) => ({ id: "60af1c2e5f8b9a0012345678", state: args.inputs }),
          call: (args) => args.inputs,
        },
        "rooms",
        "test",
      ),
    );

    it("are those of before once a room is declared, and not taken for each of its properties", () => {
      const limit = Error.stackTraceLimit;
      const prepare = Error.prepareStackTrace;
      let frames = 0;
      // Called for each trace that has been taken and is read; the SDK reads those of its properties at once.
      Error.prepareStackTrace = (error, sites) => {
        frames += sites.length;
        return `${error}\n${sites.join("\n")}`;
      };
      try {
        new DeclaredRoom("standup", { participants: 8 });
      } finally {
        Error.prepareStackTrace = prepare;
      }
      assert.equal(Error.stackTraceLimit, limit);
      assert.ok(frames < 100, `${frames} frames`);
    });

    it("name the program where a declaration throws", () => {
      const limit = Error.stackTraceLimit;
      assert.throws(
        () => new DeclaredRoom("", { participants: 8 }),
        (error: Error) => here.test(error.stack ?? ""),
      );
      assert.equal(Error.stackTraceLimit, limit);
    });
  });
}
