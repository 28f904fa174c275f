import assert from "node:assert/strict";
import { roomIdsOfAllStacks, roomsInState } from "../../../cli/pulumi/rooms";

/** A `pulumi` with this many stacks, each with its own room. */
function pulumiWith(count: number, { broken = -1 } = {}) {
  const names = Array.from({ length: count }, (_, i) => `organization/p${i}/dev`);
  let [running, most] = [0, 0];
  const run = async (args: string[]): Promise<string> => {
    // Without --all, the stacks of the folder's project.
    const listed = args.includes("--all") ? names : names.slice(0, 1);
    if (args[1] === "ls") return JSON.stringify(listed.map((name) => ({ name })));
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    const i = names.indexOf(args.at(-1)!);
    if (i === broken) throw new Error("broken");
    return JSON.stringify({ deployment: { resources: [room(`ID-${i}`)] } });
  };
  return { run, most: () => most };
}

const room = (id: string) => ({
  urn: "urn:pulumi:dev::rooms::enablex:index:Room::a",
  type: "enablex:index:Room",
  id,
});

describe("the rooms of a state", () => {
  it("include rooms and sets that are pending deletion or replacement", () => {
    const set = {
      urn: "urn:pulumi:dev::rooms::enablex:index:RoomSet::s",
      type: "enablex:index:RoomSet",
      outputs: { rooms: { b: { roomId: "3" } }, declaredAs: "rooms/dev/s" },
    };
    const held = roomsInState([
      { ...room("1"), delete: true },
      { ...room("2"), pendingReplacement: true },
      { ...set, delete: true },
    ]);
    assert.deepEqual(
      held.map(({ roomId }) => roomId),
      ["1", "2", "3"],
    );
  });
});

describe("the rooms of all stacks of a backend", () => {
  it("are read eight stacks at a time, with a line of progress", async () => {
    const { run, most } = pulumiWith(30);
    const lines: string[] = [];
    const { held, unreadable } = await roomIdsOfAllStacks(run, (line) => lines.push(line));
    assert.equal(held.size, 30);
    assert.ok(held.has("id-29"));
    assert.deepEqual(unreadable, []);
    assert.equal(most(), 8);
    assert.deepEqual(lines, ["Reading the states of 30 stacks …"]);
  });

  it("name the stacks whose state cannot be read", async () => {
    const { held, unreadable } = await roomIdsOfAllStacks(pulumiWith(3, { broken: 1 }).run, () => {});
    assert.deepEqual([...held].sort(), ["id-0", "id-2"]);
    assert.deepEqual(unreadable, ["organization/p1/dev"]);
    const none = await roomIdsOfAllStacks(
      async () => {
        throw new Error("broken");
      },
      () => {},
    );
    assert.deepEqual(none.unreadable, ["the backend's other stacks"]);
  });
});
