import assert from "node:assert/strict";
import { request } from "node:http";
import { makeRoom, noon, roomWith, withEmulator } from "./client";

describe("emulator: control routes", () => {
  it("tell time, seed, switches, faults, and the rooms with who is inside", () =>
    withEmulator({ now: noon, seed: 7, faults: { html: 0 } }, async (emulator, send) => {
      const id = await makeRoom(send);
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

  it("need no credentials", () =>
    withEmulator({}, async (_, send) => {
      const headers = { authorization: "" };
      assert.equal((await send("GET", "/_emulator/state", undefined, headers)).status, 200);
    }));

  it("let someone join and leave, as the rooms API then shows", () =>
    withEmulator({}, async (_, send) => {
      const id = await makeRoom(send);
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

  it("join a guest as participant unless told otherwise, each a person of its own", () =>
    withEmulator({}, async (_, send) => {
      const id = await makeRoom(send);
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

  it("set the clock to a moment, an offset, or on", () =>
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

  it("tell the requests to the rooms API without headers, and forget them", () =>
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

  it("reset everything to the start", () =>
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
  const refused: [string, string, unknown, number, RegExp][] = [
    ["PUT", "/time", {}, 400, /Send \{"now": "2026-12-01T09:00:00Z"\}, \{"offset"/],
    ["PUT", "/time", { now: "tomorrow" }, 400, /The emulator's time must be a valid date\./],
    ["PUT", "/time", { advance: 1e300 }, 400, /The emulator's time must be a valid date\./],
    ["PUT", "/time", undefined, 400, /The body is not a JSON object/],
    ["PUT", "/behaviour", "{", 400, /The body is not a JSON object/],
    ["PUT", "/faults", [], 400, /The body is not a JSON object/],
    ["POST", "/reset/all", {}, 404, /No such control route/],
    ["GET", "/reset", undefined, 404, /No such control route/],
    ["GET", "/", undefined, 404, /No such control route/],
    ["POST", `${missing.slice(10)}/join`, {}, 404, /Room not found/],
    ["POST", `${missing.slice(10)}/leave`, { userRef: "x" }, 404, /Room not found/],
    ["POST", `${missing.slice(10)}/end`, {}, 404, /Room not found/],
  ];
  for (const [method, path, body, status, message] of refused) {
    it(`refuse ${method} ${path} with ${JSON.stringify(body)}`, () =>
      withEmulator({}, async (_, send) => {
        const answer = await send(method, `/_emulator${path}`, body);
        assert.equal(answer.status, status);
        assert.deepEqual(Object.keys(answer.json), ["result", "error", "desc"]);
        assert.match(answer.json.error, message);
      }));
  }

  it("refuse a visitor or a leave that cannot be, and a full room", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await makeRoom(send, { participants: 1 });
      const error = async (path: string, body: unknown) =>
        (await send("POST", `/_emulator/rooms/${id}${path}`, body)).json.error;
      assert.match(await error("/join", { role: "host" }), /A role is one of moderator, participant, /);
      assert.match(await error("/join", { name: 5 }), /name must be a text\./);
      assert.match(await error("/leave", {}), /Say who leaves: clientId or userRef\./);
      emulator.join(id);
      assert.match(await error("/join", {}), /Room is full/);
    }));

  it("answer in their own form, whatever the rooms API's errors look like", () =>
    withEmulator({ behaviour: { errorStyle: "error_code", errorStatus: 200 } }, async (_, send) => {
      const { status, json } = await send("PUT", "/_emulator/faults", { none: 1 });
      assert.deepEqual([status, json.result], [400, 400]);
    }));

  it("are spared from faults", () =>
    withEmulator({ faults: { serverError: 1 } }, async (_, send) => {
      assert.equal((await send("PUT", "/_emulator/faults", { serverError: 0 })).status, 200);
    }));
});

describe("emulator: control requests that a foreign web page may have caused", () => {
  /** `fetch` would not let a test set these headers. */
  function statusWith(port: number, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request({ port, host: "127.0.0.1", path: "/_emulator/reset", method: "POST", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
  }

  const cases: [string, (port: number) => Record<string, string>, number][] = [
    ["a foreign host name, which may have been made to point here", () => ({ host: "evil.example" }), 403],
    ["a foreign name that begins like an own one", () => ({ host: "localhost.evil.example" }), 403],
    ["a foreign name that begins like an address", () => ({ host: "127.0.0.1.evil.example" }), 403],
    ["an address of another machine", () => ({ host: "192.0.2.1" }), 403],
    ["another origin", () => ({ origin: "https://evil.example" }), 403],
    ["an origin that is hidden", () => ({ origin: "null" }), 403],
    ["another port of this machine", (port) => ({ origin: `http://localhost:${port + 1}` }), 403],
    ["a browser's mark of another site", () => ({ "sec-fetch-site": "cross-site" }), 403],
    ["a browser's mark of the same site", () => ({ "sec-fetch-site": "same-site" }), 403],
    ["its own name", (port) => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` }), 200],
    ["a name below localhost", (port) => ({ host: `rooms.localhost:${port}` }), 200],
    ["its own address", (port) => ({ host: `127.0.0.1:${port}`, "sec-fetch-site": "same-origin" }), 200],
    ["its own address of the newer kind", (port) => ({ host: `[::1]:${port}` }), 200],
    ["no page at all", () => ({ "sec-fetch-site": "none" }), 200],
  ];
  for (const [name, headers, status] of cases) {
    it(`${name}: ${status}`, () =>
      withEmulator({}, async (emulator, send) => {
        await makeRoom(send);
        assert.equal(await statusWith(emulator.port, headers(emulator.port)), status);
        assert.equal(emulator.rooms().length, status === 200 ? 0 : 1);
      }));
  }

  it("are answered without leave for other origins to read", () =>
    withEmulator({}, async (_, send) => {
      const { headers } = await send("GET", "/_emulator/state");
      assert.equal(headers.get("access-control-allow-origin"), null);
    }));

  it("an emulator for every address answers to any address, but to no foreign name", () =>
    withEmulator({ host: "0.0.0.0" }, async ({ port }) => {
      assert.equal(await statusWith(port, { host: `192.0.2.1:${port}` }), 200);
      assert.equal(await statusWith(port, { host: `evil.example:${port}` }), 403);
    }));
});
