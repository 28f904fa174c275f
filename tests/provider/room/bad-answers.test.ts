import assert from "node:assert/strict";
import { declared, withCore } from "../core-on-emulator";

describe("an answer that is not the API's", () => {
  it("is told by the room, the status and a short piece of it", () =>
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

  for (const [text, told] of [
    ["", /HTTP 200, an empty response/],
    ['{"result":0,"room":{"name":"standup","sip":{"pin":31', /HTTP 200, JSON that ends after 52 characters/],
    ["hello", /HTTP 200, a text that is not the documented JSON: "hello"/],
    ['{"ok":true}', /the response has no valid room\. Check enablex:apiUrl/],
  ] as const) {
    it(`is told: ${JSON.stringify(text)}`, () =>
      withCore({}, async ({ core, anotherRun }) => {
        const state = await core.create(declared(core));
        const odd = anotherRun({
          fetch: async () => ({ status: 200, headers: { get: () => null }, text: async () => text }),
        });
        await assert.rejects(odd.read(state.roomId, state), told);
        await assert.rejects(odd.read(state.roomId, state), new RegExp(`Reading room ${state.roomId}`));
      }));
  }

  it("is no answer at all, where nobody listens", () =>
    withCore({}, async ({ core, emulator, clock }) => {
      const state = await core.create(declared(core));
      await emulator.close();
      const start = clock.now();
      await assert.rejects(core.read(state.roomId, state), /127\.0\.0\.1:\d+ (refuses connections|broke)/);
      assert.ok(clock.now() - start < 60_000);
    }));
});
