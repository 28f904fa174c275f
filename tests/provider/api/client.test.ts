import assert from "node:assert/strict";
import fc from "fast-check";
import { roomsApi } from "../../../provider/api/client";
import { Deadline, Stopwatch } from "../../../provider/api/deadline";
import { isRequestError } from "../../../provider/api/errors";
import { RateLimiter } from "../../../provider/api/rate-limiter";
import type { Connection } from "../../../provider/api/send";
import type { FetchInit } from "../../../provider/api/transport";
import { fakeClock } from "../../support/clock";

const ID = "60af1c2e5f8b9a0012345678";
const credentials = { appId: "5f9e8d7c6b5a493827160504", appKey: "AKeyOf36LettersAndDigits000000000000" };

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A client that receives the replies in order, and the last one repeatedly. */
function client(replies: Reply[], options: Partial<Connection> = {}, signal?: AbortSignal) {
  const clock = fakeClock();
  const sent: ({ url: string } & FetchInit)[] = [];
  const fetch: Connection["fetch"] = async (url, init) => {
    sent.push({ url, ...init });
    const reply = replies[Math.min(sent.length, replies.length) - 1]!;
    if (reply instanceof Error) throw reply;
    const { status = 200, body = { result: 0 }, headers = {} } = reply;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { status, headers: { get: (name) => headers[name] ?? null }, text: async () => text };
  };
  const connection: Connection = {
    apiUrl: "https://api.example.com/video/v1",
    credentials,
    fetch,
    limiter: new RateLimiter({ maxInFlight: 8 }, clock),
    clock,
    random: () => 0,
    ...options,
  };
  const deadline = new Deadline(new Stopwatch(clock), clock, { interrupt: signal });
  return {
    api: roomsApi(
      connection,
      (room) => room,
      (send) => send(deadline),
    ),
    sent,
    clock,
    connection,
  };
}

const systemError = (code: string) => Object.assign(new Error(`failed, ${credentials.appKey}`), { code });

describe("client", () => {
  it("sends each request to its documented path", async () => {
    const room = { body: { result: 0, room: { room_id: ID } } };
    const { api, sent } = client([room, room, { body: { result: 0, rooms: [] } }, {}, {}, {}]);
    await api.create({ name: "x" });
    await api.get(ID);
    await api.list();
    await api.update(ID, { name: "y" });
    await api.delete(ID);
    await api.users(ID);
    assert.deepEqual(
      sent.map(({ method, url, body }) => [
        method,
        url.replace("https://api.example.com/video/v1", ""),
        body,
      ]),
      [
        ["POST", "/rooms", '{"name":"x"}'],
        ["GET", `/rooms/${ID}`, undefined],
        ["GET", "/rooms", undefined],
        ["PATCH", `/rooms/${ID}`, '{"name":"y"}'],
        ["DELETE", `/rooms/${ID}`, undefined],
        ["GET", `/rooms/${ID}/users`, undefined],
      ],
    );
    for (const { redirect } of sent) assert.equal(redirect, "manual");
  });

  it("masks free text of a request that the API repeats in its error", async () => {
    const { api } = client([{ status: 400, body: { result: 10007, error: "Bad name: Board of directors" } }]);
    await assert.rejects(
      api.create({ name: "Board of directors" }, "lobby"),
      /Bad name: \[hidden\] \(HTTP 400/,
    );
  });

  it("accepts an empty list as [], null or absent", async () => {
    for (const body of [{ result: 0, users: [] }, { result: 0, users: null }, { result: 0 }]) {
      assert.deepEqual(await client([{ body }]).api.users(ID), []);
    }
    assert.deepEqual(await client([{ body: { result: 0, rooms: null } }]).api.list(), []);
  });

  it("retries GET, PATCH and DELETE after temporary failures, but never POST", async () => {
    const failure: Reply = { status: 500, body: { result: 50000 } };
    for (const call of ["get", "update", "delete"] as const) {
      const done: Reply = { body: { result: 0, room: { room_id: ID } } };
      const { api, sent } = client([failure, systemError("ECONNRESET"), done]);
      await { get: () => api.get(ID), update: () => api.update(ID, {}), delete: () => api.delete(ID) }[
        call
      ]();
      assert.equal(sent.length, 3, call);
    }
    const { api, sent } = client([failure]);
    await assert.rejects(
      api.create({ name: "x" }, "lobby"),
      /Creating room "lobby" failed: .*HTTP 500, result 50000/,
    );
    assert.equal(sent.length, 1);
  });

  it("delays all requests after one is rejected by the rate limit", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "20" }, body: "" };
    const { api, sent, clock } = client([limited, { body: { result: 0, room: { room_id: ID } } }]);
    const start = clock.now();
    await assert.rejects(api.create({ name: "x" }), /rate limit/);
    await api.get(ID);
    assert.equal(sent.length, 2);
    assert.equal(clock.now() - start, 20_000);
  });

  it("rejects a response to an update or a delete that does not confirm success", async () => {
    for (const body of [{}, { hello: "captive portal" }, { rooms: [] }]) {
      for (const call of ["update", "delete"] as const) {
        await assert.rejects(
          call === "update" ? client([{ body }]).api.update(ID, {}) : client([{ body }]).api.delete(ID),
          /does not confirm success.*enablex:apiUrl/,
        );
      }
    }
    await client([{ status: 204, body: "" }]).api.delete(ID);
  });

  it("lists readable rooms with ids in lower case, and counts unreadable ones", async () => {
    const rooms = [{ room_id: ID.toUpperCase(), name: "a" }, null, { room_id: "../x" }, { name: "no id" }, 5];
    const listed = await client([{ body: { result: 0, rooms } }]).api.list();
    assert.deepEqual([...listed], [{ room_id: ID, name: "a" }]);
    assert.equal(listed.unreadable, 4);
    assert.equal((await client([{ body: { result: 0, rooms: [] } }]).api.list()).unreadable, undefined);
  });

  it("rejects a response with another room", async () => {
    const other = { body: { result: 0, room: { room_id: "60af1c2e5f8b9a0012345679" } } };
    await assert.rejects(
      client([other]).api.get(ID),
      /Reading room 60af1c2e5f8b9a0012345678 failed: .*room 60af1c2e5f8b9a0012345679/,
    );
  });

  it("distinguishes requests that were not sent from ambiguous ones", async () => {
    const ambiguous = {
      ECONNREFUSED: false,
      ENOTFOUND: false,
      CERT_HAS_EXPIRED: false,
      ECONNRESET: true,
      EPIPE: true,
    };
    for (const [code, isAmbiguous] of Object.entries(ambiguous)) {
      const error = await client([systemError(code)])
        .api.create({ name: "x" })
        .catch((thrown) => thrown);
      assert.ok(isRequestError(error));
      assert.equal(error.isAmbiguous, isAmbiguous, code);
      assert.doesNotMatch(error.message, new RegExp(credentials.appKey));
    }
    const lookup = Object.assign(new TypeError("fetch failed"), { cause: systemError("ENOTFOUND") });
    await assert.rejects(client([lookup]).api.create({ name: "x" }), /there is no host api\.example\.com/);
    const timeout = Object.assign(new Error("aborted"), { name: "AbortError" });
    await assert.rejects(client([timeout]).api.create({ name: "x" }), {
      isAmbiguous: true,
      message: /did not respond within 30 s/,
    });
  });

  it("sends nothing after an abort", async () => {
    const controller = new AbortController();
    const failure: Reply = { status: 500, body: { result: 50000 } };
    const { api, sent, clock } = client([failure], {}, controller.signal);
    clock.onSleep = () => controller.abort();
    await assert.rejects(api.get(ID), /HTTP 500, result 50000/);
    await assert.rejects(api.list(), {
      name: "ConnectionError",
      isAmbiguous: false,
      isRetryable: false,
      message: /the request was not sent, because the run was interrupted/,
    });
    assert.equal(sent.length, 1);
  });

  it("prefers the operation whose first request is older", async () => {
    const clock = fakeClock();
    const limiter = new RateLimiter({ maxInFlight: 1 }, clock);
    const order: string[] = [];
    const fetch: Connection["fetch"] = async (url) => {
      order.push(url.split("/").at(-2)!);
      await clock.sleep(1_000);
      return { status: 200, headers: { get: () => null }, text: async () => '{"result":0,"users":[]}' };
    };
    const { connection } = client([], { clock, limiter, fetch });
    const operation = (name: string) => {
      const deadline = new Deadline(new Stopwatch(clock), clock);
      const api = roomsApi(
        connection,
        (room) => room,
        (send) => send(deadline),
      );
      return () => api.users(name);
    };
    const [old, young, other] = ["old", "young", "other"].map(operation) as [
      () => unknown,
      () => unknown,
      () => unknown,
    ];
    await old();
    clock.setWallClock(0);
    await young();
    await old();
    await Promise.all([other(), young(), old()]);
    assert.deepEqual(order, ["old", "young", "old", "other", "old", "young"]);
  });

  it("logs each request with a number and the API's request id, without values", async () => {
    const lines: string[] = [];
    const { api } = client([{ status: 400, body: { result: 10007 }, headers: { "x-request-id": "req_9" } }], {
      debug: (line) => lines.push(line),
    });
    const body = { name: "Board of directors", data: { secretKey: "x" }, settings: { participants: "8" } };
    await assert.rejects(api.create(body));
    assert.deepEqual(lines, [
      '#1 POST /rooms {"name":"…","data":"…","settings":{"participants":"…"}} → HTTP 400, request req_9 in 0 ms',
    ]);
  });

  it("returns a result or one of its own errors, for any JSON", async () => {
    const room = fc.oneof(
      fc.jsonValue(),
      fc.record({ room_id: fc.oneof(fc.jsonValue(), fc.constant(ID)), settings: fc.jsonValue() }),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          result: fc.oneof(fc.constantFrom(0, "0"), fc.jsonValue()),
          room,
          rooms: fc.oneof(fc.array(room), fc.jsonValue()),
          users: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    );
    const status = fc.constantFrom(200, 201, 400, 404, 409, 500);
    await fc.assert(
      fc.asyncProperty(status, body, async (status, body) => {
        for (const call of ["create", "get", "list", "update", "delete", "users"] as const) {
          const { api } = client([{ status, body }]);
          try {
            const args = { create: [{}], update: [ID, {}] }[call as string] ?? [ID];
            await (api[call] as (...args: unknown[]) => Promise<unknown>)(...args);
          } catch (error) {
            assert.ok(isRequestError(error), `${call}: ${error}`);
          }
        }
      }),
    );
  });
});
