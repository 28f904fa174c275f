import assert from "node:assert/strict";
import type { Fetch } from "../../../provider/api/transport";
import { declared, withCore } from "../../support/core";

/** An API whose list contains an unreadable entry, and which responds `other` to all other requests. */
const withBadList =
  (other: { status: number; body: string }): Fetch =>
  async (url, { method }) => {
    const isList = method === "GET" && url.endsWith("/rooms");
    const { status, body } = isList ? { status: 200, body: '{"result":0,"rooms":[{"name":"?"}]}' } : other;
    return { status, headers: { get: () => null }, text: async () => body };
  };

describe("an unreadable entry of the list", () => {
  it("may be the missing room, which does not count as gone", () =>
    withCore({}, async ({ core, anotherRun }) => {
      const state = await core.create(declared(core));
      const run = anotherRun({ fetch: withBadList({ status: 404, body: "" }) });
      await assert.rejects(run.read(state.roomId, state), /HTTP 404/);
    }));

  it("may be the room of an attempt, so no second one is created", () =>
    withCore({}, async ({ core, anotherRun }) => {
      const posts: string[] = [];
      const fetch = withBadList({ status: 500, body: '{"result":50001}' });
      const run = anotherRun({
        fetch: async (url, init) => {
          if (init.method === "POST") posts.push(url);
          return fetch(url, init);
        },
      });
      await assert.rejects(
        run.create(declared(core)),
        /It is unknown whether the room was created, .* an entry of the list is unreadable and may be the room/,
      );
      assert.equal(posts.length, 1);
    }));
});
