import assert from "node:assert/strict";
import type { Fetch } from "../../../provider/api/transport";
import { declared, withCore } from "../../support/core";

type Json = Record<string, any>;

/** Reads a room as an older server or client stored it: `change` edits the response. */
const editingResponse =
  (change: (room: Json) => void): Fetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    const json = (await response.json()) as Json;
    if (init.method === "GET" && json.room) change(json.room);
    return { status: response.status, headers: response.headers, text: async () => JSON.stringify(json) };
  };

describe("a room created by another client", () => {
  it("with numbers for strings and uppercase enums is imported and refreshed without loss or drift", () =>
    withCore({}, async ({ core, anotherRun }) => {
      const { roomId } = await core.create(declared(core, { name: "101", ownerRef: "7" }));
      const run = anotherRun({
        fetch: editingResponse(
          (room) => (Object.assign(room, { name: 101, owner_ref: 7 }).settings.mode = "Group"),
        ),
      });
      const { state, inputs } = await run.import(roomId, "shop/dev/lobby");
      assert.deepEqual([inputs.name, inputs.ownerRef, inputs.mode], ["101", "7", "group"]);
      const program = declared(run, { name: "101", ownerRef: "7" }, "lobby");
      assert.deepEqual(run.diff(roomId, state, { ...inputs, ...program }), []);
    }));

  it("is adopted without sending the values that it already has", () =>
    withCore({}, async ({ core, anotherRun, emulator }) => {
      const { roomId } = await core.create(declared(core, { name: "101", ownerRef: "7", quality: "HD" }));
      const run = anotherRun({
        fetch: editingResponse((room) => {
          Object.assign(room, { name: 101, owner_ref: 7 });
          Object.assign(room.settings, { mode: "Group", quality: "hd" });
        }),
      });
      const given = { adoptRoomId: roomId, name: "101", ownerRef: "7", quality: "HD" };
      const inputs = declared(run, given, "lobby");
      const state = await run.create(inputs);
      const { body } = emulator.requests.find(({ method }) => method === "PATCH")!;
      assert.deepEqual(Object.keys(body as Json), ["data"]);
      assert.deepEqual(await run.read(roomId, state), { state, inputs });
      assert.deepEqual(run.diff(roomId, state, inputs), []);
    }));

  it("is not imported without required inputs, and the error says how to adopt it", () =>
    withCore({}, async ({ core, anotherRun }) => {
      const scheduled = {
        kind: "scheduled",
        scheduledTime: "2031-02-03T09:00:00Z",
        durationMinutes: 60,
      };
      const { roomId } = await core.create(declared(core, scheduled));
      const without = (...keys: string[]) =>
        anotherRun({
          fetch: editingResponse(({ settings }) => {
            for (const key of keys) delete settings[key];
          }),
        }).import(roomId, "shop/dev/lobby");
      await assert.rejects(without("participants"), {
        message:
          `Importing room ${roomId} failed: the API does not return its participants, which such a room requires. ` +
          "Nothing was changed. Set it in the portal, or adopt the room: set adoptRoomId, name, ownerRef and participants in the program.",
      });
      await assert.rejects(
        without("duration", "scheduled_time"),
        /its scheduledTime and durationMinutes, which/,
      );
      assert.equal((await without()).inputs.participants, 8);
    }));
});
