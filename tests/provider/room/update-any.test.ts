import assert from "node:assert/strict";
import fc from "fast-check";
import { declared, withCore } from "../../support/core";
import { anyRoom } from "./any-room";

/** Two rooms that an update can turn into each other: it cannot change kind or mode. */
const anyUpdate = fc.tuple(anyRoom, anyRoom).map(([before, after]) => {
  const { kind, scheduledTime, durationMinutes, mode } = before;
  const fixed = { kind, mode, scheduledTime, durationMinutes, declaredAs: before.declaredAs };
  return [before, JSON.parse(JSON.stringify({ ...after, ...fixed }))] as const;
});

describe("an update from any valid room to any other of its kind", () => {
  it("leaves no difference, and a refresh matches the program", () =>
    withCore({}, async ({ core }) => {
      await fc.assert(
        fc.asyncProperty(anyUpdate, async ([before, after]) => {
          const inputs = declared(core, before);
          const wanted = declared(core, after, "", inputs);
          const state = await core.create(inputs);
          const { roomId } = state;
          const changes = core.diff(roomId, state, wanted);
          assert.ok(changes.every(({ replace }) => !replace));
          const updated = await core.update(roomId, state, wanted);
          assert.deepEqual(core.diff(roomId, updated, wanted), []);
          assert.deepEqual(await core.read(roomId, updated), { state: updated, inputs: wanted });
          // The outputs are the inputs as given, without removed ones.
          for (const key of Object.keys(inputs)) assert.equal(key in updated, key in wanted, key);
          await core.delete(roomId, updated);
        }),
        { numRuns: 60 },
      );
    }));
});
