import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch } from "../../../provider/api/transport";
import { mute } from "../../support/clock";
import { withCore } from "../../support/core";
import { failureOf, MINUTE, operations, response } from "./scripted-api";

describe("an API that accepts connections but never responds", () => {
  for (const [name, run] of Object.entries(operations)) {
    it(`holds a ${name} for at most 2 minutes`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const { ms, message } = await failureOf(clock, run(anotherRun({ fetch: mute(clock) })));
        assert.ok(ms > 1.5 * MINUTE && ms <= 2 * MINUTE + 200, `${ms} ms`);
        assert.match(
          message,
          {
            create:
              /did not respond within 30 s.*It is unknown whether the room was created.*when its time limit of 120 s was reached/,
            read: /^Reading room \w+ failed: .* had not responded to the GET request for 28 s when its time limit of 120 s was reached\. /,
            update:
              /^Reading room \w+ before updating it failed: .* had not responded to the GET request for 28 s when its time limit of 120 s was reached\. /,
            delete:
              /^Reading room \w+ before deleting it failed: .* had not responded to the GET request for 28 s when its time limit of 120 s was reached\. /,
          }[name]!,
        );
      }));

    it(`holds a ${name} until its customTimeouts`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const run60 = run(anotherRun({ fetch: mute(clock) }), { timeoutSeconds: 20 });
        const { ms, message } = await failureOf(clock, run60);
        assert.ok(ms <= 20_200, `${ms} ms`);
        assert.match(message, /when its customTimeouts of 20 s expired/);
      }));

    it(`holds a ${name} for 5 s after an interrupt, and 15 s if a room may have been created`, () =>
      withCore({}, async ({ anotherRun, clock }) => {
        const controller = new AbortController();
        const ended = failureOf(
          clock,
          run(anotherRun({ fetch: mute(clock) }), { signal: controller.signal }),
        );
        clock.after(7_000, () => controller.abort());
        const { ms, message } = await ended;
        assert.equal(ms, 7_000 + (name === "create" ? 15_000 : 5_000));
        assert.match(message, /for 12 s when the run was interrupted/);
        if (name === "create") assert.match(message, /It is unknown whether the room was created/);
      }));
  }

  it("holds a create for at most 2 minutes even if its list of rooms responds", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const core = anotherRun({
        fetch: (url, init) => {
          const listing = response(200, { result: 0, rooms: [] });
          return init.method === "POST" ? mute(clock)(url, init) : Promise.resolve(listing);
        },
      });
      const { ms, message } = await failureOf(clock, operations.create!(core));
      assert.ok(ms <= 2 * MINUTE + 200, `${ms} ms`);
      assert.match(message, /may exist even though the list of rooms does not show it/);
    }));

  it("holds a function that reads for at most 2 minutes", () =>
    withCore({}, async ({ anotherRun, clock }) => {
      const { ms } = await failureOf(clock, anotherRun({ fetch: mute(clock) }).getRooms({}));
      assert.ok(ms <= 2 * MINUTE + 200, `${ms} ms`);
    }));

  it("leaves no socket open that keeps the process alive", () =>
    withCore({}, async ({ anotherRun, clock, config }) => {
      let connections = 0;
      const server = createServer(({ socket }) => {
        connections++;
        const pass = () => {
          if (socket.destroyed) return;
          clock.advance(1_000);
          setImmediate(pass);
        };
        pass();
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      config.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const { ms } = await failureOf(clock, operations.read!(anotherRun({ fetch: createFetch() })));
        assert.ok(ms <= 2 * MINUTE + 1_100, `${ms} ms`);
        assert.equal(connections, 4);
      } finally {
        // It ends when its last connection does.
        server.close();
      }
      await once(server, "close");
    }));
});
