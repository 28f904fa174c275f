import assert from "node:assert/strict";
import { request } from "node:http";
import { createRoom, noon, roomWith, withEmulator } from "../../support/emulator";

describe("emulator: control routes", () => {
  it("GET /state returns time, seed, behaviour, faults, and the rooms with their people", () =>
    withEmulator({ now: noon, seed: 7, faults: { html: 0 } }, async (emulator, send) => {
      const id = await createRoom(send);
      const user = emulator.join(id, { name: "Ada", userRef: "ada" });
      const { status, json } = await send("GET", "/_emulator/state");
      assert.equal(status, 200);
      assert.deepEqual([json.now, json.offset, json.seed], ["2026-05-04T12:00:00.000Z", 0, 7]);
      assert.deepEqual(json.behaviour, emulator.behaviour);
      assert.deepEqual(json.faults, emulator.faults);
      assert.deepEqual(json.injected, emulator.injected);
      const [project] = json.projects;
      assert.equal(project.appId, emulator.appId);
      assert.equal(project.serviceId, emulator.rooms()[0]?.service_id);
      assert.deepEqual(project.rooms, [{ ...emulator.rooms()[0], users: [user] }]);
    }));

  it("control routes need no credentials", () =>
    withEmulator({}, async (_, send) => {
      const headers = { authorization: "" };
      assert.equal((await send("GET", "/_emulator/state", undefined, headers)).status, 200);
    }));

  it("join and leave change what the rooms API returns", () =>
    withEmulator({}, async (_, send) => {
      const id = await createRoom(send);
      const visitor = { name: "Ada", userRef: "ada", role: "moderator" };
      const { json } = await send("POST", `/_emulator/rooms/${id}/join`, visitor);
      assert.match(json.user.clientId, /^[0-9a-f]{24}$/);
      assert.deepEqual(json, { user: { clientId: json.user.clientId, ...visitor } });
      assert.equal((await send("GET", `/rooms/${id}`)).json.room.isRoomActive, true);
      assert.equal((await send("GET", `/rooms/${id}/users`)).json.users[0].user_ref, "ada");
      const leave = (body: unknown) => send("POST", `/_emulator/rooms/${id}/leave`, body);
      assert.deepEqual((await leave({ clientId: "another" })).json, { left: 0 });
      assert.deepEqual((await leave({ clientId: json.user.clientId })).json, { left: 1 });
      assert.equal((await send("GET", `/rooms/${id}`)).json.room.isRoomActive, undefined);
    }));

  it("join adds a different guest as participant each time by default", () =>
    withEmulator({}, async (_, send) => {
      const id = await createRoom(send);
      const [first, second] = [
        (await send("POST", `/_emulator/rooms/${id}/join`)).json.user,
        (await send("POST", `/_emulator/rooms/${id}/join`, {})).json.user,
      ];
      assert.deepEqual([first.name, first.role], ["Guest", "participant"]);
      assert.notEqual(first.userRef, second.userRef);
      assert.deepEqual(
        (await send("POST", `/_emulator/rooms/${id}/leave`, { userRef: first.userRef })).json,
        {
          left: 1,
        },
      );
      assert.deepEqual((await send("POST", `/_emulator/rooms/${id}/end`)).json, { left: 1 });
    }));

  it("PUT /time sets a time, sets an offset, or advances the clock", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const set = async (body: unknown) => (await send("PUT", "/_emulator/time", body)).json;
      assert.deepEqual(await set({ now: "2027-01-01T00:00:00+05:30" }), {
        now: "2026-12-31T18:30:00.000Z",
        offset: emulator.now().getTime() - noon().getTime(),
      });
      assert.deepEqual(await set({ offset: 1000 }), { now: "2026-05-04T12:00:01.000Z", offset: 1000 });
      assert.deepEqual(await set({ advance: -3000 }), { now: "2026-05-04T11:59:58.000Z", offset: -2000 });
      assert.deepEqual(await set({ advance: 1.5 }), { now: "2026-05-04T11:59:58.001Z", offset: -1998.5 });
    }));

  it("/requests returns the logged requests without headers, and clears them", () =>
    withEmulator({ now: noon, faults: { droppedConnection: 0 } }, async (emulator, send) => {
      const body = roomWith();
      await send("POST", "/rooms", body);
      await send("GET", "/rooms/none");
      await send("POST", "/rooms", "no json");
      emulator.setFaults({ droppedConnection: 1 });
      await assert.rejects(send("GET", "/rooms"));
      const at = "2026-05-04T12:00:00.000Z";
      const expected = [
        { at, method: "POST", path: "/video/v1/rooms", status: 200, body },
        { at, method: "GET", path: "/video/v1/rooms/none", status: 404 },
        { at, method: "POST", path: "/video/v1/rooms", status: 400, body: "no json" },
        { at, method: "GET", path: "/video/v1/rooms", fault: "droppedConnection" },
      ];
      assert.deepEqual((await send("GET", "/_emulator/requests")).json, { requests: expected });
      assert.deepEqual(emulator.requests, expected);
      assert.deepEqual((await send("DELETE", "/_emulator/requests")).json, { requests: [] });
      assert.deepEqual(emulator.requests, []);
    }));

  it("POST /reset restores the initial state", () =>
    withEmulator({ now: noon, behaviour: { createStatus: 201 } }, async (emulator, send) => {
      await send("POST", "/rooms", roomWith());
      await send("PUT", "/_emulator/time", { advance: 5000 });
      await send("PUT", "/_emulator/behaviour", { createStatus: 200 });
      await send("PUT", "/_emulator/faults", { html: 0.5 });
      const { status, json } = await send("POST", "/_emulator/reset");
      assert.equal(status, 200);
      assert.deepEqual([json.offset, json.behaviour.createStatus, json.faults.html], [0, 201, 0]);
      assert.deepEqual(json.projects[0].rooms, []);
      assert.deepEqual(emulator.requests, []);
    }));

  const missing = `/_emulator/rooms/${"0".repeat(24)}`;
  const errors: [string, string, unknown, number, RegExp][] = [
    ["PUT", "/time", {}, 400, /Send \{"now": "2026-12-01T09:00:00Z"\}, \{"offset"/],
    ["PUT", "/time", { now: "tomorrow" }, 400, /The emulator's time must be a valid date\./],
    ["PUT", "/time", { advance: 1e300 }, 400, /The emulator's time must be a valid date\./],
    ["PUT", "/time", undefined, 400, /The body is not a JSON object/],
    ["PUT", "/behaviour", "{", 400, /The body is not a JSON object/],
    ["PUT", "/faults", [], 400, /The body is not a JSON object/],
    ["POST", "/reset/all", {}, 404, /Control route not found/],
    ["GET", "/reset", undefined, 404, /Control route not found/],
    ["GET", "/", undefined, 404, /Control route not found/],
    ["POST", `${missing.slice(10)}/join`, {}, 404, /Room not found/],
    ["POST", `${missing.slice(10)}/leave`, { userRef: "x" }, 404, /Room not found/],
    ["POST", `${missing.slice(10)}/end`, {}, 404, /Room not found/],
  ];
  for (const [method, path, body, status, message] of errors) {
    it(`${method} ${path} with body ${JSON.stringify(body)} fails with ${status}`, () =>
      withEmulator({}, async (_, send) => {
        const response = await send(method, `/_emulator${path}`, body);
        assert.equal(response.status, status);
        assert.deepEqual(Object.keys(response.json), ["result", "error", "desc"]);
        assert.match(response.json.error, message);
      }));
  }

  it("join and leave reject invalid bodies and a full room", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send, { participants: 1 });
      const error = async (path: string, body: unknown) =>
        (await send("POST", `/_emulator/rooms/${id}${path}`, body)).json.error;
      assert.match(await error("/join", { role: "host" }), /A role must be one of moderator, participant, /);
      assert.match(await error("/join", { name: 5 }), /name must be a string\./);
      assert.match(await error("/leave", {}), /Name who leaves: send clientId or userRef\./);
      emulator.join(id);
      assert.match(await error("/join", {}), /Room is full/);
    }));

  it("errors of control routes ignore the behaviour switches for API errors", () =>
    withEmulator({ behaviour: { errorStyle: "error_code", errorStatus: 200 } }, async (_, send) => {
      const { status, json } = await send("PUT", "/_emulator/faults", { none: 1 });
      assert.deepEqual([status, json.result], [400, 400]);
    }));

  it("faults do not affect control routes", () =>
    withEmulator({ faults: { serverError: 1 } }, async (_, send) => {
      assert.equal((await send("PUT", "/_emulator/faults", { serverError: 0 })).status, 200);
    }));
});

describe("emulator: control requests from web pages", () => {
  /** Sends headers that `fetch` does not allow. */
  function statusWith(port: number, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request({ port, host: "127.0.0.1", path: "/_emulator/reset", method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  }

  const cases: [string, (port: number) => Record<string, string>, number][] = [
    ["a foreign host name (DNS rebinding)", () => ({ host: "evil.example" }), 403],
    ["a foreign name that begins with localhost", () => ({ host: "localhost.evil.example" }), 403],
    ["a foreign name that begins with an address", () => ({ host: "127.0.0.1.evil.example" }), 403],
    ["the address of another machine", () => ({ host: "192.0.2.1" }), 403],
    ["another origin", () => ({ origin: "https://evil.example" }), 403],
    ["an opaque origin", () => ({ origin: "null" }), 403],
    ["another port of this machine", (port) => ({ origin: `http://localhost:${port + 1}` }), 403],
    ["Sec-Fetch-Site: cross-site", () => ({ "sec-fetch-site": "cross-site" }), 403],
    ["Sec-Fetch-Site: same-site", () => ({ "sec-fetch-site": "same-site" }), 403],
    [
      "the emulator's own name",
      (port) => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` }),
      200,
    ],
    ["a subdomain of localhost", (port) => ({ host: `rooms.localhost:${port}` }), 200],
    [
      "the emulator's own address",
      (port) => ({ host: `127.0.0.1:${port}`, "sec-fetch-site": "same-origin" }),
      200,
    ],
    ["the IPv6 loopback address", (port) => ({ host: `[::1]:${port}` }), 200],
    ["Sec-Fetch-Site: none", () => ({ "sec-fetch-site": "none" }), 200],
  ];
  for (const [name, headers, status] of cases) {
    it(`a control request with ${name} gets ${status}`, () =>
      withEmulator({}, async (emulator, send) => {
        await createRoom(send);
        assert.equal(await statusWith(emulator.port, headers(emulator.port)), status);
        assert.equal(emulator.rooms().length, status === 200 ? 0 : 1);
      }));
  }

  it("responses do not allow other origins to read them", () =>
    withEmulator({}, async (_, send) => {
      const { headers } = await send("GET", "/_emulator/state");
      assert.equal(headers.get("access-control-allow-origin"), null);
    }));

  it("an emulator on 0.0.0.0 accepts any address but no foreign name", () =>
    withEmulator({ host: "0.0.0.0" }, async ({ port }) => {
      assert.equal(await statusWith(port, { host: `192.0.2.1:${port}` }), 200);
      assert.equal(await statusWith(port, { host: `evil.example:${port}` }), 403);
    }));
});
