import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:net";
import { text } from "node:stream/consumers";
import type { ConnectionErrorKind } from "../../../provider/api/connection-error";
import { openTunnel, ProxyError } from "../../../provider/api/proxy";
import { assertFailure, type Effect, failureAt, requestInProcess } from "./failures";
import {
  afterData,
  close,
  freePort,
  plainServer,
  proxyServer,
  reset,
  tcpServer,
  tlsServer,
  tunnelTo,
  withProxyVariables,
  withServer,
} from "./servers";

const api = "https://api.example.invalid/rooms";

describe("unusable proxy", () => {
  const cases: [string, (abort: () => void) => Server, ConnectionErrorKind, Effect, RegExp][] = [
    [
      "requires credentials",
      () => proxyServer("407 Proxy Authentication Required\r\nContent-Length: 0"),
      "proxy-credentials",
      "not sent, final",
      /the proxy 127\.0\.0\.1:\d+ requires credentials\. Add them to HTTPS_PROXY/,
    ],
    [
      "rejects the host",
      () => proxyServer("403 Forbidden\r\nContent-Length: 10\r\n\r\nforbidden"),
      "proxy",
      "not sent, final",
      /the proxy 127\.0\.0\.1:\d+ refused the connection \(HTTP 403\)\. Correct HTTPS_PROXY/,
    ],
    [
      "cannot reach the host at the moment",
      () => proxyServer("502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),
      "unreachable",
      "not sent, retried",
      /the proxy 127\.0\.0\.1:\d+ refused the connection \(HTTP 502\)/,
    ],
    [
      "closes",
      () => tcpServer(close),
      "proxy",
      "not sent, final",
      /the proxy 127\.0\.0\.1:\d+ closed the connection/,
    ],
    [
      "responds and then resets",
      () => proxyServer("407 Proxy Authentication Required\r\nContent-Length: 9", reset),
      "proxy-credentials",
      "not sent, final",
      /requires credentials/,
    ],
    [
      "responds with garbage",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      "proxy",
      "not sent, final",
      /the proxy 127\.0\.0\.1:\d+ does not speak HTTP/,
    ],
    [
      "is silent",
      (abort) => tcpServer(afterData(abort)),
      "proxy",
      "not sent, final",
      /the proxy 127\.0\.0\.1:\d+ did not respond within 30 s/,
    ],
  ];
  for (const [name, server, kind, effect, message] of cases) {
    it(`is named without its password, with kind "${kind}" (${effect}), if it ${name}`, () => {
      const limit = new AbortController();
      return withServer(
        server(() => limit.abort()),
        (port) =>
          withProxyVariables({ HTTPS_PROXY: `http://me:hunter%2F2@127.0.0.1:${port}` }, async () => {
            const failure = await failureAt(api, { limit });
            assertFailure(failure, kind, effect, message);
            assert.doesNotMatch(failure.message, /api\.example|hunter|me:/);
          }),
      );
    });
  }

  it("is named if nothing listens on its port", async () => {
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await freePort()}` };
    const failure = await withProxyVariables(env, () => failureAt(api));
    assertFailure(failure, "proxy", "not sent, final", /the proxy 127\.0\.0\.1:\d+ refuses connections/);
  });

  it("is named without crashing the process if its address says https but it does not speak TLS", async () => {
    // An error without a listener would end the process here.
    for (const server of [
      plainServer(),
      tcpServer(close),
      tcpServer(afterData(close)),
      tcpServer((socket) => socket.end()),
    ]) {
      const message = /the proxy 127\.0\.0\.1:\d+ (does not speak TLS|closed the connection)/;
      await withServer(server, (port) =>
        withProxyVariables({ HTTPS_PROXY: `https://127.0.0.1:${port}` }, async () =>
          assertFailure(await failureAt(api), "proxy", "not sent, final", message),
        ),
      );
    }
  });

  it("is named if its certificate is signed by an unknown authority", () =>
    withServer(tlsServer("this-machine"), (port) =>
      withProxyVariables({ HTTPS_PROXY: `https://127.0.0.1:${port}` }, async () => {
        const message = /the certificate of the proxy 127\.0\.0\.1:\d+ is not signed/;
        assertFailure(await failureAt(api), "untrusted", "not sent, final", message);
      }),
    ));

  it("is rejected without quoting its address if that is not an http or https URL", async () => {
    for (const [env, message] of [
      [
        { HTTPS_PROXY: "socks5://me:password@127.0.0.1:1080" },
        /HTTPS_PROXY names a socks5 proxy, but only http and https/,
      ],
      [{ all_proxy: "ftp://127.0.0.1" }, /all_proxy names a ftp proxy/],
      [{ HTTPS_PROXY: "http://me:password@" }, /HTTPS_PROXY is not a valid proxy address/],
      [{ https_proxy: "http://[password" }, /https_proxy is not a valid proxy address/],
    ] as const) {
      const failure = await withProxyVariables(env, () => failureAt(api));
      assertFailure(failure, "proxy", "not sent, final", message);
      assert.doesNotMatch(failure.message, /password/);
    }
  });

  it("leaves no connection open if it rejects the host", () =>
    withServer(proxyServer("403 Forbidden\r\nContent-Length: 10\r\n\r\nfor"), (port, open) =>
      withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, async () => {
        await failureAt(api);
        for (const socket of open) await once(socket.resume(), "close");
        assert.equal(open.size, 0);
      }),
    ));

  it("is reached at an IPv6 address", () =>
    withProxyVariables({ HTTPS_PROXY: "http://[::1]:9" }, async () => {
      const message = /the proxy \[::1\]:9 (refuses connections|cannot be reached)/;
      assertFailure(await failureAt(api), "proxy", "not sent, final", message);
    }));

  it("leaves no connection open if it is silent", () => {
    const limit = new AbortController();
    return withServer(tcpServer(afterData(() => limit.abort())), (port, open) =>
      withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, async () => {
        await failureAt(api, { limit });
        for (const socket of open) await once(socket.resume(), "close");
        assert.equal(open.size, 0);
      }),
    );
  });

  it("does not keep the process running if it is silent", () =>
    withServer(
      tcpServer(() => {}),
      async (port) => {
        const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, TIMEOUT_MS: "50" };
        const lines = await requestInProcess([api], env);
        assert.match(lines[0]!, /^proxy false .*the proxy 127\.0\.0\.1:\d+ did not respond within 30 s/);
      },
    ));
});

describe("tunnel through a proxy", () => {
  const never = new AbortController().signal;

  it("is requested with the proxy's credentials, whose password may have any character", async () => {
    for (const [written, password] of [
      ["hunter%2F2", "hunter/2"],
      ["100%", "100%"],
    ]) {
      const sent: unknown[] = [];
      const proxy = createServer().on("connect", (request, socket) => {
        sent.push(request.headers["proxy-authorization"]);
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      });
      await withServer(proxy, async (port) => {
        const opening = openTunnel(new URL(`http://me:${written}@127.0.0.1:${port}`), "api:443", never);
        await assert.rejects(opening, ProxyError);
        assert.deepEqual(sent, [`Basic ${Buffer.from(`me:${password}`).toString("base64")}`]);
      });
    }
  });

  it("is requested with brackets around an IPv6 address", () =>
    withServer(tcpServer(close), (port) => {
      const { proxy, requested } = tunnelTo(port, createServer());
      return withServer(proxy, (proxyPort) =>
        withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` }, async () => {
          await failureAt("https://[2001:db8::1]/rooms");
          assert.deepEqual(requested, ["[2001:db8::1]:443"]);
        }),
      );
    }));

  it("includes data that the API sent together with the proxy's response", () =>
    withServer(
      proxyServer("200 OK\r\n\r\nhello", (socket) => socket.end()),
      async (port) => {
        const socket = await openTunnel(new URL(`http://127.0.0.1:${port}`), "api:443", never);
        assert.match(await text(socket), /^hello/);
      },
    ));

  it("is not requested if the signal has already aborted, and stays open if it aborts later", () =>
    withServer(proxyServer("200 OK"), async (port) => {
      const proxy = new URL(`http://127.0.0.1:${port}`);
      await assert.rejects(openTunnel(proxy, "api:443", AbortSignal.abort()), ProxyError);
      const limit = new AbortController();
      const socket = await openTunnel(proxy, "api:443", limit.signal);
      limit.abort();
      assert.equal(socket.destroyed, false);
    }));
});

describe("request through a proxy", () => {
  it("names the API and the proxy in a failure of the API, also if the proxy address has no scheme", () =>
    withServer(tlsServer("this-machine"), (port) => {
      const { proxy, requested } = tunnelTo(port, createServer());
      return withServer(proxy, (proxyPort) =>
        withProxyVariables({ HTTPS_PROXY: `127.0.0.1:${proxyPort}` }, async () => {
          assertFailure(
            await failureAt(api),
            "untrusted",
            "not sent, final",
            /the certificate of api\.example\.invalid \(through the proxy 127\.0\.0\.1:\d+\) is not signed/,
          );
          assert.deepEqual(requested, ["api.example.invalid:443"]);
        }),
      );
    }));

  for (const [name, then] of [
    ["closes", close],
    ["resets", reset],
  ] as const) {
    it(`counts as not sent if the connection ${name} before the TLS handshake with the API`, () =>
      withServer(proxyServer("200 OK", then), (port) =>
        withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, async () =>
          assertFailure(
            await failureAt(api),
            "broken",
            "not sent, retried",
            /api\.example\.invalid \(through the proxy 127\.0\.0\.1:\d+\) closed the connection/,
          ),
        ),
      ));
  }

  it("shares one tunnel with all requests to the API, also through an https proxy", () =>
    withServer(tlsServer("this-machine"), (apiPort) => {
      const { proxy, requested } = tunnelTo(apiPort, tlsServer("this-machine"));
      return withServer(proxy, async (port) => {
        const url = `https://127.0.0.1:${apiPort}/rooms`;
        const lines = await requestInProcess([url, url, url], { HTTPS_PROXY: `https://127.0.0.1:${port}` });
        assert.match(lines.join("\n"), /^200 .*\n200 .*\n200 [^\n]*$/);
        assert.deepEqual(requested, [`127.0.0.1:${apiPort}`]);
      });
    }));
});
