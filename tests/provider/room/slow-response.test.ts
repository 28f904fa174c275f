import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch } from "../../../provider/api/transport";
import { withCore } from "../core-on-emulator";

describe("a response that comes slowly", () => {
  /** A server that sends a list in pieces, each after so many seconds of the clock. */
  async function listInPieces(pieces: number, seconds: number): Promise<string> {
    let outcome = "";
    await withCore({}, async ({ anotherRun, clock, config }) => {
      const server = createServer((_, answer) => {
        const text = JSON.stringify({ result: 0, rooms: [], padding: "x".repeat(10_000) });
        const size = Math.ceil(text.length / pieces);
        const send = (from: number) => {
          if (answer.destroyed) return;
          clock.advance(seconds * 1000);
          if (from >= text.length) return void answer.end();
          answer.write(text.slice(from, from + size), () => setTimeout(send, 20, from + size));
        };
        answer.writeHead(200, { "Content-Type": "application/json" });
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

  it("is waited for as long as it goes on, within the 2 minutes", async () => {
    assert.equal(await listInPieces(4, 20), "0 rooms after 100 s");
    assert.match(
      await listInPieces(8, 20),
      /had not responded to the GET request for 1\d\d s when its time limit of 120 s/,
    );
  });

  it("is given up when it stops for 30 s", async () => {
    assert.match(
      await listInPieces(2, 31),
      /did not respond within 30 s after a part of the response \(HTTP 200\)|had not responded/,
    );
  });
});
