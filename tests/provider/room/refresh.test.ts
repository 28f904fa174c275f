import assert from "node:assert/strict";
import { declared, withCore } from "../../support/core";

const jsonResponse = (body: unknown) => ({
  status: 200,
  headers: { get: () => null },
  text: async () => JSON.stringify(body),
});

const names = Array.from({ length: 40 }, (_, i) => `room-${i}`);

describe("a refresh of many rooms", () => {
  it("requests the list once, and single rooms only if the list shows a change", () =>
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

  it("finds out-of-band changes and deleted rooms", () =>
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

  it("names the new owner of an adopted room even if nothing else changed", () =>
    withCore({}, async ({ core, anotherRun, warnings }) => {
      const states = await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      const { roomId: adoptRoomId, name, ownerRef } = states[20]!;
      const run = anotherRun();
      await run.create(declared(run, { adoptRoomId, name, ownerRef }, "adopter"));
      warnings.length = 0;
      const refreshed = await Promise.all(states.map((state) => core.read(state.roomId, state)));
      assert.deepEqual(
        refreshed.map((each) => each?.state),
        states,
      );
      assert.match(
        warnings.join("\n"),
        /^Room \w+ \(room-20\) now belongs to another resource of the stack shop\/dev\./,
      );
    }));

  it("reads adhoc rooms one by one: the list may still contain one that ended", () =>
    withCore({}, async ({ core, emulator, anotherRun }) => {
      const states = await Promise.all(
        names.map((name) => core.create(declared(core, { kind: "adhoc" }, name))),
      );
      const gone = states[30]!;
      // The list of this run still contains the room.
      const listed = emulator.rooms();
      const late = anotherRun({
        fetch: async (url, init) =>
          url.endsWith("/rooms") ? jsonResponse({ result: 0, rooms: listed }) : fetch(url, init),
      });
      await core.delete(gone.roomId, gone);
      const refreshed = await Promise.all(states.map((state) => late.read(state.roomId, state)));
      assert.equal(refreshed[30], undefined);
    }));

  it("reads single rooms if the list has fewer fields than a room", () =>
    withCore({}, async ({ core, anotherRun }) => {
      const states = await Promise.all(
        names.map((name) => core.create(declared(core, { sip: { enabled: true } }, name))),
      );
      const short = anotherRun({
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          if (!url.endsWith("/rooms")) return response;
          const { rooms } = (await response.json()) as { rooms: Record<string, any>[] };
          return jsonResponse({
            result: 0,
            rooms: rooms.map((room, i) =>
              i % 2 ? { ...room, sip: { enabled: true } } : { ...room, created: undefined },
            ),
          });
        },
      });
      const refreshed = await Promise.all(states.map((state) => short.read(state.roomId, state)));
      assert.deepEqual(
        refreshed.map((each) => each?.state),
        states,
      );
    }));

  it("reads single rooms if the list fails or omits rooms", () =>
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
