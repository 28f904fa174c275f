import assert from "node:assert/strict";
import { createRoom, noon, roomWith, withEmulator } from "../../support/emulator";

const ada = { name: "Ada", user_ref: "ada", role: "participant" };
const decode = (token: string) => JSON.parse(Buffer.from(token, "base64").toString());

describe("emulator: a token", () => {
  it("a token is base64 of JSON that contains the room, with keys in the real order", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const body = { ...roomWith(), sip: { enabled: false } };
      const { room_id } = (await send("POST", "/rooms", body)).json.room;
      const { status, json } = await send("POST", `/rooms/${room_id}/tokens`, { ...ada, roomId: room_id });
      assert.equal(status, 200);
      const token = decode(json.token);
      const { name, service_id, owner_ref, settings, sip, created } = emulator.rooms()[0]!;
      const roomMeta = { _id: room_id, name, service_id, owner_ref, settings, sip, created };
      assert.equal(JSON.stringify(token.roomMeta), JSON.stringify(roomMeta));
      assert.match(token.tokenId, /^[0-9a-f]{24}$/);
    }));

  it("a token is marked secure if the client uses https", () =>
    withEmulator({}, async (_, send) => {
      const path = `/rooms/${await createRoom(send)}/tokens`;
      const secure = async (headers = {}) =>
        decode((await send("POST", path, ada, headers)).json.token).secure;
      assert.equal(await secure(), false);
      assert.equal(await secure({ "x-forwarded-proto": "https" }), true);
      assert.equal(await secure({ "x-forwarded-proto": "https, http" }), true);
      assert.equal(await secure({ "x-forwarded-proto": "http" }), false);
    }));

  it("a token request may have numbers as name and user_ref", () =>
    withEmulator({}, async (_, send) => {
      const path = `/rooms/${await createRoom(send)}/tokens`;
      assert.equal((await send("POST", path, { ...ada, name: 7, user_ref: 0 })).json.result, 0);
    }));

  it("an invalid token request fails with the code of its first problem", () =>
    withEmulator({}, async (_, send) => {
      const id = await createRoom(send);
      const requestToken = async (body: unknown) => (await send("POST", `/rooms/${id}/tokens`, body)).json;
      assert.deepEqual(await requestToken({ name: null }), {
        result: 10101,
        error: "[Reason] Required Data Missing: name (User Name)",
        desc: "",
      });
      assert.equal((await requestToken({ name: "Ada" })).result, 10102);
      assert.equal((await requestToken({ name: "Ada", user_ref: "ada" })).result, 10103);
      assert.equal((await requestToken({ name: "Ada", user_ref: "ada", role: "Moderator" })).result, 10104);
    }));
});
