import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createFetch, type FetchInit } from "../../../provider/api/transport";

const get: FetchInit = {
  method: "GET",
  headers: {},
  redirect: "manual",
  signal: new AbortController().signal,
};

/** Starts a server on this machine for one test; answers its port. */
async function withServer(server: Server, test: (port: number) => Promise<void>): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A proxy that lets nothing through, and the hosts that it was asked for. */
function refusingProxy(): { proxy: Server; asked: string[] } {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url!);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  return { proxy, asked };
}

async function withEnvironment(env: Record<string, string>, test: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    await test();
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe("the transport", () => {
  it("keeps a connection for the next request, and follows no redirect", async () => {
    const sockets = new Set<unknown>();
    const server = createServer((request, response) => {
      sockets.add(request.socket);
      response.writeHead(302, { Location: "/elsewhere", "X-Request-Id": "req_1" }).end("moved");
    });
    await withServer(server, async (port) => {
      const fetch = createFetch();
      for (let i = 0; i < 3; i++) {
        const answer = await fetch(`http://127.0.0.1:${port}/rooms`, get);
        assert.equal(answer.status, 302);
        assert.equal(answer.headers.get("x-request-id"), "req_1");
        assert.equal(await answer.text(), "moved");
      }
      assert.equal(sockets.size, 1);
    });
  });

  it("goes through the proxy that HTTPS_PROXY names", async () => {
    const { proxy, asked } = refusingProxy();
    await withServer(proxy, (port) =>
      withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: "" }, async () => {
        const answer = await createFetch()("https://api.example.invalid/video/v1/rooms", get);
        assert.equal(answer.status, 407);
        assert.deepEqual(asked, ["api.example.invalid:443"]);
      }),
    );
  });

  it("goes past the proxy for a host that NO_PROXY excepts, and for plain http to this machine", async () => {
    const { proxy, asked } = refusingProxy();
    const server = createServer((_, response) => response.end("here"));
    await withServer(proxy, (port) =>
      withEnvironment(
        {
          HTTPS_PROXY: `http://127.0.0.1:${port}`,
          HTTP_PROXY: `http://127.0.0.1:${port}`,
          NO_PROXY: "127.0.0.1",
        },
        async () => {
          await withServer(server, async (own) => {
            assert.equal(await (await createFetch()(`http://127.0.0.1:${own}/`, get)).text(), "here");
            // Nobody speaks TLS there: the connection breaks, and the proxy has not been asked.
            await assert.rejects(createFetch()(`https://127.0.0.1:${own}/`, get));
          });
          await withEnvironment({ NO_PROXY: "" }, () =>
            withServer(
              createServer((_, response) => response.end("here")),
              async (own) => {
                assert.equal(await (await createFetch()(`http://127.0.0.1:${own}/`, get)).text(), "here");
              },
            ),
          );
          assert.deepEqual(asked, []);
        },
      ),
    );
  });
});
