import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server, Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ConnectionError } from "../../../provider/api/connection-error";
import { declared, withCore } from "../core-on-emulator";
import {
  afterData,
  authority,
  failureAt,
  freePort,
  plainServer,
  proxyServer,
  tcpServer,
  tlsServer,
  tunnelTo,
  withProxyVariables,
  withServer,
} from "./servers";

/** Nothing was sent; it may pass, or it stays. */
const passes = { isAmbiguous: false, isRetryable: true, isUnreachable: true };
const stays = { isAmbiguous: false, isRetryable: false, isUnreachable: false };
/** It was sent, and what became of it is not known. */
const unknown = { isAmbiguous: true, isRetryable: true, isUnreachable: false };

function assertFailure(failure: ConnectionError, expected: object, message: RegExp): void {
  const { kind, isAmbiguous, isRetryable, isUnreachable } = failure;
  assert.deepEqual({ kind, isAmbiguous, isRetryable, isUnreachable }, expected, failure.message);
  assert.match(failure.message, message);
  assert.doesNotMatch(failure.message, /\n|SSL routines|openssl/, "one line, without a dump");
}

const close = (socket: Socket) => socket.destroy();
const reset = (socket: Socket) => socket.resetAndDestroy();

describe("a connection that fails", () => {
  const cases: [string, "http" | "https", () => Server, object, RegExp][] = [
    [
      "a certificate of an unknown authority",
      "https",
      () => tlsServer("this-machine"),
      { kind: "untrusted", ...stays },
      /the certificate of 127\.0\.0\.1:\d+ is not signed by a known authority\. .*NODE_EXTRA_CA_CERTS/,
    ],
    [
      "TLS to a server that speaks plain HTTP",
      "https",
      plainServer,
      { kind: "tls", ...stays },
      /127\.0\.0\.1:\d+ does not speak TLS \(https\)\. Look at the scheme/,
    ],
    [
      "TLS to a server that sends garbage",
      "https",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      { kind: "tls", ...stays },
      /does not speak TLS/,
    ],
    [
      "TLS to a server that knows only old versions",
      "https",
      () =>
        tlsServer("this-machine", { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "ALL@SECLEVEL=0" }),
      { kind: "tls", ...stays },
      /the TLS handshake with 127\.0\.0\.1:\d+ failed \(.*protocol version\)/,
    ],
    [
      "a server that closes during the handshake",
      "https",
      () => tcpServer(afterData(close)),
      { kind: "broken", ...passes },
      /127\.0\.0\.1:\d+ cut the connection before anything was sent/,
    ],
    [
      "a server that resets during the handshake",
      "https",
      () => tcpServer(afterData(reset)),
      { kind: "broken", ...passes },
      /cut the connection before anything was sent/,
    ],
    [
      "a server that is mute during the handshake",
      "https",
      () => tcpServer(() => {}),
      { kind: "timeout", ...passes },
      /127\.0\.0\.1:\d+ did not answer within 0\.1 s/,
    ],
    [
      "a server that is mute after the request",
      "http",
      () => tcpServer(() => {}),
      { kind: "timeout", ...unknown },
      /127\.0\.0\.1:\d+ did not answer within 0\.1 s/,
    ],
    [
      "a server that closes after the request",
      "http",
      () => tcpServer(afterData(close)),
      { kind: "broken", ...unknown },
      /the connection to 127\.0\.0\.1:\d+ broke: /,
    ],
    [
      "plain HTTP to a server that answers with a TLS alert",
      "http",
      () => tcpServer(afterData((socket) => socket.end(Buffer.from("15030100020246", "hex")))),
      { kind: "tls", ...stays },
      /127\.0\.0\.1:\d+ speaks TLS, and the address says http/,
    ],
    [
      "a server that answers with garbage",
      "http",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      { kind: "not-http", isAmbiguous: true, isRetryable: false, isUnreachable: false },
      /127\.0\.0\.1:\d+ answers, and not in HTTP\. Look at enablex:apiUrl/,
    ],
  ];
  for (const [name, scheme, server, expected, message] of cases) {
    it(`is told by its kind: ${name}`, () =>
      withProxyVariables({}, () =>
        withServer(server(), async (port) => {
          const timeoutMs = "kind" in expected && expected.kind === "timeout" ? 100 : 10_000;
          assertFailure(
            await failureAt(`${scheme}://127.0.0.1:${port}/rooms`, { timeoutMs }),
            expected,
            message,
          );
        }),
      ));
  }

  it("is told by its kind: a port at which nothing listens", () =>
    withProxyVariables({}, async () => {
      const failure = await failureAt(`https://127.0.0.1:${await freePort()}/rooms`);
      assertFailure(
        failure,
        { kind: "refused", ...passes },
        /127\.0\.0\.1:\d+ refuses connections\. Start the emulator/,
      );
    }));

  it("is told by its kind: a name that does not exist", () =>
    withProxyVariables({}, async () => {
      const failure = await failureAt("https://api.example.invalid/rooms");
      assertFailure(failure, { kind: "dns", ...passes }, /(there is no host|the name) api\.example\.invalid/);
    }));
});

describe("a proxy that cannot be used", () => {
  const api = "https://api.example.invalid/rooms";
  const cases: [string, () => Server, object, RegExp][] = [
    [
      "asks for credentials",
      () => proxyServer("407 Proxy Authentication Required\r\nContent-Length: 0"),
      { kind: "proxy-credentials", ...stays },
      /the proxy 127\.0\.0\.1:\d+ asks for credentials\. Write them into HTTPS_PROXY/,
    ],
    [
      "refuses the host",
      () => proxyServer("403 Forbidden\r\nContent-Length: 10\r\n\r\nforbidden"),
      { kind: "proxy", ...stays },
      /the proxy 127\.0\.0\.1:\d+ refuses the connection \(HTTP 403\)\. Correct HTTPS_PROXY/,
    ],
    [
      "has no way to the host at the moment",
      () => proxyServer("502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),
      { kind: "unreachable", ...passes },
      /the proxy 127\.0\.0\.1:\d+ refuses the connection \(HTTP 502\)/,
    ],
    [
      "closes",
      () => tcpServer(close),
      { kind: "proxy", ...stays },
      /the proxy 127\.0\.0\.1:\d+ cut the connection/,
    ],
    [
      "answers and then resets",
      () => proxyServer("407 Proxy Authentication Required\r\nContent-Length: 9", reset),
      { kind: "proxy-credentials", ...stays },
      /asks for credentials/,
    ],
    [
      "answers with garbage",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      { kind: "proxy", ...stays },
      /the proxy 127\.0\.0\.1:\d+ does not speak HTTP/,
    ],
    [
      "is mute",
      () => tcpServer(() => {}),
      { kind: "proxy", ...stays },
      /the proxy 127\.0\.0\.1:\d+ did not answer within 0\.1 s/,
    ],
  ];
  for (const [name, server, expected, message] of cases) {
    it(`is named, and not the API, nor the proxy's password: it ${name}`, () =>
      withServer(server(), (port) =>
        withProxyVariables({ HTTPS_PROXY: `http://me:hunter%2F2@127.0.0.1:${port}` }, async () => {
          const failure = await failureAt(api, { timeoutMs: name === "is mute" ? 100 : 10_000 });
          assertFailure(failure, expected, message);
          assert.doesNotMatch(failure.message, /api\.example|hunter|me:/);
        }),
      ));
  }

  it("is named where it stands at no port, or speaks no TLS although it should", async () => {
    const refusing = `http://127.0.0.1:${await freePort()}`;
    await withProxyVariables({ HTTPS_PROXY: refusing }, async () =>
      assertFailure(
        await failureAt(api),
        { kind: "proxy", ...stays },
        /the proxy 127\.0\.0\.1:\d+ refuses connections/,
      ),
    );
    // An error without a listener ended the process here.
    for (const server of [
      plainServer(),
      tcpServer(close),
      tcpServer(afterData(close)),
      tcpServer((socket) => socket.end()),
    ]) {
      await withServer(server, (port) =>
        withProxyVariables({ HTTPS_PROXY: `https://127.0.0.1:${port}` }, async () =>
          assertFailure(
            await failureAt(api),
            { kind: "proxy", ...stays },
            /the proxy 127\.0\.0\.1:\d+ (does not speak TLS|cut the connection)/,
          ),
        ),
      );
    }
    await withServer(tlsServer("this-machine"), (port) =>
      withProxyVariables({ HTTPS_PROXY: `https://127.0.0.1:${port}` }, async () =>
        assertFailure(
          await failureAt(api),
          { kind: "untrusted", ...stays },
          /the certificate of the proxy 127\.0\.0\.1:\d+ is not signed/,
        ),
      ),
    );
  });

  it("is refused by the name of its kind, or of its variable, without the value", async () => {
    for (const [env, message] of [
      [
        { HTTPS_PROXY: "socks5://me:password@127.0.0.1:1080" },
        /HTTPS_PROXY names a socks5 proxy, and only http and https/,
      ],
      [{ all_proxy: "ftp://127.0.0.1" }, /all_proxy names a ftp proxy/],
      [{ HTTPS_PROXY: "http://me:password@" }, /HTTPS_PROXY is not the address of a proxy/],
      [{ https_proxy: "http://[password" }, /https_proxy is not the address of a proxy/],
    ] as const) {
      const failure = await withProxyVariables(env, () => failureAt(api));
      assertFailure(failure, { kind: "proxy", ...stays }, message);
      assert.doesNotMatch(failure.message, /password/);
    }
  });

  it("leaves no connection behind when it is mute", () =>
    withServer(
      tcpServer(() => {}),
      (port, open) =>
        withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, async () => {
          await failureAt(api, { timeoutMs: 50 });
          for (const socket of open) await once(socket.resume(), "close");
          assert.equal(open.size, 0);
        }),
    ));
});

describe("through a proxy", () => {
  it("which has no scheme and so is an http proxy, a failure of the API is the API's, and says by which way", () =>
    withServer(tlsServer("this-machine"), (port) => {
      const { proxy, asked } = tunnelTo(port, createServer());
      return withServer(proxy, (proxyPort) =>
        withProxyVariables({ HTTPS_PROXY: `127.0.0.1:${proxyPort}` }, async () => {
          assertFailure(
            await failureAt("https://api.example.invalid/rooms"),
            { kind: "untrusted", ...stays },
            /the certificate of api\.example\.invalid \(through the proxy 127\.0\.0\.1:\d+\) is not signed/,
          );
          assert.deepEqual(asked, ["api.example.invalid:443"]);
        }),
      );
    }));

  for (const [name, then] of [
    ["closes", close],
    ["resets", reset],
  ] as const) {
    it(`a connection that ${name} before the handshake has sent nothing`, () =>
      withServer(proxyServer("200 OK", then), (port) =>
        withProxyVariables({ HTTPS_PROXY: `http://127.0.0.1:${port}` }, async () =>
          assertFailure(
            await failureAt("https://api.example.invalid/rooms"),
            { kind: "broken", ...passes },
            /api\.example\.invalid \(through the proxy 127\.0\.0\.1:\d+\) cut the connection/,
          ),
        ),
      ));
  }
});

describe("a create whose request never left", () => {
  for (const [name, server, isTriedAgain] of [
    ["is tried for 15 s, where the handshake was cut", () => tcpServer(afterData(close)), true],
    ["is not tried again, where the certificate is refused", () => tlsServer("this-machine"), false],
  ] as const) {
    it(`${name}, and no list is asked for what it did`, () => {
      let connections = 0;
      const counting = server().on("connection", () => connections++);
      return withServer(counting, (port) =>
        withProxyVariables({}, () =>
          withCore({ config: { apiUrl: `https://127.0.0.1:${port}` } }, async ({ core, clock }) => {
            const before = clock.now();
            const error = await core.create(declared(core)).catch((thrown: Error) => thrown);
            assert.match(String(error), /^ConnectionError: Creating room "standup" failed: [^\n]*$/);
            assert.doesNotMatch(String(error), /list of rooms|whether|may have/i);
            assert.equal(connections > 1, isTriedAgain);
            assert.ok(clock.now() - before <= 15_000, `${clock.now() - before} ms`);
          }),
        ),
      );
    });
  }
});

/** A process that knows the authority of the certificates, and asks each address. */
async function inProcess(urls: string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "ask.ts"), ...urls], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: authority, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  assert.equal(code, 0);
  return output.trim().split("\n");
}

describe("in a process that knows the authority", () => {
  it("a certificate that has expired, or is another host's, is refused, and a good one is not", () =>
    withServer(tlsServer("expired"), (expired) =>
      withServer(tlsServer("other-host"), (otherHost) =>
        withServer(tlsServer("this-machine"), async (good) => {
          const urls = [expired, otherHost, good].map((port) => `https://127.0.0.1:${port}/rooms`);
          const lines = await inProcess(urls);
          assert.match(
            lines[0]!,
            /^certificate false .*the certificate of 127\.0\.0\.1:\d+ has expired\. Correct/,
          );
          assert.match(lines[1]!, /^certificate false .*the certificate is not that of 127\.0\.0\.1:\d+\. /);
          assert.match(lines[2]!, /^200 \{"result":0/);
        }),
      ),
    ));

  it("one tunnel of an https proxy serves all requests", () =>
    withServer(tlsServer("this-machine"), (api) => {
      const { proxy, asked } = tunnelTo(api, tlsServer("this-machine"));
      return withServer(proxy, async (port) => {
        const url = `https://127.0.0.1:${api}/rooms`;
        const lines = await inProcess([url, url, url], { HTTPS_PROXY: `https://127.0.0.1:${port}` });
        assert.match(lines.join("\n"), /^200 .*\n200 .*\n200 [^\n]*$/);
        assert.deepEqual(asked, [`127.0.0.1:${api}`]);
      });
    }));

  it("a mute proxy keeps no process from ending", () =>
    withServer(
      tcpServer(() => {}),
      async (port) => {
        const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, TIMEOUT_MS: "50" };
        const lines = await inProcess(["https://api.example.invalid/rooms"], env);
        assert.match(lines[0]!, /^proxy false .*the proxy 127\.0\.0\.1:\d+ did not answer within 0\.05 s/);
      },
    ));
});
