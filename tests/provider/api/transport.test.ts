import assert from "node:assert/strict";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { createFetch, type FetchInit } from "../../../provider/api/transport";
import { afterData, tcpServer, tunnelTo, withProxyVariables, withServer } from "./servers";

const get: FetchInit = {
  method: "GET",
  headers: {},
  redirect: "manual",
  signal: new AbortController().signal,
};

describe("transport", () => {
  it("reuses a connection, and does not follow redirects", async () => {
    const sockets = new Set<unknown>();
    const server = createServer((request, response) => {
      sockets.add(request.socket);
      response.writeHead(302, { Location: "/elsewhere", "X-Request-Id": "req_1" }).end("moved");
    });
    await withServer(server, async (port) => {
      const fetch = createFetch();
      for (let i = 0; i < 3; i++) {
        const response = await fetch(`http://127.0.0.1:${port}/rooms`, get);
        assert.equal(response.status, 302);
        assert.equal(response.headers.get("x-request-id"), "req_1");
        assert.equal(await response.text(), "moved");
      }
      assert.equal(sockets.size, 1);
    });
  });

  it("sends a body with its length, and decompresses the response", async () => {
    const seen: object[] = [];
    const server = createServer(async (request, response) => {
      const { authorization, "content-length": length, "transfer-encoding": encoding } = request.headers;
      let body = "";
      for await (const part of request) body += part;
      seen.push({ authorization, length, encoding, body });
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("räume"));
    });
    await withServer(server, async (port) => {
      const post = { ...get, method: "POST", headers: { Authorization: "Basic x" }, body: '{"name":"ä"}' };
      const response = await createFetch()(`http://127.0.0.1:${port}/rooms`, post);
      assert.equal(await response.text(), "räume");
      assert.deepEqual(seen, [
        { authorization: "Basic x", length: "13", encoding: undefined, body: '{"name":"ä"}' },
      ]);
    });
  });

  it("reports progress for the connection and each piece of the response", async () => {
    const server = createServer((_, response) => {
      response.write("1");
      setImmediate(() => response.end("2"));
    });
    await withServer(server, async (port) => {
      let progress = 0;
      const onProgress = () => void progress++;
      const response = await createFetch()(`http://127.0.0.1:${port}/`, { ...get, onProgress });
      await response.text();
      assert.ok(progress >= 3, String(progress));
    });
  });

  it("does not close a connection if the signal of an earlier request aborts", async () => {
    const server = createServer((_, response) => response.end("here"));
    await withServer(server, async (port, open) => {
      const fetch = createFetch();
      const ended = new AbortController();
      await (await fetch(`http://127.0.0.1:${port}/`, { ...get, signal: ended.signal })).text();
      ended.abort();
      await (await fetch(`http://127.0.0.1:${port}/`, get)).text();
      assert.equal(open.size, 1);
    });
  });

  it("fails with the signal's reason and wasSent if the signal aborts a sent request", () => {
    const limit = new AbortController();
    const reason = new Error("enough");
    return withServer(tcpServer(afterData(() => limit.abort(reason))), (port) =>
      assert.rejects(createFetch()(`http://127.0.0.1:${port}/`, { ...get, signal: limit.signal }), {
        name: "TransportError",
        cause: reason,
        wasSent: true,
      }),
    );
  });

  it("sends nothing if the proxy address is unusable", () =>
    withProxyVariables({ HTTPS_PROXY: "socks5://127.0.0.1" }, () =>
      assert.rejects(createFetch()("https://api.example.invalid/", get), {
        name: "TransportError",
        wasSent: false,
      }),
    ));

  it("bypasses the proxy for a host in NO_PROXY, and for plain http to this machine", async () => {
    const { proxy, requested } = tunnelTo(9, createServer());
    const server = createServer((_, response) => response.end("here"));
    await withServer(proxy, (port) =>
      withServer(server, async (own) => {
        const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, ALL_PROXY: `http://127.0.0.1:${port}` };
        await withProxyVariables({ ...env, NO_PROXY: "127.0.0.1" }, async () => {
          // The server does not speak TLS: the connection breaks without the proxy.
          await assert.rejects(createFetch()(`https://127.0.0.1:${own}/`, get), { proxy: undefined });
        });
        await withProxyVariables(env, async () => {
          assert.equal(await (await createFetch()(`http://127.0.0.1:${own}/`, get)).text(), "here");
        });
        assert.deepEqual(requested, []);
      }),
    );
  });
});
