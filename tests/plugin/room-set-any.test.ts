import assert from "node:assert/strict";
import fc from "fast-check";
import { withRooms as withSets } from "../support/plugin";
import type { Json } from "../support/protocol";
import { webUrl } from "../support/web-url";
import { changeSet, ID, makeSet, nested, urn } from "./sets";

describe("plugin: any room set", () => {
  const anyKey = fc
    .oneof(fc.constantFrom("a", "b", "c"), fc.string({ minLength: 1, maxLength: 6 }))
    .filter((key) => key !== "__proto__");
  const anyInputs = fc.record(
    {
      participants: fc.integer({ min: 1, max: 50 }),
      knock: fc.boolean(),
      mode: fc.constantFrom("group", "lecture"),
      description: fc.string({ maxLength: 5 }),
      sip: fc.record({ enabled: fc.boolean() }),
      liveRecording: fc.record({ url: webUrl() }),
    },
    { requiredKeys: [] },
  );
  const anySet = fc.record({
    defaults: anyInputs.map((inputs) => ({ participants: 7, ...inputs })),
    rooms: fc.dictionary(anyKey, anyInputs, { maxKeys: 6 }),
  });

  it("can be updated to any other, after which nothing differs", () =>
    withSets(async (provider, emulator) => {
      await fc.assert(
        fc.asyncProperty(anySet, anySet, async (before, after) => {
          const made = await makeSet(provider, before);
          const { inputs, update } = await changeSet(provider, made, after);
          const state = await update();
          const ids = Object.values<Json>(state.rooms).map(({ roomId }) => roomId);
          assert.deepEqual(
            emulator
              .rooms()
              .map(({ room_id }) => room_id)
              .sort(),
            ids.sort(),
          );
          assert.deepEqual(Object.keys(state.rooms).sort(), Object.keys(after.rooms).sort());
          assert.deepEqual((await provider.diff(urn, ID, state, inputs)).kinds, {});
          assert.deepEqual((await provider.diff(urn, ID, nested(state), inputs)).kinds, {});
          const read = await provider.read(urn, ID, state, inputs);
          assert.deepEqual(read.state, state);
          assert.deepEqual((await provider.read(urn, ID, nested(state), inputs)).state, state);
          for (const key of Object.keys(after.rooms)) {
            const stays = Object.hasOwn(before.rooms, key) && modeOf(before, key) === modeOf(after, key);
            const was = Object.hasOwn(before.rooms, key) && made.state.rooms[key].roomId;
            assert.equal(was === state.rooms[key].roomId, stays, `room ${key}`);
          }
          await provider.delete(urn, ID, state);
          assert.deepEqual(emulator.rooms(), []);
        }),
        { numRuns: 30 },
      );
    }));

  const modeOf = ({ defaults, rooms }: Json, key: string) => rooms[key].mode ?? defaults.mode ?? "group";
});
