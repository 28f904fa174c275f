import assert from "node:assert/strict";
import { makeRoom, type Send, withEmulator } from "./client";

const clientId = "0123456789abcdef01234567";

describe("emulator: a stay that a page names", () => {
  const post = async (url: string, body: unknown) => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as any };
  };
  const inside = async (send: Send, id: string) => (await send("GET", `/rooms/${id}/users`)).json.total;

  it("has that name, and ends by it", () =>
    withEmulator({}, async ({ url }, send) => {
      const id = await makeRoom(send);
      const { status, json } = await post(`${url}/${id}/join`, { name: "Ada", clientId });
      assert.deepEqual([status, json.clientId, json.view.inside], [200, clientId, true]);
      assert.equal(await inside(send, id), 1);
      assert.deepEqual((await post(`${url}/${id}/leave`, { clientId })).json, { left: 1 });
      assert.equal(await inside(send, id), 0);
    }));

  for (const wrong of ["", "x", clientId.toUpperCase(), `${clientId}0`, 5, null, {}]) {
    it(`is refused the name ${JSON.stringify(wrong)}, which is not of the emulator's form`, () =>
      withEmulator({}, async ({ url }, send) => {
        const id = await makeRoom(send);
        const refused = await post(`${url}/${id}/join`, { name: "Ada", clientId: wrong });
        assert.deepEqual(refused, { status: 400, json: { error: "A client id has 24 hex digits" } });
        assert.equal(await inside(send, id), 0);
      }));
  }

  it("is refused the name of someone who is inside", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await makeRoom(send);
      const { clientId } = emulator.join(id);
      const refused = await post(`${emulator.url}/${id}/join`, { name: "Ada", clientId });
      assert.deepEqual(refused, { status: 409, json: { error: "This client id is in use" } });
      assert.equal(await inside(send, id), 1);
    }));
});
