import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom } from "../../sdk/native";

const here = /stack-traces\.test\.ts:\d+/;

const SdkResource = pulumi.Resource as unknown as { stackTrace(skip: number): unknown };

class Bucket extends pulumi.CustomResource {
  constructor(name: string) {
    super("storage:index:Bucket", name, {});
  }
}

/** Where each resource of a program is declared, as the engine would store it. */
async function stored(
  program: () => pulumi.CustomResource,
): Promise<{ place: string | undefined; frames: (string | undefined)[] }[]> {
  const placeOf = (position: any) => position && `${position.uri}:${position.line}`;
  const resources: Awaited<ReturnType<typeof stored>> = [];
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks");
  const { registerResource } = MockMonitor.prototype;
  MockMonitor.prototype.registerResource = function (request: any, callback: unknown) {
    const { sourceposition, stacktrace } = request.toObject();
    resources.push({
      place: placeOf(sourceposition),
      frames: stacktrace.framesList.map((frame: any) => placeOf(frame.pc)),
    });
    return registerResource.call(this, request, callback);
  };
  try {
    const { id } = program();
    await new Promise((resolve) => id.apply(resolve));
  } finally {
    MockMonitor.prototype.registerResource = registerResource;
  }
  return resources;
}

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

    it("are stored up to the place of the declaration", async () => {
      const [room] = await stored(function program() {
        return new DeclaredRoom("standup", { participants: 8 });
      });
      assert.match(room!.place!, /\/stack-traces\.test\.ts:\d+$/);
      assert.deepEqual(room!.frames, [room!.place]);
    });

    it("are stored as another formatter writes them, up to the first frame whose place the SDK finds", async () => {
      const before = Error.prepareStackTrace;
      for (const anonymous of [0, 2]) {
        const frame = (i: number) => {
          const place = `/program/index.ts:${i}:1`;
          return i < 5 + anonymous ? `    at ${place}` : `    at declare (${place})`;
        };
        Error.prepareStackTrace = (_, sites) => ["Error", ...sites.map((_, i) => frame(i))].join("\n");
        try {
          const [room] = await stored(() => new DeclaredRoom("standup", { participants: 8 }));
          const place = `file:///program/index.ts:${5 + anonymous}`;
          const frames = [...Array(anonymous).fill(undefined), place];
          assert.deepEqual(room, { place: frames[0], frames });
        } finally {
          Error.prepareStackTrace = before;
        }
      }
    });

    it("are stored completely for a resource that a transformation declares", async () => {
      const transformation: pulumi.ResourceTransformation = ({ type }) => {
        if (type.endsWith(":Room")) new Bucket("recordings");
        return undefined;
      };
      const options = { transformations: [transformation] };
      const [bucket, room] = await stored(function program() {
        return new DeclaredRoom("standup", { participants: 8 }, options);
      });
      assert.ok(bucket!.frames.length > 10);
      assert.equal(room!.frames.length, 1);
    });

    it("are stored completely if the SDK reads the stack in an unknown way", async () => {
      const { stackTrace } = SdkResource;
      SdkResource.stackTrace = function readStack(skip: number) {
        return stackTrace.call(SdkResource, skip + 1);
      };
      try {
        const [room] = await stored(function program() {
          return new DeclaredRoom("standup", { participants: 8 });
        });
        assert.equal(room!.frames[0], room!.place);
        assert.ok(room!.frames.length > 5);
      } finally {
        SdkResource.stackTrace = stackTrace;
      }
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
