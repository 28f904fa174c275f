import assert from "node:assert/strict";
import { declared, withCore } from "../core-on-emulator";

const names = Array.from({ length: 40 }, (_, i) => `room-${i}`);

describe("a refresh of many rooms", () => {
  it("asks for the list once, and for single rooms only where the list says something new", () =>
    withCore({}, async ({ core, emulator }) => {
      const states = await Promise.all(
        names.map((name) =>
          core.create(declared(core, { customData: { floor: 2 }, sip: { enabled: true } }, name)),
        ),
      );
      const refreshed = await Promise.all(states.map((state) => core.read(state.roomId, state)));
      assert.deepEqual(
        refreshed.map((each) => each?.state),
        states,
      );
      const paths = emulator.requests.filter(({ method }) => method === "GET").map(({ path }) => path);
      assert.equal(paths.length, 5 + 1);
      assert.equal(paths.filter((path) => path.endsWith("/rooms")).length, 1);
    }));

  it("sees what somebody changed, and that a room is gone", () =>
    withCore({}, async ({ core, emulator, anotherRun }) => {
      const states = await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      const [changed, gone] = [states[20]!, states[21]!];
      await anotherRun().update(changed.roomId, changed, { ...changed, participants: 3 });
      await anotherRun().delete(gone.roomId, gone);
      emulator.clearRequests();
      const refreshed = await Promise.all(states.map((state) => core.read(state.roomId, state)));
      assert.equal(refreshed[20]?.inputs.participants, 3);
      assert.equal(refreshed[21], undefined);
      assert.equal(refreshed.filter(Boolean).length, names.length - 1);
      assert.equal(emulator.requests.length, 5 + 1 + 2);
    }));

  it("reads single rooms where the list fails, or leaves rooms out", () =>
    withCore({}, async ({ core, emulator }) => {
      const states = await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      emulator.setFaults({ laggingList: 1 });
      const late = await core.create(declared(core, {}, "late"));
      const refreshed = await Promise.all([...states, late].map((state) => core.read(state.roomId, state)));
      assert.deepEqual(
        refreshed.map((each) => each?.state),
        [...states, late],
      );
    }));
});
