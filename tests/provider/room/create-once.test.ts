import assert from "node:assert/strict";
import type { Emulator, FaultName } from "../../../emulator/index";
import { markerOf } from "../../../provider/room/marker";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import { type CoreSetup, declared, withCore } from "../../support/core";
import { response } from "./scripted-api";

/** Checks that there is one room, the one in the state. */
function isTheOnly(roomId: string, emulator: Emulator): void {
  const rooms = emulator.rooms();
  assert.deepEqual(
    rooms.map((room) => room.room_id),
    [roomId],
  );
  assert.equal(new Set(rooms.map((room) => markerOf({ ...room }))).size, 1);
}

/** Injects faults until the first sleep: into the first request only. */
function faultOnce({ emulator, clock }: CoreSetup, faults: Partial<Record<FaultName, number>>) {
  emulator.setFaults(faults);
  clock.onSleep = () =>
    emulator.setFaults(
      Object.fromEntries(
        Object.keys(faults)
          .filter((name) => name !== "laggingList")
          .map((name) => [name, 0]),
      ),
    );
}

describe("create creates exactly one room", () => {
  const before: FaultName[] = [
    "droppedConnection",
    "serverError",
    "createFailed",
    "serverBusy",
    "tooManyRequests",
    "retryAfterInSeconds",
    "retryAfterAsDate",
  ];
  const after: FaultName[] = ["lostAnswer", "cutAnswer", "html"];

  for (const fault of before) {
    it(`if ${fault} prevents the first request, by sending it again`, () =>
      withCore({}, async (setup) => {
        faultOnce(setup, { [fault]: 1 });
        const state = await setup.core.create(declared(setup.core));
        isTheOnly(state.roomId, setup.emulator);
        assert.equal(setup.emulator.injected[fault], 1);
        assert.equal(setup.takeRequests().filter((request) => request === "POST /rooms").length, 2);
      }));
  }

  for (const fault of after) {
    for (const lag of [false, true]) {
      it(`if ${fault} corrupts the response after the write${lag ? ", and the list lags 10 s behind" : ""}, by finding it`, () =>
        withCore({}, async (setup) => {
          faultOnce(setup, { [fault]: 1, ...(lag && { laggingList: 1 }) });
          const state = await setup.core.create(declared(setup.core));
          isTheOnly(state.roomId, setup.emulator);
          assert.equal(setup.emulator.injected[fault], 1);
          assert.equal(setup.takeRequests().filter((request) => request === "POST /rooms").length, 1);
          assert.ok(state.created && state.participantUrl.endsWith(state.roomId));
        }));
    }
  }

  it("if the response is unreadable or contains no room", async () => {
    for (const text of ['{"result":0}', "", "{}", '{"result":null,"room":{"room_id":"x"}}']) {
      await withCore({}, async ({ anotherRun, emulator }) => {
        const deaf = anotherRun({
          fetch: async (url, init) => {
            const response = await fetch(url, init);
            if (init.method !== "POST") return response;
            return { status: 200, headers: { get: () => null }, text: async () => text };
          },
        });
        const state = await deaf.create(declared(deaf));
        isTheOnly(state.roomId, emulator);
      });
    }
  });

  it("for 30 rooms at once if any request may fail in any way, or reports that a room may exist", () =>
    withCore({}, async ({ core, emulator }) => {
      const faults = [...before, ...after, "laggingList" as const];
      emulator.setFaults(Object.fromEntries(faults.map((name) => [name, 0.1])));
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) => core.create(declared(core, {}, `room-${i}`))),
      );
      const states = results.flatMap((result) => (result.status === "fulfilled" ? result.value.roomId : []));
      for (const result of results) {
        if (result.status === "rejected") assert.match(result.reason.message, /may exist|is unknown/);
      }
      assert.ok(states.length > 20, `${states.length} rooms`);
      const rooms = emulator.rooms();
      assert.deepEqual(new Set(rooms.map((room) => room.room_id)), new Set(states));
      assert.equal(new Set(rooms.map((room) => markerOf({ ...room }))).size, states.length);
    }));
});

describe("a create with an unknown outcome", () => {
  it("fails, names the room and says how to find it if the list fails too", () =>
    withCore({}, async ({ core, emulator }) => {
      emulator.setFaults({ html: 1 });
      const error = await core.create(declared(core)).catch((thrown) => thrown);
      assert.match(error.message, /Creating room "standup" failed: .*HTTP 502/);
      assert.match(
        error.message,
        /It is unknown whether the room was created, and listing the rooms to find out failed too/,
      );
      assert.match(
        error.message,
        /The next pulumi up creates room "standup" again: .*pulumi-enablex orphans/,
      );
      assert.equal(emulator.rooms().length, 1);
    }));

  it("keeps one room in the state and names the other if a proxy sent the request twice", () =>
    withCore({}, async ({ core, anotherRun, emulator }) => {
      const doubling = anotherRun({
        fetch: async (url, init) => {
          if (init.method !== "POST") return fetch(url, init);
          await fetch(url, init);
          await fetch(url, init);
          throw Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
        },
      });
      const error = await doubling.create(declared(core)).catch((thrown) => thrown);
      assert.ok(error instanceof PartialStateError, String(error));
      const other = emulator.rooms().find(({ room_id }) => room_id !== error.id)!;
      assert.match(error.message, new RegExp(`took effect more than once.*${other.room_id}`));
    }));

  for (const laggingList of [0, 1])
    it(`keeps one room in the state and names the others if an attempt that timed out took effect late${laggingList ? " and the list lags" : ""}`, () =>
      withCore({}, async ({ core, anotherRun, emulator }) => {
        emulator.setFaults({ laggingList });
        // The server processes the first request while the second one is in flight.
        let late: (() => Promise<unknown>) | undefined;
        const slow = anotherRun({
          fetch: async (url, init) => {
            if (init.method !== "POST") return fetch(url, init);
            if (!late) {
              late = () => fetch(url, { ...init, signal: null });
              throw Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
            }
            await late();
            return fetch(url, init);
          },
        });
        const error = await slow.create(declared(core)).catch((thrown) => thrown);
        assert.ok(error instanceof PartialStateError, String(error));
        const rooms = emulator.rooms().map((room) => room.room_id);
        assert.equal(rooms.length, 2);
        assert.ok(rooms.includes(error.id));
        const other = rooms.find((id) => id !== error.id)!;
        assert.match(
          error.message,
          new RegExp(
            `took effect more than once.*Room ${error.id} is in the state.*${other}.*orphans --delete`,
          ),
        );
        const state = error.properties as never;
        assert.deepEqual(core.diff(error.id, state, declared(core)), []);
      }));
});

describe("a create that always fails with a server error", () => {
  for (const fault of ["serverError", "createFailed"] as const) {
    it(`sends three POST requests, and four lists after each (${fault})`, () =>
      withCore({}, async ({ core, clock, emulator, takeRequests, anotherRun }) => {
        const run = anotherRun({
          fetch: async (url, init) => {
            emulator.setFaults({ [fault]: init.method === "POST" ? 1 : 0 });
            return fetch(url, init);
          },
        });
        const start = clock.monotonic();
        await assert.rejects(run.create(declared(core)), /may exist/);
        const requests = takeRequests();
        const count = (request: string) => requests.filter((each) => each === request).length;
        assert.deepEqual([count("POST /rooms"), count("GET /rooms")], [3, 12]);
        assert.ok(clock.monotonic() - start < 40_000, `${clock.monotonic() - start} ms`);
      }));
  }

  it("requests the lists 0, 2, 5 and 11 s after an attempt, even if the machine's clock is set", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const lists: number[] = [];
      const run = anotherRun({
        fetch: async (_, { method }) => {
          if (method === "POST") return response(500);
          lists.push(clock.monotonic());
          return response(200, { result: 0, rooms: [] });
        },
      });
      clock.onSleep = () => clock.setWallClock(0);
      await assert.rejects(run.create(declared(run)), /may exist/);
      assert.deepEqual(lists.slice(0, 4), [0, 2_000, 5_000, 11_000]);
    }));

  it("skips lists that were due during a slow one", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let lists = 0;
      const slow = anotherRun({
        fetch: async (_, { method }) => {
          if (method === "POST") return response(500);
          lists++;
          await clock.sleep(6_000);
          return response(200, { result: 0, rooms: [] });
        },
      });
      await assert.rejects(slow.create(declared(slow)), /may exist/);
      assert.equal(lists, 9);
    }));
});
