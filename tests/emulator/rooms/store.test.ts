import assert from "node:assert/strict";
import fc from "fast-check";
import type { StoredRoom } from "../../../emulator/rooms/room";
import { type Change, createRoomStore } from "../../../emulator/rooms/store";
import { noon } from "../../support/emulator";

describe("emulator: room store", () => {
  /** An operation on a room of a project, or on all rooms. */
  const step = fc.oneof(
    fc.record({
      does: fc.constantFrom("put" as const, "remove" as const),
      project: fc.constantFrom("a", "b"),
      id: fc.constantFrom(..."123456789"),
      name: fc.nat(9),
    }),
    fc.record({
      does: fc.constantFrom("clear" as const, "write" as const, "fail" as const, "succeed" as const),
    }),
  );

  it("rollBack restores the saved rooms in order, and saved never shows unsaved changes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = createRoomStore(1, noon, () => false);
        type Model = { project: string; id: string; name: number }[];
        let current: Model = [];
        let saved: Model = [];
        let writing: { changes: Change[]; model: Model } | undefined;
        const used = new Set<string>();
        const actual = (rooms: Pick<typeof store, "of">) =>
          ["a", "b"].map((project) => rooms.of(project).map(({ room_id, name }) => [room_id, name]));
        const expected = (model: Model) =>
          ["a", "b"].map((project) =>
            model.filter((room) => room.project === project).map(({ id, name }) => [id, name]),
          );
        for (const each of steps) {
          if (each.does === "put") {
            const { project, id, name } = each;
            const roomId = project + id;
            // Ids are never reused.
            if (used.has(roomId) && !current.some((room) => room.id === roomId)) continue;
            used.add(roomId);
            store.put(project, { room_id: roomId, name } as StoredRoom);
            const put = { project, id: roomId, name };
            current = current.some((room) => room.id === roomId)
              ? current.map((room) => (room.id === roomId ? put : room))
              : [...current, put];
          } else if (each.does === "remove") {
            store.remove(each.project, each.project + each.id);
            current = current.filter(({ id }) => id !== each.project + each.id);
          } else if (each.does === "clear") {
            store.clear();
            current = [];
          } else if (each.does === "write") {
            writing ??= { changes: store.takeChanges(), model: current };
          } else if (writing) {
            if (each.does === "succeed") {
              store.commit(writing.changes);
              saved = writing.model;
            } else {
              store.rollBack();
              current = saved;
              assert.equal(store.hasChanges, false);
            }
            writing = undefined;
          }
          assert.deepEqual(actual(store), expected(current));
          assert.deepEqual(actual(store.saved), expected(saved));
        }
      }),
    );
  });
});
