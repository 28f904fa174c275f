import assert from "node:assert/strict";
import { createFetch, type Fetch } from "../../provider/api/transport";
import { checkRoomSet } from "../../provider/room-set/check";
import { createRoomSet } from "../../provider/room-set/lifecycle";
import { withCore } from "../support/core";
import { withRooms as withSets } from "../support/plugin";
import { initFailedOf, type Json } from "../support/protocol";
import { failureOf, ID, urn } from "./sets";

describe("a room set", () => {
  it("starts no more rooms after its customTimeouts, which apply to all rooms together", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock, emulator }) => {
      const core = anotherRun({
        fetch: async (url, init) => {
          await clock.sleep(10_000, init.signal);
          init.signal.throwIfAborted();
          return clock.during(fetch(url, init));
        },
      });
      const given = { participants: 5, ownerRef: "school" };
      const rooms = Array.from({ length: 300 }, (_, i) => [`class-${i}`, { ...given, name: `class-${i}` }]);
      const { inputs } = checkRoomSet(core, {}, { rooms: Object.fromEntries(rooms), declaredAs: ID });
      const error: Error = await createRoomSet(core, inputs, { timeoutSeconds: 60 }).catch(
        (thrown) => thrown,
      );
      assert.match(
        error.message,
        /\n29\d of 300 rooms were not started, because its customTimeouts of 60 s expired, except for a reserve of 15 s\. Run the command again/,
      );
      assert.ok(clock.monotonic() <= 60_000, `${clock.monotonic()} ms`);
      assert.equal(emulator.rooms().length, 4);
    }));

  it("keeps the created rooms and starts no more after an interrupt", async () => {
    const real = createFetch();
    let sent = 0;
    let interrupt = () => {};
    const fetch: Fetch = async (url, init) => {
      const answer = await real(url, init);
      if (++sent === 5) interrupt();
      return answer;
    };
    await withSets(
      async (provider, emulator) => {
        const keys = Array.from({ length: 600 }, (_, i) => `class-${i}`);
        const rooms = Object.fromEntries(keys.map((key) => [key, {}]));
        const { inputs } = await provider.check(urn, { defaults: { participants: 5 }, rooms });
        const cancelled = new Promise<void>((done) => {
          interrupt = () => done(provider.cancel().then(() => {}));
        });
        const { state, reasons } = initFailedOf(await failureOf(provider.create(urn, inputs)));
        await cancelled;
        const made = emulator
          .rooms()
          .map(({ room_id }) => room_id)
          .sort();
        assert.ok(made.length < 600);
        assert.deepEqual(
          Object.values<Json>(state.rooms)
            .map(({ roomId }) => roomId)
            .sort(),
          made,
        );
        assert.deepEqual(reasons, [
          `${600 - made.length} of 600 rooms were not started, because the run was interrupted. Run the command again to continue with them.`,
        ]);
      },
      { plugin: { fetch } },
    );
  });
});
