import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import type { FaultName, Faults } from "../../../emulator/index";
import { createRoom, noon, roomWith, type TestResponse, withEmulator } from "../../support/emulator";

/** The response to a request, or how the connection failed. */
async function outcome(
  response: Promise<TestResponse>,
): Promise<Partial<TestResponse> & { failed?: string }> {
  return response.catch((error) => ({ failed: error.cause?.code ?? error.message }));
}

/** Creates a room with one fault that always occurs. */
async function createWith(faults: Partial<Faults>) {
  let result: { response: Awaited<ReturnType<typeof outcome>>; rooms: number; logged: unknown } | undefined;
  await withEmulator({ faults, now: noon }, async (emulator, send) => {
    const response = await outcome(send("POST", "/rooms", roomWith()));
    const [name] = Object.keys(faults) as FaultName[];
    assert.equal(emulator.injected[name!], 1);
    result = { response, rooms: emulator.rooms().length, logged: emulator.requests[0]?.fault };
    assert.equal(result.logged, name);
  });
  return result!;
}

describe("emulator: a fault", () => {
  const statuses: [FaultName, Partial<Faults>, number, string][] = [
    ["tooManyRequests", {}, 429, '"error_code":"RATE_LIMITED"'],
    ["retryAfterInSeconds", { retryAfterSeconds: 7 }, 429, '"error_code":"RATE_LIMITED"'],
    ["retryAfterAsDate", { retryAfterSeconds: 7 }, 429, '"error_code":"RATE_LIMITED"'],
    ["serverError", {}, 500, '{"result":50000,"error":"[Reason] Internal server error","desc":""}'],
    ["createFailed", {}, 500, '{"result":50001,"error":"[Reason] Failed to create Room","desc":""}'],
    ["serverBusy", {}, 503, '{"result":10105,"error":"[Reason] Server busy","desc":""}'],
  ];
  for (const [name, more, status, text] of statuses) {
    it(`${name} responds with ${status} and does not process the request`, async () => {
      const { response, rooms } = await createWith({ [name]: 1, ...more });
      assert.equal(response.status, status);
      assert.ok(response.text?.includes(text), response.text);
      assert.equal(rooms, 0);
      assert.equal(
        response.headers?.get("retry-after"),
        name === "retryAfterInSeconds"
          ? "7"
          : name === "retryAfterAsDate"
            ? "Mon, 04 May 2026 12:00:07 GMT"
            : null,
      );
    });
  }

  it("droppedConnection closes the connection and does not process the request", async () => {
    const { response, rooms } = await createWith({ droppedConnection: 1 });
    assert.ok(response.failed);
    assert.equal(rooms, 0);
  });

  it("lostAnswer closes the connection after the change, and does not affect reads", () =>
    withEmulator({ faults: { lostAnswer: 1 } }, async (emulator, send) => {
      assert.ok((await outcome(send("POST", "/rooms", roomWith()))).failed);
      const [room] = emulator.rooms();
      assert.equal((await send("GET", "/rooms")).json.rooms.length, 1);
      assert.ok((await outcome(send("PATCH", `/rooms/${room?.room_id}`, { name: "Other" }))).failed);
      assert.equal(emulator.rooms()[0]?.name, "Other");
      assert.ok((await outcome(send("DELETE", `/rooms/${room?.room_id}`))).failed);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("cutAnswer closes the connection in the middle of the body, after the change", async () => {
    const { response, rooms } = await createWith({ cutAnswer: 1 });
    assert.ok(response.failed);
    assert.equal(rooms, 1);
  });

  it("cutAnswer sends complete headers and half of the body", () =>
    withEmulator({ faults: { cutAnswer: 1 } }, async ({ port, appId, appKey }) => {
      const socket = connect(port, "127.0.0.1");
      socket.write(
        `GET /video/v1/rooms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ${btoa(`${appId}:${appKey}`)}\r\n\r\n`,
      );
      const chunks: Buffer[] = [];
      socket.on("data", (chunk) => chunks.push(chunk));
      await once(socket, "close");
      const [head = "", body] = Buffer.concat(chunks).toString().split("\r\n\r\n");
      assert.match(head, /^HTTP\/1.1 200 OK\r\n/);
      assert.match(head, /content-length: 23/i);
      assert.equal(body, '{"result":0');
    }));

  it("html responds with 502 and a page, after the change", async () => {
    const { response, rooms } = await createWith({ html: 1 });
    assert.equal(response.status, 502);
    assert.match(response.headers?.get("content-type") ?? "", /^text\/html/);
    assert.equal(response.json, undefined);
    assert.equal(rooms, 1);
  });

  it("laggingList hides a new room from the list for laggingListMs, but not from GET", () =>
    withEmulator({ faults: { laggingList: 1, laggingListMs: 5000 }, now: noon }, async (emulator, send) => {
      const id = await createRoom(send);
      assert.equal(emulator.injected.laggingList, 1);
      const listed = async () => (await send("GET", "/rooms")).json.rooms.length;
      assert.equal(await listed(), 0);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 0);
      emulator.advance(4999);
      assert.equal(await listed(), 0);
      emulator.advance(1);
      assert.equal(await listed(), 1);
    }));

  it("refusedConnection refuses connections for refusedMs, then listens on the same port", () =>
    withEmulator({ faults: { refusedConnection: 1, refusedMs: 200 } }, async (emulator, send) => {
      assert.ok((await outcome(send("POST", "/rooms", roomWith()))).failed);
      assert.deepEqual(emulator.rooms(), []);
      assert.equal((await outcome(send("GET", "/rooms"))).failed, "ECONNREFUSED");
      emulator.setFaults({ refusedConnection: 0 });
      let response = await outcome(send("GET", "/rooms"));
      while (response.failed === "ECONNREFUSED") response = await outcome(send("GET", "/rooms"));
      assert.equal(response.status, 200);
    }));

  it("the emulator can be closed during refusedConnection", () =>
    withEmulator({ faults: { refusedConnection: 1, refusedMs: 1e9 } }, async (emulator, send) => {
      assert.ok((await outcome(send("GET", "/rooms"))).failed);
      await emulator.close();
    }));

  for (const [name, duration] of [
    ["latency", "latencyMs"],
    ["slowList", "slowListMs"],
    ["lateAnswer", "lateAnswerMs"],
  ] as const) {
    it(`${name} delays the response and does not change it`, () =>
      withEmulator({ faults: { [name]: 1, [duration]: 50 } }, async (emulator, send) => {
        const before = performance.now();
        assert.equal((await send("GET", "/rooms")).status, 200);
        // A timer may fire a millisecond early.
        assert.ok(performance.now() - before >= 49);
        assert.equal(emulator.injected[name], 1);
      }));

    it(`closing the emulator ends requests that ${name} delays`, () =>
      withEmulator({ faults: { [name]: 1, [duration]: 1e9 } }, async (emulator, send) => {
        const waiting = Array.from({ length: 20 }, () => outcome(send("GET", "/rooms")));
        while (emulator.injected[name] < 20) await send("GET", "/_emulator/faults");
        await emulator.close();
        for (const { failed } of await Promise.all(waiting)) assert.ok(failed);
      }));
  }

  it("lateAnswer processes the change before the delay", () =>
    withEmulator({ faults: { lateAnswer: 1, lateAnswerMs: 1e9 } }, async (emulator, send) => {
      const late = outcome(send("POST", "/rooms", roomWith()));
      while (emulator.rooms().length === 0) await send("GET", "/_emulator/faults");
      await emulator.close();
      assert.ok((await late).failed);
    }));
});

describe("emulator: the rate limit", () => {
  it("the rate limit allows a burst, then requestsPerSecond by the emulator's clock", () =>
    withEmulator({ faults: { requestsPerSecond: 2, burst: 3 }, now: noon }, async (emulator, send) => {
      const passes = async (count: number) => {
        const statuses: number[] = [];
        for (let i = 0; i < count; i++) statuses.push((await send("GET", "/rooms")).status);
        return statuses.filter((status) => status === 200).length;
      };
      assert.equal(await passes(5), 3);
      emulator.advance(500);
      assert.equal(await passes(2), 1);
      emulator.advance(3_600_000);
      assert.equal(await passes(5), 3);
      assert.equal(emulator.injected.requestsPerSecond, 5);
      assert.equal((await send("GET", "/rooms")).headers.get("retry-after"), "1");
    }));
});

describe("emulator: invalid faults", () => {
  for (const [changes, message] of [
    [
      { lostAnswers: 1 },
      /^Unknown fault "lostAnswers"\. Use one of latency, slowList, .*lostAnswer, .*burst\.$/,
    ],
    [{ html: 1.1 }, /^Fault html must be a number from 0 to 1, not 1.1\.$/],
    [{ html: "much" }, /^Fault html must be a number from 0 to 1, not "much"\.$/],
    [{ html: Number.NaN }, /^Fault html must be a number from 0 to 1, not null\.$/],
    [{ latencyMs: -1 }, /^Fault latencyMs must be a number from 0 to 1000000000, not -1\.$/],
    [
      { retryAfterSeconds: 0.5 },
      /^Fault retryAfterSeconds must be an integer from 0 to 1000000000, not 0.5\.$/,
    ],
    [{ toString: 1 }, /^Unknown fault "toString"/],
  ] as const) {
    it(`the faults ${JSON.stringify(changes)} are rejected and change nothing`, () =>
      withEmulator({}, async (emulator, send) => {
        const before = emulator.faults;
        assert.throws(() => emulator.setFaults(changes as object), { name: "UsageError", message });
        const response = await send("PUT", "/_emulator/faults", changes);
        assert.equal(response.status, 400);
        assert.deepEqual(emulator.faults, before);
        await assert.rejects(
          withEmulator({ faults: changes as object }, async () => {}),
          { message },
        );
      }));
  }
});
