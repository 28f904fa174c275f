import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch, type Fetch, type FetchAnswer } from "../../../provider/api/transport";
import type { Core, Operation } from "../../../provider/core";
import type { RoomState } from "../../../provider/room/schema";
import { declared, withCore } from "../core-on-emulator";
import { type FakeClock, mute } from "../fake-clock";

const ID = "60af1c2e5f8b9a0012345678";
const MINUTE = 60_000;

const stateOf = (core: Core): RoomState => ({
  ...declared(core),
  roomId: ID,
  created: "2026-05-04T12:00:00Z",
  participantUrl: `https://meet.example.com/${ID}`,
  moderatorUrl: "",
});

const operations: Record<string, (core: Core, operation?: Operation) => Promise<unknown>> = {
  create: (core, operation) => core.create(declared(core), operation),
  read: (core, operation) => core.read(ID, stateOf(core), operation),
  update: (core, operation) => core.update(ID, stateOf(core), declared(core, { participants: 9 }), operation),
  delete: (core, operation) => core.delete(ID, stateOf(core), operation),
};

const response = (
  status: number,
  json: unknown = { result: status },
  headers: Record<string, string> = {},
): FetchAnswer => ({
  status,
  headers: { get: (name) => headers[name] ?? null },
  text: async () => JSON.stringify(json),
});

const roomResponse = () =>
  response(200, { result: 0, room: { room_id: ID, name: "standup", settings: { participants: "8" } } });

/** Responses given one after the other, the last one for ever. */
function scripted(...responses: FetchAnswer[]): Fetch {
  let sent = 0;
  return async () => responses[Math.min(sent++, responses.length - 1)]!;
}

/** How long the work takes until it fails, and how. */
async function failureOf(clock: FakeClock, work: Promise<unknown>): Promise<{ ms: number; message: string }> {
  const start = clock.monotonic();
  const error = await work.then(
    () => assert.fail("it did not fail"),
    (thrown) => thrown,
  );
  return { ms: clock.monotonic() - start, message: error.message };
}

describe("an API that accepts connections and never responds", () => {
  for (const [name, run] of Object.entries(operations)) {
    it(`holds a ${name} for at most 2 minutes`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const { ms, message } = await failureOf(clock, run(anotherRun({ fetch: mute(clock) })));
        assert.ok(ms > 1.5 * MINUTE && ms <= 2 * MINUTE + 200, `${ms} ms`);
        assert.match(
          message,
          {
            create:
              /did not answer within 30 s.*Whether the room was made is not known.*when the 120 s that it may take were over/,
            read: /^Reading room \w+ failed: .* had not responded to the GET request for 28 s when the 120 s that it may take were over\. /,
            update:
              /^Reading room \w+ before updating it failed: .* had not responded to the GET request for 28 s when .* over\. /,
            delete:
              /^Reading room \w+ before deleting it failed: .* had not responded to the GET request for 28 s when .* over\. /,
          }[name]!,
        );
      }));

    it(`holds a ${name} for as long as its customTimeouts say`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const run60 = run(anotherRun({ fetch: mute(clock) }), { timeoutSeconds: 20 });
        const { ms, message } = await failureOf(clock, run60);
        assert.ok(ms <= 20_200, `${ms} ms`);
        assert.match(message, /when the 20 s of its customTimeouts were over/);
      }));

    it(`holds a ${name} for 5 s after an interrupt, and 15 s if a room may have been made`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const controller = new AbortController();
        const ended = failureOf(
          clock,
          run(anotherRun({ fetch: mute(clock) }), { signal: controller.signal }),
        );
        clock.after(7_000, () => controller.abort());
        const { ms, message } = await ended;
        assert.equal(ms, 7_000 + (name === "create" ? 15_000 : 5_000));
        assert.match(message, /for 12 s when the run was interrupted/);
        if (name === "create") assert.match(message, /Whether the room was made is not known/);
      }));
  }

  it("is left by the sockets too, so that they keep no process alive", () =>
    withCore({}, async ({ anotherRun, clock, config }) => {
      let connections = 0;
      const server = createServer(({ socket }) => {
        connections++;
        const pass = () => {
          if (socket.destroyed) return;
          clock.advance(1_000);
          setImmediate(pass);
        };
        pass();
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      config.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const { ms } = await failureOf(clock, operations.read!(anotherRun({ fetch: createFetch() })));
        assert.ok(ms <= 2 * MINUTE + 1_100, `${ms} ms`);
        assert.equal(connections, 4);
      } finally {
        // It ends when its last connection does.
        server.close();
      }
      await once(server, "close");
    }));
});

describe("the 2 minutes of an operation", () => {
  it("do not count a pause that a 429 asks for, of which there are 5 minutes in all", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const limited = (seconds: number) => response(429, {}, { "retry-after": String(seconds) });
      const start = clock.monotonic();
      const patient = anotherRun({ fetch: scripted(limited(150), limited(150), roomResponse()) });
      await patient.read(ID, stateOf(patient));
      assert.equal(clock.monotonic() - start, 300_100);

      const run = anotherRun({ fetch: scripted(limited(200), roomResponse(), limited(150)) });
      const { ms, message } = await failureOf(clock, operations.update!(run));
      assert.equal(ms, 200_100);
      assert.match(message, /^Updating room .* asks to wait 150 s/);
    }));

  it("do not count a pause that the 429 of another operation asked for, which counts among the 5 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const other = "60af1c2e5f8b9a0012345679";
      const limited = (seconds: number) => response(429, {}, { "retry-after": String(seconds) });
      let sent = 0;
      const core = anotherRun({
        fetch: async (url) => {
          if (!url.includes(other)) return sent++ === 0 ? limited(200) : roomResponse();
          await clock.sleep(1_000);
          return limited(102);
        },
      });
      const first = core.read(ID, stateOf(core));
      await clock.sleep(1_000);
      const { ms, message } = await failureOf(clock, core.read(other, { ...stateOf(core), roomId: other }));
      assert.equal(ms, 200_100);
      assert.match(message, /^Reading room \w+9 failed: .*asks to wait 102 s/);
      await first;
    }));

  it("do not count a pause that the shared list waits for, which counts among the 5 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const limited = (seconds: number) => response(429, {}, { "retry-after": String(seconds) });
      const lists = [limited(200), response(200, { result: 0, rooms: [] })];
      let single = roomResponse();
      const core = anotherRun({
        fetch: async (url) => (url.endsWith("/rooms") ? lists.shift()! : single),
      });
      for (let i = 0; i < 5; i++) await core.read(ID, stateOf(core));
      single = limited(101);
      const { ms, message } = await failureOf(clock, core.read(ID, stateOf(core)));
      assert.equal(ms, 200_100);
      assert.match(message, /^Reading room .*asks to wait 101 s/);
      assert.deepEqual(lists, []);
    }));

  it("do not count the wait for a turn", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock }) => {
      const core = anotherRun({
        fetch: async () => {
          await clock.sleep(25_000);
          return roomResponse();
        },
      });
      const names = Array.from({ length: 20 }, (_, i) => `room-${i}`);
      await Promise.all(names.map((name) => core.create(declared(core, {}, name))));
      assert.equal(clock.monotonic(), 500_000);
    }));

  it("do not count the wait for people, nor the requests that find them inside", () =>
    withCore({ config: { busyTimeout: "30m" } }, async ({ core, anotherRun, emulator, clock }) => {
      const state = await core.create(declared(core));
      emulator.join(state.roomId);
      clock.after(20 * MINUTE, () => emulator.leave(state.roomId));
      const slow = anotherRun({
        fetch: async (url, init) => {
          await clock.sleep(10_000);
          return clock.during(fetch(url, init));
        },
      });
      await slow.delete(state.roomId, state);
      assert.ok(clock.monotonic() >= 20 * MINUTE, `${clock.monotonic()} ms`);
    }));

  it("count all requests of an operation together", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const slow = anotherRun({
        fetch: async (_, { method, signal }) => {
          await clock.sleep(29_000, signal);
          signal.throwIfAborted();
          if (method === "GET") return roomResponse();
          return clock.monotonic() < 100_000 ? response(500) : response(200, { result: 0 });
        },
      });
      const { ms, message } = await failureOf(clock, operations.update!(slow));
      assert.ok(ms <= 120_100, `${ms} ms`);
      assert.match(
        message,
        /was updated, but could not be read back.* when the 120 s that it may take were over/,
      );
    }));

  it("end at once if a Retry-After asks for more than is left, and the message names it", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const down = response(503, { result: 50000 }, { "retry-after": "121" });
      for (const run of [operations.read!, operations.update!, operations.delete!]) {
        const { ms, message } = await failureOf(clock, run(anotherRun({ fetch: scripted(down) })));
        assert.equal(ms, 100);
        assert.match(message, /asks to wait 121 s/);
      }
    }));

  it("are 15 s for a server that cannot be reached", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
      const core = anotherRun({ fetch: () => Promise.reject(refused) });
      for (const run of Object.values(operations)) {
        const { ms } = await failureOf(clock, run(core));
        assert.ok(ms > 7_000 && ms <= 15_100, `${ms} ms`);
      }
    }));
});

describe("customTimeouts", () => {
  it("end a wait for a turn and a pause that a 429 asks for", () =>
    withCore({ config: { maxInFlight: "1" } }, async ({ anotherRun, clock }) => {
      const core = anotherRun({ fetch: mute(clock) });
      const first = failureOf(clock, operations.delete!(core));
      const second = await failureOf(clock, operations.read!(core, { timeoutSeconds: 10 }));
      assert.equal(second.ms, 10_000);
      assert.match(second.message, /not sent, because the 10 s of its customTimeouts were over/);
      await first;

      const limited = response(429, {}, { "retry-after": "60" });
      const paused = anotherRun({ fetch: scripted(limited) });
      const { ms, message } = await failureOf(clock, operations.read!(paused, { timeoutSeconds: 30 }));
      assert.equal(ms, 100);
      assert.match(message, /asks to wait 60 s/);
    }));

  it("leave time to find the room of a create that has no response", () =>
    withCore({}, async ({ anotherRun, emulator, clock }) => {
      const lost = anotherRun({
        fetch: async (url, init) => {
          const done = await clock.during(fetch(url, { ...init, signal: null }));
          return init.method === "POST" ? mute(clock)(url, init) : done;
        },
      });
      const state = await lost.create(declared(lost), { timeoutSeconds: 20 });
      assert.equal(emulator.rooms()[0]!.room_id, state.roomId);
      assert.ok(clock.monotonic() <= 20_100, `${clock.monotonic()} ms`);
    }));
});

describe("an interrupt", () => {
  for (const laggingList of [0, 1])
    it(`decides a create that has no response within 15 s${laggingList ? ", also if the list lags" : ""}`, () =>
      withCore({}, async ({ anotherRun, emulator, clock }) => {
        emulator.setFaults({ laggingList });
        const controller = new AbortController();
        const lost = anotherRun({
          fetch: async (url, init) => {
            const done = await clock.during(fetch(url, { ...init, signal: null }));
            return init.method === "POST" ? mute(clock)(url, init) : done;
          },
        });
        clock.after(1_000, () => controller.abort());
        const state = await lost.create(declared(lost), { signal: controller.signal });
        assert.equal(emulator.rooms()[0]!.room_id, state.roomId);
        assert.ok(clock.monotonic() <= 16_000, `${clock.monotonic()} ms`);
      }));

  it("ends a pause that a 429 asked for at once, and sends nothing more", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const controller = new AbortController();
      let sent = 0;
      const limited = response(429, {}, { "retry-after": "60" });
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return limited;
        },
      });
      clock.after(3_000, () => controller.abort());
      const { ms } = await failureOf(clock, operations.create!(core, { signal: controller.signal }));
      assert.equal(ms, 3_100);
      assert.equal(sent, 1);
    }));

  it("that comes when nothing is under way, as at the end of every run, delays and kills nothing", () =>
    withCore({}, async ({ core, clock }) => {
      const controller = new AbortController();
      await core.create(declared(core), { signal: controller.signal });
      controller.abort();
      clock.advance(60_000);
      assert.deepEqual(clock.slept, []);
    }));
});

describe("an API that is down", () => {
  it("is not retried after five operations on different rooms have given up, until one succeeds", () =>
    withCore({}, async ({ anotherRun, clock, warnings }) => {
      let isDown = true;
      let sent = 0;
      const core = anotherRun({
        fetch: async () => {
          sent++;
          return isDown ? response(500) : roomResponse();
        },
      });
      const read = async (roomId: string) => {
        const before = sent;
        await core.read(roomId, { ...stateOf(core), roomId }).catch(() => {});
        return sent - before;
      };
      const id = (digit: number) => `60af1c2e5f8b9a001234567${digit}`;
      for (const digit of [1, 1, 1, 1, 2, 3, 4]) assert.ok((await read(id(digit))) > 20);
      assert.ok(warnings.every((line) => !/in a row/.test(line)));
      // From the sixth read on, a list is read first.
      assert.ok((await read(id(5))) > 20);
      assert.equal(warnings.filter((line) => /for 5 rooms in a row/.test(line)).length, 1);
      const start = clock.monotonic();
      for (const digit of [6, 7, 8]) assert.ok((await read(id(digit))) <= 2);
      assert.equal(clock.monotonic() - start, 300);

      isDown = false;
      await read(ID);
      isDown = true;
      assert.ok((await read(id(9))) > 20);
      assert.equal(warnings.filter((line) => /in a row/.test(line)).length, 1);
    }));

  it("is not what refusals, rate limits and people in rooms make of it", () =>
    withCore({ config: { busyTimeout: "0s" } }, async ({ anotherRun }) => {
      const refusals = [response(400), response(404, { result: 40001 }), response(409, { result: 10030 })];
      const limited = response(429, {}, { "retry-after": "301" });
      for (const refusal of [...refusals, limited]) {
        let sent = 0;
        let current = refusal;
        const core = anotherRun({
          fetch: async () => {
            sent++;
            return current;
          },
        });
        for (let i = 0; i < 8; i++) {
          await core.delete(`60af1c2e5f8b9a001234567${i}`, stateOf(core)).catch(() => {});
        }
        if (refusal === limited) continue;
        current = response(500);
        sent = 0;
        await core.delete(ID, stateOf(core)).catch(() => {});
        assert.ok(sent > 20, `${sent}`);
      }
    }));
});

describe("a rate limit", () => {
  const limited = (seconds: number) => response(429, {}, { "retry-after": String(seconds) });

  for (const [text, answer] of [
    ["that asks for 60 s", limited(60)],
    ["that asks for 200 s", limited(200)],
    ["that names no time", response(429, {})],
  ] as const)
    it(`${text} and never ends lets 100 creates fail within 6 minutes, and the next one at once`, () =>
      withCore({}, async ({ anotherRun, clock, warnings }) => {
        const core = anotherRun({ fetch: scripted(answer) });
        const create = (name: string) => failureOf(clock, core.create(declared(core, {}, name)));
        const failures = await Promise.all(Array.from({ length: 100 }, (_, i) => create(`room-${i}`)));
        assert.ok(clock.monotonic() <= 6 * MINUTE, `${clock.monotonic()} ms`);
        for (const { message } of failures) assert.match(message, /HTTP 429.*rate limit is reached/);
        const waited = warnings.map((line) => /all waited (\d+) s/.exec(line)?.[1]).find(Boolean);
        assert.ok(Number(waited) <= 300, waited);
        const { ms } = await create("later");
        assert.ok(ms <= 200, `${ms} ms`);
      }));

  it("that lets one request pass is waited for again", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      let current = limited(60);
      const core = anotherRun({ fetch: async () => current });
      await failureOf(clock, core.read(ID, stateOf(core)));
      clock.advance(MINUTE);
      for (const [passing, works] of [
        [roomResponse(), true],
        [response(400), false],
      ] as const) {
        current = passing;
        const read = core.read(ID, stateOf(core));
        await (works ? read : assert.rejects(read));
        current = limited(60);
        const { ms } = await failureOf(clock, core.read(ID, stateOf(core)));
        assert.ok(ms >= 5 * MINUTE && ms <= 5 * MINUTE + 200, `${ms} ms`);
        clock.advance(MINUTE);
      }
    }));

  it("that a few requests a minute pass lets all rooms through", () =>
    withCore({}, async ({ anotherRun, clock, emulator }) => {
      const sent: number[] = [];
      const core = anotherRun({
        fetch: async (url, init) => {
          const minute = Math.floor(clock.monotonic() / MINUTE);
          sent[minute] = (sent[minute] ?? 0) + 1;
          if (sent[minute] > 30) return limited(60 - (clock.monotonic() % MINUTE) / 1000);
          return clock.during(fetch(url, init));
        },
      });
      await Promise.all(Array.from({ length: 500 }, (_, i) => core.create(declared(core, {}, `room-${i}`))));
      assert.equal(emulator.rooms().length, 500);
    }));
});

describe("a run that waits", () => {
  for (const [name, failing, line] of [
    [
      "a failing server",
      response(500),
      /^Waiting for the rooms API at 127\.0\.0\.1:\d+ \(App ID ….{4}\): it fails or does not respond\. Each room is retried for up to 2 minutes\. The last failure: .*\.$/,
    ],
    [
      "a rate limit",
      response(429, {}, { "retry-after": "30" }),
      /^Waiting for .*: its rate limit is reached\. Each room waits up to 5 minutes for it\.$/,
    ],
  ] as const)
    it(`for ${name} says so once after 10 s`, () =>
      withCore({}, async ({ anotherRun, clock, warnings }) => {
        const told: number[] = [];
        const core = anotherRun({
          fetch: scripted(failing),
          warn: (text) => {
            warnings.push(text);
            if (/^Waiting/.test(text)) told.push(clock.monotonic());
          },
        });
        await Promise.allSettled(
          Array.from({ length: 3 }, (_, i) => core.delete(`60af1c2e5f8b9a001234567${i}`, stateOf(core))),
        );
        assert.deepEqual(told, [10_000]);
        assert.match(warnings.find((text) => /^Waiting/.test(text))!, line);
      }));

  it("for less says nothing", () =>
    withCore({}, async ({ anotherRun, warnings }) => {
      const failing = response(500);
      const core = anotherRun({ fetch: scripted(failing, failing, failing, failing, roomResponse()) });
      await core.read(ID, stateOf(core));
      assert.ok(warnings.every((text) => !/^Waiting/.test(text)));
    }));
});

describe("a response that comes slowly", () => {
  /** A server that sends a list in pieces, each after so many seconds of the clock. */
  async function listInPieces(pieces: number, seconds: number): Promise<string> {
    let outcome = "";
    await withCore({}, async ({ anotherRun, clock, config }) => {
      const server = createServer((_, answer) => {
        const text = JSON.stringify({ result: 0, rooms: [], padding: "x".repeat(10_000) });
        const size = Math.ceil(text.length / pieces);
        const send = (from: number) => {
          if (answer.destroyed) return;
          clock.advance(seconds * 1000);
          if (from >= text.length) return void answer.end();
          answer.write(text.slice(from, from + size), () => setTimeout(send, 20, from + size));
        };
        answer.writeHead(200, { "Content-Type": "application/json" });
        send(0);
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      config.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        outcome = await anotherRun({ fetch: createFetch() })
          .getRooms({})
          .then(
            (rooms) => `${rooms.length} rooms after ${clock.monotonic() / 1000} s`,
            (error) => error.message,
          );
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
    return outcome;
  }

  it("is waited for as long as it goes on, within the 2 minutes", async () => {
    assert.equal(await listInPieces(4, 20), "0 rooms after 100 s");
    assert.match(
      await listInPieces(8, 20),
      /had not responded to the GET request for 1\d\d s when the 120 s that it may take/,
    );
  });

  it("is given up when it stops for 30 s", async () => {
    assert.match(
      await listInPieces(2, 31),
      /did not answer within 30 s, after its answer had begun \(HTTP 200\)|had not responded/,
    );
  });
});

describe("a create that the API fails with a server error for ever", () => {
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
        await assert.rejects(run.create(declared(core)), /may exist, although/);
        const requests = takeRequests();
        const count = (request: string) => requests.filter((each) => each === request).length;
        assert.deepEqual([count("POST /rooms"), count("GET /rooms")], [3, 12]);
        assert.ok(clock.monotonic() - start < 40_000, `${clock.monotonic() - start} ms`);
      }));
  }
});
