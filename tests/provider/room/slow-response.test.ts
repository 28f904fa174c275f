import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch } from "../../../provider/api/transport";
import { withCore } from "../../support/core";

describe("a slow response", () => {
  /** A server that sends a list in pieces, each after the given seconds of the clock. */
  async function listInPieces(pieces: number, seconds: number): Promise<string> {
    let outcome = "";
    await withCore({}, async ({ anotherRun, clock, config }) => {
      const server = createServer((_, response) => {
        const text = JSON.stringify({ result: 0, rooms: [], padding: "x".repeat(10_000) });
        const size = Math.ceil(text.length / pieces);
        const send = (from: number) => {
          if (response.destroyed) return;
          clock.advance(seconds * 1000);
          if (from >= text.length) return void response.end();
          response.write(text.slice(from, from + size), () => setTimeout(send, 20, from + size));
        };
        response.writeHead(200, { "Content-Type": "application/json" });
        send(0);
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      config.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        outcome = await anotherRun({ fetch: createFetch() })
          .getRooms({})
          .then(
            (rooms) => `${rooms.length} rooms after ${clock.monotonic() / 1000} s`,
            (error) => error.message,
          );
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
    return outcome;
  }

  it("is read as long as it makes progress, within the 2 minutes", async () => {
    assert.equal(await listInPieces(4, 20), "0 rooms after 100 s");
    assert.match(
      await listInPieces(8, 20),
      /had not responded to the GET request for 1\d\d s when its time limit of 120 s/,
    );
  });

  it("is cut off if it pauses for 30 s", async () => {
    assert.match(
      await listInPieces(2, 31),
      /did not respond within 30 s after a part of the response \(HTTP 200\)|had not responded/,
    );
  });
});
