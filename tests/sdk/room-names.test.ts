import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Room } from "../../sdk/index";
import { Room as NativeRoom, RoomSet } from "../../sdk/native";

const args = { participants: 8 };

class Component extends pulumi.ComponentResource {
  constructor(name: string) {
    super("school:Campus", name);
  }
}

describe("names of rooms in a program", () => {
  beforeEach(() =>
    pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: "1", state: inputs }), call: ({ inputs }) => inputs },
      "rooms",
      "test",
    ),
  );

  /** Runs a program as an engine does, with its own stack. */
  const run = async (program: () => void) => {
    let failure: unknown;
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        program();
      } catch (error) {
        failure = error;
      }
    });
    return failure;
  };

  const refused: Record<string, [() => void, RegExp]> = {
    "of the two forms": [
      () => {
        new Room("a", args);
        new NativeRoom("a", args);
      },
      /^Room a of pulumi-enablex\/native has the same name as Room a of pulumi-enablex\. .* Rename one/,
    ],
    "under two parents": [
      () => {
        new Room("a", args, { parent: new Component("north") });
        new Room("a", args, { parent: new Component("south") });
      },
      /^Room a of pulumi-enablex under south has the same name as Room a of pulumi-enablex under north\./,
    ],
    "of a room and a member of a set": [
      () => {
        new NativeRoom("a/b", args);
        new RoomSet("a", { rooms: { c: args, b: args } });
      },
      /^Room a\/b of RoomSet a has the same name as Room a\/b of pulumi-enablex\/native\./,
    ],
    "of members of two sets": [
      () => {
        new RoomSet("a", { rooms: { "b/c": args } });
        new RoomSet("a/b", { rooms: { c: args } });
      },
      /^Room a\/b\/c of RoomSet a\/b has the same name as Room a\/b\/c of RoomSet a\./,
    ],
  };
  for (const [what, [program, sentence]] of Object.entries(refused)) {
    it(`${what} are rejected if they are the same`, async () => {
      const failure = await run(program);
      assert.ok(pulumi.RunError.isInstance(failure), String(failure));
      assert.match((failure as Error).message, sentence);
    });
  }

  it("can repeat for a room that is only read, a set, and a room with an alias", async () => {
    const failure = await run(() => {
      new Room("a", args);
      Room.get("a", "60af1c2e5f8b9a0012345678");
      new RoomSet("a", { rooms: { b: args } });
      new RoomSet("a", { rooms: pulumi.output({ b: args }) });
      new Room("b", args, { aliases: [{ name: "c" }] });
      new NativeRoom("b", args);
    });
    assert.equal(failure, undefined);
  });

  it("can repeat in another run of the same process", async () => {
    for (let i = 0; i < 2; i++) assert.equal(await run(() => void new Room("a", args)), undefined);
    const both = [1, 2].map(() => run(() => void new Room("a", args)));
    assert.deepEqual(await Promise.all(both), [undefined, undefined]);
  });
});

describe("names of rooms in a unit test with mocks", () => {
  it("can repeat", async () => {
    await pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: "1", state: inputs }), call: ({ inputs }) => inputs },
      "rooms",
      "test",
    );
    for (let i = 0; i < 2; i++) {
      new Room("a", args);
      new NativeRoom("a", args);
      new RoomSet("a", { rooms: { b: args } });
    }
  });
});
