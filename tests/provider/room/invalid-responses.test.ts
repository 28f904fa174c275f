import assert from "node:assert/strict";
import { declared, withCore } from "../../support/core";

describe("a response that is not the API's", () => {
  it("is reported with the room, the status and a short excerpt", () =>
    withCore({}, async ({ core, emulator }) => {
      const state = await core.create(declared(core));
      const failed = `Reading room ${state.roomId} failed: `;
      emulator.setFaults({ html: 1 });
      await assert.rejects(core.read(state.roomId, state), (error: Error) => {
        assert.ok(error.message.startsWith(`${failed}HTML: "502 Bad Gateway" (HTTP 502)`), error.message);
        return true;
      });
      emulator.setFaults({ html: 0, cutAnswer: 1 });
      await assert.rejects(core.read(state.roomId, state), (error: Error) => {
        assert.ok(error.message.startsWith(failed), error.message);
        assert.match(error.message, /broke after a part of the response \(HTTP 200\)/);
        assert.doesNotMatch(error.message, /standup|shop\/dev/);
        return true;
      });
    }));

  for (const [text, message] of [
    ["", /HTTP 200, an empty response/],
    ['{"result":0,"room":{"name":"standup","sip":{"pin":31', /HTTP 200, JSON that ends after 52 characters/],
    ["hello", /HTTP 200, a text that is not the documented JSON: "hello"/],
    ['{"ok":true}', /the response has no valid room\. Check enablex:apiUrl/],
  ] as const) {
    it(`is reported: ${JSON.stringify(text)}`, () =>
      withCore({}, async ({ core, anotherRun }) => {
        const state = await core.create(declared(core));
        const odd = anotherRun({
          fetch: async () => ({ status: 200, headers: { get: () => null }, text: async () => text }),
        });
        await assert.rejects(odd.read(state.roomId, state), message);
        await assert.rejects(odd.read(state.roomId, state), new RegExp(`Reading room ${state.roomId}`));
      }));
  }

  it("does not exist if nothing listens at the address: the error says so", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      await emulator.close();
      const start = clock.now();
      await assert.rejects(core.read(state.roomId, state), /127\.0\.0\.1:\d+ (refuses connections|broke)/);
      assert.ok(clock.now() - start < 60_000);
    }));
});
