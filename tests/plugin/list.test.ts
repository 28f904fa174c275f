import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { createRooms, sender } from "../support/emulator";
import { configFor, withPlugin, withRooms } from "../support/plugin";
import { asset, UNKNOWN } from "../support/protocol";

const room = "enablex:index:Room";

describe("plugin: a list of rooms", () => {
  it("contains all rooms of the project, or those of a query", () =>
    withRooms(async (provider, emulator) => {
      assert.deepEqual(await provider.list(room), { rooms: [], computed: false, continuation: "" });
      const [b, a] = await createRooms(emulator, ["b", "a"]);
      const all = [
        { id: b, name: "b" },
        { id: a, name: "a" },
      ];
      assert.deepEqual(await provider.list(room), { rooms: all, computed: false, continuation: "" });
      assert.deepEqual((await provider.list(room, { query: { name: "a" } })).rooms, [all[1]]);
    }));

  it("comes in pages, with one limit for all of them", () =>
    withRooms(async (provider, emulator) => {
      const ids = await createRooms(emulator, ["a", "b", "c", "d", "e"]);
      emulator.clearRequests();
      for (const [limit, expected] of [
        [0, [2, 2, 1]],
        [3, [2, 1]],
        [4, [2, 2]],
        [99, [2, 2, 1]],
      ] as const) {
        const pages: string[][] = [];
        let continuation = "";
        do {
          const page = await provider.list(room, { limit, pageSize: 2, continuation });
          pages.push(page.rooms.map(({ id }) => id));
          continuation = page.continuation;
        } while (continuation);
        assert.deepEqual(
          pages.map((page) => page.length),
          expected,
        );
        assert.deepEqual(pages.flat(), ids.slice(0, limit || 5));
        assert.equal(emulator.requests.length, 1, "the API is asked once for a listing");
        emulator.clearRequests();
      }
    }));

  it("is requested again by another process, which continues after the last room sent", () =>
    withRooms(async (provider, emulator) => {
      const ids = await createRooms(emulator, ["a", "b", "c"]);
      const { continuation } = await provider.list(room, { pageSize: 1 });
      await sender(emulator)("DELETE", `/rooms/${ids[0]}`);
      await withPlugin({}, async (another) => {
        await another.configure(configFor(emulator));
        assert.deepEqual(
          (await another.list(room, { continuation })).rooms.map(({ id }) => id),
          ids.slice(1),
        );
      });
      // The token of another query is not valid for this one.
      const named = await provider.list(room, { continuation, query: { name: "c" } });
      assert.deepEqual(
        named.rooms.map(({ id }) => id),
        [ids[2]],
      );
    }));

  it("rejects a query with unknown or invalid arguments", () =>
    withRooms(async (provider, emulator) => {
      await assert.rejects(provider.list(room, { query: { nme: "a", account: 5 } }), {
        code: status.INVALID_ARGUMENT,
        details: "account: is not a string\nnme: is not an argument; did you mean name?",
      });
      await assert.rejects(provider.list(room, { query: { name: asset } }), {
        code: status.INVALID_ARGUMENT,
        details: /^name: a file cannot/,
      });
      assert.deepEqual(emulator.requests, []);
    }));

  it("is requested again when it restarts or continues after its end", () =>
    withRooms(async (provider, emulator) => {
      const ids = await createRooms(emulator, ["a", "b"]);
      const begun = await provider.list(room, { pageSize: 1 });
      ids.push(...(await createRooms(emulator, ["c"])));
      const fresh = await provider.list(room);
      assert.deepEqual(
        fresh.rooms.map(({ id }) => id),
        ids,
      );
      ids.push(...(await createRooms(emulator, ["d"])));
      const { rooms } = await provider.list(room, { continuation: begun.continuation });
      assert.deepEqual(
        rooms.map(({ id }) => id),
        ids.slice(1),
      );
    }));

  it("waits for a query that is not known yet, and rejects an invalid token", () =>
    withRooms(async (provider) => {
      const unknown = { rooms: [], computed: true, continuation: "" };
      assert.deepEqual(await provider.list(room, { query: { name: UNKNOWN } }), unknown);
      await assert.rejects(provider.list(room, { continuation: "next" }), /continuation token/);
    }));
});
