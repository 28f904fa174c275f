import assert from "node:assert/strict";
import { createRoom, type Send, withEmulator } from "../../support/emulator";

const clientId = "0123456789abcdef01234567";

describe("emulator: the client id of a page", () => {
  const post = async (url: string, body: unknown) => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, json: (await response.json()) as any };
  };
  const inside = async (send: Send, id: string) => (await send("GET", `/rooms/${id}/users`)).json.total;

  it("a page can join and leave with a client id that it chose", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await createRoom(send);
      const { status, json } = await post(`${url}/${id}/join`, { name: "Ada", clientId });
      assert.deepEqual([status, json.clientId, json.view.inside], [200, clientId, true]);
      assert.equal(await inside(send, id), 1);
      assert.deepEqual((await post(`${url}/${id}/leave`, { clientId })).json, { left: 1 });
      assert.equal(await inside(send, id), 0);
    }));

  for (const wrong of ["", "x", clientId.toUpperCase(), `${clientId}0`, 5, null, {}]) {
    it(`joining with the malformed client id ${JSON.stringify(wrong)} fails`, () =>
      withEmulator({}, async ({ url }, send) => {
        const id = await createRoom(send);
        const response = await post(`${url}/${id}/join`, { name: "Ada", clientId: wrong });
        assert.deepEqual(response, { status: 400, json: { error: "clientId must have 24 hex digits" } });
        assert.equal(await inside(send, id), 0);
      }));
  }

  it("joining with a client id in use fails", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      const { clientId } = emulator.join(id);
      const response = await post(`${emulator.url}/${id}/join`, { name: "Ada", clientId });
      assert.deepEqual(response, { status: 409, json: { error: "clientId is already in use" } });
      assert.equal(await inside(send, id), 1);
    }));
});
