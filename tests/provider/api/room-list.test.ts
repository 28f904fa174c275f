import assert from "node:assert/strict";
import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { createRoomList, type RoomList } from "../../../provider/api/room-list";
import { fakeClock } from "../../support/clock";

type Room = { roomId: string };

const rooms: Room[] = [{ roomId: "a" }, { roomId: "b" }];

/** A list whose responses the test controls. */
function slowList() {
  const waiting: { respond(rooms: Room[]): void; fail(error: Error): void }[] = [];
  const clock = fakeClock();
  const shared = createRoomList<Room>(
    ({ signal }) =>
      new Promise((respond, fail) => {
        signal.addEventListener("abort", () => fail(signal.reason));
        waiting.push({ respond, fail });
      }),
    clock,
  );
  const operation = (interrupt?: AbortSignal) =>
    shared(new Deadline(new Stopwatch(clock), clock, { interrupt }));
  return { list: operation(), operation, waiting, clock };
}

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Skips the first rooms, which are not looked up in a list. */
async function afterTheFirst(list: RoomList<Room>): Promise<void> {
  for (let i = 0; i < 5; i++) assert.equal(await list.find("a"), undefined);
}

describe("shared room list", () => {
  it("is requested after the call, and shared by all callers that wait", async () => {
    const { list, waiting } = slowList();
    const first = list.next();
    await nextTick();
    const second = list.next();
    const third = list.next();
    await nextTick();
    assert.equal(waiting.length, 1);
    waiting[0]?.respond([]);
    assert.deepEqual(await first, []);
    await nextTick();
    assert.equal(waiting.length, 2);
    waiting[1]?.respond(rooms);
    assert.deepEqual([await second, await third], [rooms, rooms]);
  });

  it("only fails for the callers of the request that failed", async () => {
    const { list, waiting } = slowList();
    const first = list.next();
    await nextTick();
    const second = list.next();
    waiting[0]?.fail(new Error("no"));
    await assert.rejects(first, /no/);
    await nextTick();
    waiting[1]?.respond(rooms);
    assert.equal(await second, rooms);
  });
});

describe("shared room list with deadlines", () => {
  it("stays in flight for others if one caller is interrupted", async () => {
    const { list, operation, waiting } = slowList();
    const controller = new AbortController();
    const interrupted = operation(controller.signal).next();
    const other = list.next();
    await nextTick();
    controller.abort();
    await assert.rejects(
      interrupted,
      /Listing the rooms failed: there was no response when the run was interrupted/,
    );
    waiting[0]?.respond(rooms);
    assert.equal(await other, rooms);
  });

  it("is aborted if no caller waits, and requested again for the next caller", async () => {
    const { list, operation, waiting } = slowList();
    const controller = new AbortController();
    const { signal } = controller;
    const first = operation(signal).next();
    await nextTick();
    const queued = operation(signal).next();
    controller.abort();
    await assert.rejects(first, /interrupted/);
    await assert.rejects(queued, /interrupted/);
    const next = list.next();
    await nextTick();
    waiting.at(-1)?.respond(rooms);
    assert.equal(await next, rooms);
  });
});

describe("looking up rooms in the shared list", () => {
  it("requests one list for all rooms, and another one after 30 s", async () => {
    const { list, waiting, clock } = slowList();
    await afterTheFirst(list);
    assert.equal(waiting.length, 0);
    const found = Promise.all(["a", "b", "c"].map((id) => list.find(id)));
    await nextTick();
    waiting[0]?.respond(rooms);
    assert.deepEqual(await found, [rooms[0], rooms[1], undefined]);
    clock.advance(30_000);
    assert.equal(await list.find("b"), rooms[1]);
    assert.equal(waiting.length, 1);
    clock.setWallClock(0);
    clock.advance(1);
    void list.find("b");
    await nextTick();
    assert.equal(waiting.length, 2);
  });

  it("counts the 30 s from the response, which may take longer than that", async () => {
    const { list, waiting, clock } = slowList();
    await afterTheFirst(list);
    const found = list.find("a");
    await nextTick();
    clock.advance(60_000);
    const later = list.find("b");
    waiting[0]?.respond(rooms);
    assert.deepEqual([await found, await later], rooms);
    clock.advance(30_000);
    assert.equal(await list.find("b"), rooms[1]);
    assert.equal(waiting.length, 1);
  });

  it("fails if its operation has ended", async () => {
    const { operation } = slowList();
    const controller = new AbortController();
    const list = operation(controller.signal);
    await afterTheFirst(list);
    const found = list.find("a");
    controller.abort();
    await assert.rejects(found, /there was no response when the run was interrupted/);
  });

  it("finds nothing in a list that failed, or that was invalidated by a change", async () => {
    const { list, waiting } = slowList();
    await afterTheFirst(list);
    const found = list.find("a");
    await nextTick();
    waiting[0]?.fail(new Error("no"));
    assert.equal(await found, undefined);
    list.invalidate();
    await afterTheFirst(list);
    assert.equal(waiting.length, 1);
  });
});
