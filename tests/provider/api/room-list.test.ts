import assert from "node:assert/strict";
import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { createRoomList, type RoomList } from "../../../provider/api/room-list";
import { fakeClock } from "../fake-clock";

type Room = { roomId: string };

const rooms: Room[] = [{ roomId: "a" }, { roomId: "b" }];

/** A list whose answers are given by hand. */
function slowList() {
  const waiting: { answer(rooms: Room[]): void; fail(error: Error): void }[] = [];
  const clock = fakeClock();
  const shared = createRoomList<Room>(
    ({ signal }) =>
      new Promise((answer, fail) => {
        signal.addEventListener("abort", () => fail(signal.reason));
        waiting.push({ answer, fail });
      }),
    clock,
  );
  const operation = (interrupt?: AbortSignal) =>
    shared(new Deadline(new Stopwatch(clock), clock, { interrupt }));
  return { list: operation(), operation, waiting, clock };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The first look-ups are not answered from a list. */
async function afterTheFirst(list: RoomList<Room>): Promise<void> {
  for (let i = 0; i < 5; i++) assert.equal(await list.find("a"), undefined);
}

describe("the shared list of rooms", () => {
  it("is never one that was asked for before the call, and serves all who wait for the next one", async () => {
    const { list, waiting } = slowList();
    const first = list.next();
    await turn();
    const second = list.next();
    const third = list.next();
    await turn();
    assert.equal(waiting.length, 1);
    waiting[0]?.answer([]);
    assert.deepEqual(await first, []);
    await turn();
    assert.equal(waiting.length, 2);
    waiting[1]?.answer(rooms);
    assert.deepEqual([await second, await third], [rooms, rooms]);
  });

  it("that fails fails for its own callers alone", async () => {
    const { list, waiting } = slowList();
    const first = list.next();
    await turn();
    const second = list.next();
    waiting[0]?.fail(new Error("no"));
    await assert.rejects(first, /no/);
    await turn();
    waiting[1]?.answer(rooms);
    assert.equal(await second, rooms);
  });
});

describe("the shared list of rooms and the deadlines of those who wait for it", () => {
  it("ends for one of them without ending for the others", async () => {
    const { list, operation, waiting } = slowList();
    const controller = new AbortController();
    const hasty = operation(controller.signal).next();
    const patient = list.next();
    await turn();
    controller.abort();
    await assert.rejects(
      hasty,
      /Listing the rooms failed: the list had not come in when the run was interrupted/,
    );
    waiting[0]?.answer(rooms);
    assert.equal(await patient, rooms);
  });

  it("is given up once nobody waits for it any more, and the next caller gets a new one", async () => {
    const { list, operation, waiting } = slowList();
    const controller = new AbortController();
    const { signal } = controller;
    const first = operation(signal).next();
    await turn();
    const queued = operation(signal).next();
    controller.abort();
    await assert.rejects(first, /interrupted/);
    await assert.rejects(queued, /interrupted/);
    const next = list.next();
    await turn();
    waiting.at(-1)?.answer(rooms);
    assert.equal(await next, rooms);
  });
});

describe("a look-up in the shared list of rooms", () => {
  it("asks for one list however many rooms are looked up, and for another when half a minute is over", async () => {
    const { list, waiting, clock } = slowList();
    await afterTheFirst(list);
    assert.equal(waiting.length, 0);
    const found = Promise.all(["a", "b", "c"].map((id) => list.find(id)));
    await turn();
    waiting[0]?.answer(rooms);
    assert.deepEqual(await found, [rooms[0], rooms[1], undefined]);
    clock.advance(30_000);
    assert.equal(await list.find("b"), rooms[1]);
    assert.equal(waiting.length, 1);
    clock.setWallClock(0);
    clock.advance(1);
    void list.find("b");
    await turn();
    assert.equal(waiting.length, 2);
  });

  it("counts the half minute from the answer, which may take longer than that", async () => {
    const { list, waiting, clock } = slowList();
    await afterTheFirst(list);
    const found = list.find("a");
    await turn();
    clock.advance(60_000);
    const later = list.find("b");
    waiting[0]?.answer(rooms);
    assert.deepEqual([await found, await later], rooms);
    clock.advance(30_000);
    assert.equal(await list.find("b"), rooms[1]);
    assert.equal(waiting.length, 1);
  });

  it("fails if its operation has ended, which then reads nothing more", async () => {
    const { operation } = slowList();
    const controller = new AbortController();
    const list = operation(controller.signal);
    await afterTheFirst(list);
    const found = list.find("a");
    controller.abort();
    await assert.rejects(found, /the list had not come in when the run was interrupted/);
  });

  it("finds nothing in a list that failed, and forgets what was listed before a change", async () => {
    const { list, waiting } = slowList();
    await afterTheFirst(list);
    const found = list.find("a");
    await turn();
    waiting[0]?.fail(new Error("no"));
    assert.equal(await found, undefined);
    list.invalidate();
    await afterTheFirst(list);
    assert.equal(waiting.length, 1);
  });
});
