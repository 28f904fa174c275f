import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Orphan, Search } from "../../../cli/orphans/find";
import { asJson, report, reportAdopt, reportImport } from "../../../cli/orphans/report";
import {
  adoptFile,
  importFile,
  oneRoomPerResource,
  type RoomsByResource,
  releaseAndWrite,
} from "../../../cli/orphans/restore";
import { isReleased, newMarker } from "../../../provider/room/marker";
import { decodeRoom } from "../../../provider/room/wire";
import { declared, withCore } from "../../support/core";

const idOf = (n: number) => `60af1c2e5f8b9a00123456${String(n).padStart(2, "0")}`;

function orphan(n: number, resource: string | undefined, given: Partial<Orphan> = {}): Orphan {
  const room = decodeRoom({
    room_id: idOf(n),
    name: "Daily",
    owner_ref: `rooms/dev/${resource}`,
    created: "2026-11-24T09:00:00Z",
  });
  return { room, resource, api: { users: async () => [] } as never, ...given };
}

const leftAt = (
  time: string,
  urn = "urn:pulumi:dev::rooms::enablex:index:Room::standup",
): Partial<Orphan> => ({
  lastState: { roomId: idOf(0), urn, declaredAs: "rooms/dev/standup", at: new Date(time) },
});

const search = (found: Orphan[], given: Partial<Search> = {}): Search => ({
  owner: { project: "rooms", stack: "dev" },
  found,
  uncheckedProviders: [],
  unreadableStacks: [],
  ...given,
});

/** Releases, and returns what was printed and written. */
async function releasing(rooms: RoomsByResource) {
  const [lines, { error }] = [[] as string[], console];
  const folder = await mkdtemp(join(tmpdir(), "adopt-"));
  const file = join(folder, "adopt.json");
  console.error = (line: string) => lines.push(line);
  try {
    const released = await releaseAndWrite(file, rooms);
    return { released, lines, written: JSON.parse(await readFile(file, "utf8")) };
  } finally {
    Object.assign(console, { error });
    await rm(folder, { recursive: true });
  }
}

describe("orphans: recovered rooms", () => {
  it("are one per resource: the one last in a state, else the oldest, and none if the state has another", () => {
    const doubleOf = { roomId: idOf(9), urn: "…" };
    const found = [
      orphan(2, "standup"),
      orphan(1, "standup"),
      orphan(3, "lobby"),
      orphan(4, "lobby", leftAt("2026-11-23T09:00:00Z")),
      orphan(5, "lobby", leftAt("2026-11-24T09:00:00Z")),
      orphan(6, "board", { duplicateOf: doubleOf }),
    ];
    const { rooms, leftOut } = oneRoomPerResource(found);
    assert.deepEqual(
      [...rooms].map(([name, { room }]) => [name, room.roomId]),
      [
        ["lobby", idOf(5)],
        ["standup", idOf(1)],
      ],
    );
    assert.deepEqual(leftOut.map(({ room }) => room.roomId).sort(), [2, 3, 4, 6].map(idOf));
  });

  it("have unique names, and none is lost", () => {
    const any = fc.record({
      name: fc.constantFrom("a", "a-2", "b"),
      resource: fc.constantFrom(undefined, "a", "b"),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (all) => {
        const found = all.map(({ name, resource }, i) => {
          const { room, ...rest } = orphan(i, resource);
          return { ...rest, room: { ...room, name } };
        });
        const { rooms, leftOut } = oneRoomPerResource(found);
        assert.equal(new Set([...rooms.values(), ...leftOut]).size, found.length);
        for (const [name, { resource }] of rooms) assert.equal(resource ?? name, name);
        assert.ok(leftOut.every(({ resource }) => resource !== undefined));
      }),
    );
  });

  it("are written for pulumi import, and as inputs by resource name", () => {
    const { rooms } = oneRoomPerResource([
      orphan(1, "standup"),
      orphan(2, "timetable/math-101", { account: "north" }),
    ]);
    assert.deepEqual(JSON.parse(importFile(rooms)), {
      resources: [
        { type: "enablex:index:Room", name: "standup", id: idOf(1) },
        { type: "enablex:index:Room", name: "timetable/math-101", id: idOf(2) },
      ],
    });
    assert.deepEqual(JSON.parse(adoptFile(rooms)), {
      standup: { adoptRoomId: idOf(1), name: "Daily", ownerRef: "rooms/dev/standup" },
      "timetable/math-101": {
        adoptRoomId: idOf(2),
        name: "Daily",
        ownerRef: "rooms/dev/timetable/math-101",
        account: "north",
      },
    });
  });

  it("are reported with the next steps and what the files lack", () => {
    const { rooms } = oneRoomPerResource([
      orphan(1, "standup"),
      orphan(2, "timetable/math-101"),
      orphan(3, undefined),
      orphan(4, undefined),
    ]);
    const others = oneRoomPerResource([orphan(5, "north", { account: "north" })]).rooms;
    const told = reportImport("rooms.json", rooms, others, { stack: "dev", olderThan: "1h" });
    assert.match(
      told,
      /^4 rooms written to rooms\.json\. To import: pulumi import --file rooms\.json --stack dev\n/,
    );
    assert.match(told, /including one that seems to belong to a RoomSet/);
    assert.match(told, new RegExp(`1 room of other accounts skipped.*${idOf(5)}`));
    assert.match(told, new RegExp(`names of 2 rooms are unknown.*: ${idOf(3)} ${idOf(4)}\\.$`));
    assert.match(
      reportAdopt("adopt.json", rooms),
      /^4 rooms released, and written to adopt\.json by resource name/,
    );
    assert.match(reportAdopt("adopt.json", rooms), /readFileSync\("adopt\.json", "utf8"\)/);
  });

  it("are released with all their data, so their own resource can adopt them, and stay orphans", () =>
    withCore({}, async (setup) => {
      const { core, emulator } = setup;
      const api = core.api();
      for (const name of ["a", "b", "c"])
        await core.create(declared(core, { customData: { floor: 3 } }, name));
      const found = (await api.list()).map((room) => ({ room, resource: room.inputs.name, api }));
      await api.update(found[1]!.room.roomId, { data: { pulumiEnablex: newMarker("other/dev/b") } });
      const { released, lines } = await releasing(oneRoomPerResource(found).rooms);
      assert.deepEqual([...released.keys()], ["a", "c"]);
      assert.match(
        lines[1]!,
        new RegExp(`^error: ${found[1]!.room.roomId} was not released: its marker has changed`),
      );
      const data = emulator.rooms()[0]!.data as { floor: number; pulumiEnablex: string };
      assert.equal(data.floor, 3);
      assert.ok(isReleased(data.pulumiEnablex));

      const again = (await api.list()).filter(({ inputs }) => inputs.name === "a");
      setup.takeRequests();
      await releasing(oneRoomPerResource(again.map((room) => ({ room, resource: "a", api }))).rooms);
      assert.deepEqual(setup.takeRequests(), [`GET /rooms/${again[0]!.roomId}`], "it is released once");
    }));

  it("are written if they were released before Ctrl-C, and the others are not", async () => {
    const interrupted = new Promise<void>((resolve) => process.once("SIGINT", () => resolve()));
    const updated: string[] = [];
    const found = ["a", "b", "c"].map((name, i) => {
      const room = { ...orphan(i, name).room, marker: newMarker(`rooms/dev/${name}`) };
      const api = {
        get: async () => {
          if (name !== "a") await interrupted;
          return room;
        },
        update: async () => {
          updated.push(name);
          process.emit("SIGINT");
        },
      };
      return orphan(i, name, { room, api: api as never });
    });
    const { released, written, lines } = await releasing(oneRoomPerResource(found).rooms);
    assert.deepEqual([updated, [...released.keys()], Object.keys(written)], [["a"], ["a"], ["a"]]);
    assert.deepEqual(lines, [
      "Releasing 3 rooms …",
      "error: interrupted. 2 rooms were not released. Run the same command again to continue; it writes all of them to the file.",
    ]);
  });
});

describe("orphans: the report", () => {
  const flags = { olderThan: "1h" };

  it("lists rooms that left a state separately, with the last state", async () => {
    const found = [orphan(1, "board"), orphan(2, "standup", leftAt("2026-11-24T09:00:00Z"))];
    const text = await report(search(found), flags);
    assert.match(
      text,
      new RegExp(
        `1 room has the marker of rooms/dev and is in no state, current or past\\.\\n\\n {2}${idOf(1)}`,
      ),
    );
    assert.match(
      text,
      new RegExp(
        `1 room left a state: .*--all does not delete it\\.\\n\\n {2}${idOf(2)}.*\\n {4}last in rooms/dev on 2026-11-24 09:00 UTC, as standup`,
      ),
    );
    assert.deepEqual(
      found
        .map((each) => asJson(search(found))(each))
        .map(({ status, lastInState }) => [status, lastInState]),
      [
        ["unrecorded", undefined],
        ["left-a-state", "2026-11-24T09:00:00.000Z"],
      ],
    );
  });

  it("says that past states cannot be read", async () => {
    const unsure = search([orphan(1, "board")], { historyError: "a file contains only one state" });
    assert.match(
      await report(unsure, flags),
      /may have been in one: past states cannot be read \(a file contains only one state\)/,
    );
    assert.equal(asJson(unsure)(unsure.found[0]!).status, "unknown");
  });
});
