import assert from "node:assert/strict";
import { createRoom, roomWith, withEmulator } from "../../support/emulator";

describe("emulator: rooms API routes", () => {
  it("the API works under /video/v1, /video/v2 and /v1, with and without a trailing slash", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await createRoom(send);
      for (const base of ["/video/v1", "/video/v2", "/v1"]) {
        for (const slash of ["", "/"]) {
          assert.equal((await send("GET", `${url}${base}/rooms${slash}`)).json.rooms.length, 1);
          assert.equal((await send("GET", `${url}${base}/rooms/${id}${slash}`)).json.room.room_id, id);
          assert.equal((await send("GET", `${url}${base}/rooms/${id}/users${slash}`)).json.total, 0);
          assert.equal((await send("PATCH", `${url}${base}/rooms/${id}${slash}`, {})).json.result, 0);
        }
      }
    }));

  it("the API works with repeated slashes in the path", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = (await send("POST", "//rooms", roomWith())).json.room.room_id;
      for (const path of [`/video/v1//rooms/${id}`, `//video/v1/rooms/${id}`, `/v1///rooms//${id}//`]) {
        assert.equal((await send("GET", url + path)).json.room?.room_id, id, path);
      }
    }));

  it("an unknown route fails with 404 and a code other than 40001 (room not found)", () =>
    withEmulator({}, async ({ url }, send) => {
      const unknown = await send("GET", "/cdr/room/1");
      assert.deepEqual([unknown.status, unknown.json.result], [404, 404]);
      assert.equal((await send("GET", `${url}/v9/rooms`)).status, 404);
    }));

  it("HEAD responds like GET, without a body", () =>
    withEmulator({}, async (_, send) => {
      const { status, text } = await send("HEAD", `/rooms/${await createRoom(send)}`);
      assert.deepEqual([status, text], [200, ""]);
    }));

  it("an unsupported method fails with 405 and an Allow header", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      const allow = async (method: string, path: string) => {
        const { status, headers } = await send(method, path);
        return [status, headers.get("allow")];
      };
      assert.deepEqual(await allow("PUT", "/rooms"), [405, "GET, HEAD, POST"]);
      assert.deepEqual(await allow("POST", `/rooms/${id}`), [405, "GET, HEAD, PATCH, DELETE"]);
      assert.deepEqual(await allow("PUT", `/rooms/${id}`), [405, "GET, HEAD, PATCH, DELETE"]);
      assert.deepEqual(await allow("DELETE", `/rooms/${id}/users`), [405, "GET, HEAD"]);
      assert.deepEqual(await allow("GET", `/rooms/${id}/tokens`), [405, "POST"]);
      emulator.setBehaviour({ putAllowed: true });
      assert.deepEqual(await allow("POST", `/rooms/${id}`), [405, "GET, HEAD, PATCH, PUT, DELETE"]);
    }));
});

describe("emulator: credentials", () => {
  const wrong = {
    missing: "",
    "of another scheme": "Bearer abc",
    "not base64": "Basic ???",
    "for a wrong key": `Basic ${btoa("5f9e8d7c6b5a493827160504:wrong")}`,
    "without a colon": `Basic ${btoa("5f9e8d7c6b5a493827160504")}`,
  };
  for (const [name, authorization] of Object.entries(wrong)) {
    it(`credentials that are ${name} fail with 401 and code 10000`, () =>
      withEmulator({}, async (_, send) => {
        const { status, text, headers } = await send("GET", "/rooms", undefined, { authorization });
        assert.equal(status, 401);
        assert.equal(headers.get("www-authenticate"), 'Basic realm="rooms API"');
        assert.equal(text, '{"result":10000,"error":"[Reason] Application not found","desc":""}');
      }));
  }

  it("a project cannot see or delete the rooms of another project", () => {
    const other = { appId: "a".repeat(24), appKey: "B".repeat(36) };
    return withEmulator({ accounts: [other] }, async (emulator, send) => {
      const id = await createRoom(send);
      const authorization = `Basic ${btoa(`${other.appId}:${other.appKey}`)}`;
      assert.equal((await send("GET", `/rooms/${id}`, undefined, { authorization })).json.result, 40001);
      assert.equal((await send("DELETE", `/rooms/${id}`, undefined, { authorization })).json.result, 40001);
      const created = await send("POST", "/rooms", roomWith(), { authorization });
      assert.notEqual(created.json.room.service_id, emulator.rooms()[0]?.service_id);
      assert.equal(emulator.rooms().length, 1);
      assert.equal(emulator.rooms(other.appId).length, 1);
    });
  });

  it("startEmulator rejects malformed credentials without quoting them", async () => {
    for (const options of [{ appId: "xyz" }, { appKey: "hunter2" }, { appId: "" }]) {
      await assert.rejects(
        withEmulator(options, async () => {}),
        (error: Error) => {
          assert.equal(error.name, "UsageError");
          assert.doesNotMatch(error.message, /xyz|hunter2/);
          return true;
        },
      );
    }
  });
});
