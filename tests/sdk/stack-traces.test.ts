import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

const here = /stack-traces\.test\.ts:\d+/;

for (const [form, DeclaredRoom] of [
  ["dynamic", Room],
  ["native", NativeRoom],
] as const) {
  describe(`stack traces of a program that declares rooms in the ${form} form`, () => {
    const promises: { _debugStackTrace?: string }[] = [];
    const defineProperty = Object.defineProperty;

    beforeEach(() => {
      promises.length = 0;
      // The SDK attaches the trace to each promise of a property.
      Object.defineProperty = (target, key, descriptor) => {
        if (key === "_debugStackTrace") promises.push({ _debugStackTrace: descriptor.value as string });
        return defineProperty(target, key, descriptor);
      };
      return pulumi.runtime.setMocks(
        {
          newResource: (args) => ({ id: "60af1c2e5f8b9a0012345678", state: args.inputs }),
          call: (args) => args.inputs,
        },
        "rooms",
        "test",
      );
    });
    afterEach(() => {
      Object.defineProperty = defineProperty;
      delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
    });

    it("are not formatted for the promises of its properties", () => {
      new DeclaredRoom("standup", { participants: 8 });
      assert.ok(promises.length > 100);
      assert.deepEqual(
        promises.filter((promise) => promise._debugStackTrace),
        [],
      );
    });

    it("are formatted for each promise with PULUMI_DEBUG_PROMISE_LEAKS, which prints them", () => {
      process.env.PULUMI_DEBUG_PROMISE_LEAKS = "1";
      new DeclaredRoom("standup", { participants: 8 });
      assert.deepEqual(
        promises.filter((promise) => !promise._debugStackTrace),
        [],
      );
    });

    it("begin, as the place of the declaration in the state, at the program's line", async () => {
      const places: { uri: string; line: number }[] = [];
      const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
      const { registerResource } = MockMonitor.prototype;
      MockMonitor.prototype.registerResource = function (request: any, callback: unknown) {
        places.push(request.getSourceposition().toObject());
        return registerResource.call(this, request, callback);
      };
      try {
        const room = new DeclaredRoom("standup", { participants: 8 });
        await new Promise((resolve) => room.id.apply(resolve));
      } finally {
        MockMonitor.prototype.registerResource = registerResource;
      }
      assert.equal(places.length, 1);
      assert.match(places[0]!.uri, /\/stack-traces\.test\.ts$/);
    });

    it("name the program if a declaration throws, and are unchanged after it", () => {
      const before = [Error.stackTraceLimit, Error.prepareStackTrace];
      assert.throws(
        () => new DeclaredRoom("", { participants: 8 }),
        (error: Error) => here.test(error.stack ?? ""),
      );
      assert.deepEqual([Error.stackTraceLimit, Error.prepareStackTrace], before);
    });

    it("are complete in a transformation, which runs while a room is declared", () => {
      let inside = "";
      const failing = () => new Error("inside").stack ?? "";
      const transformation = () => {
        inside = failing();
        return undefined;
      };
      const outside = failing();
      new DeclaredRoom("standup", { participants: 8 }, { transformations: [transformation] });
      assert.match(inside, here);
      const first = (stack: string) => stack.split("\n")[1];
      assert.equal(first(inside), first(outside));
    });

    it("keep the formatter that a transformation sets", () => {
      const before = Error.prepareStackTrace;
      const theirs = () => "theirs";
      const transformation = () => {
        Error.prepareStackTrace = theirs;
        return undefined;
      };
      try {
        new DeclaredRoom("standup", { participants: 8 }, { transformations: [transformation] });
        assert.equal(Error.prepareStackTrace, theirs);
      } finally {
        Error.prepareStackTrace = before;
      }
    });
  });
}
