import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server } from "node:net";
import { inspect } from "node:util";
import type { ConnectionErrorKind } from "../../../provider/api/connection-error";
import { createFetch, TransportError } from "../../../provider/api/transport";
import { declared, withCore } from "../../support/core";
import { assertFailure, type Effect, failureAt, failureOf, requestInProcess } from "./failures";
import {
  afterData,
  close,
  freePort,
  plainServer,
  reset,
  tcpServer,
  tlsServer,
  withProxyVariables,
  withServer,
} from "./servers";

describe("connection failure", () => {
  const cases: [
    string,
    "http" | "https",
    (abort: () => void) => Server,
    ConnectionErrorKind,
    Effect,
    RegExp,
  ][] = [
    [
      "a certificate of an unknown authority",
      "https",
      () => tlsServer("this-machine"),
      "untrusted",
      "not sent, final",
      /the certificate of 127\.0\.0\.1:\d+ is not signed by a known authority\. .*NODE_EXTRA_CA_CERTS/,
    ],
    [
      "TLS to a server that speaks plain HTTP",
      "https",
      plainServer,
      "tls",
      "not sent, final",
      /127\.0\.0\.1:\d+ does not speak TLS \(https\)\. Check the scheme/,
    ],
    [
      "TLS to a server that sends garbage",
      "https",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      "tls",
      "not sent, final",
      /does not speak TLS/,
    ],
    [
      "TLS to a server that knows only old versions",
      "https",
      () =>
        tlsServer("this-machine", { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "ALL@SECLEVEL=0" }),
      "tls",
      "not sent, final",
      /the TLS handshake with 127\.0\.0\.1:\d+ failed \(.*protocol version\)/,
    ],
    [
      "a server that closes during the handshake",
      "https",
      () => tcpServer(afterData(close)),
      "broken",
      "not sent, retried",
      /127\.0\.0\.1:\d+ closed the connection before the request was sent/,
    ],
    [
      "a server that resets during the handshake",
      "https",
      () => tcpServer(afterData(reset)),
      "broken",
      "not sent, retried",
      /closed the connection before the request was sent/,
    ],
    [
      "a server that is silent during the handshake",
      "https",
      (abort) => tcpServer(afterData(abort)),
      "timeout",
      "not sent, retried",
      /127\.0\.0\.1:\d+ did not respond within 30 s/,
    ],
    [
      "a server that is silent after the request",
      "http",
      (abort) => tcpServer(afterData(abort)),
      "timeout",
      "ambiguous, retried",
      /127\.0\.0\.1:\d+ did not respond within 30 s/,
    ],
    [
      "a server that closes after the request",
      "http",
      () => tcpServer(afterData(close)),
      "broken",
      "ambiguous, retried",
      /the connection to 127\.0\.0\.1:\d+ broke: /,
    ],
    [
      "plain HTTP to a server that responds with a TLS alert",
      "http",
      () => tcpServer(afterData((socket) => socket.end(Buffer.from("15030100020246", "hex")))),
      "tls",
      "not sent, final",
      /127\.0\.0\.1:\d+ speaks TLS, but the address says http/,
    ],
    [
      "a server that responds with garbage",
      "http",
      () => tcpServer(afterData((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"))),
      "not-http",
      "ambiguous, final",
      /127\.0\.0\.1:\d+ responds, but not in HTTP\. Check enablex:apiUrl/,
    ],
  ];
  for (const [name, scheme, server, kind, effect, message] of cases) {
    it(`of kind "${kind}" (${effect}): ${name}`, () =>
      withProxyVariables({}, () => {
        const limit = new AbortController();
        return withServer(
          server(() => limit.abort()),
          async (port) => {
            const failure = await failureAt(`${scheme}://127.0.0.1:${port}/rooms`, { limit });
            assertFailure(failure, kind, effect, message);
          },
        );
      }));
  }

  it('of kind "broken" (ambiguous, retried): a kept connection that breaks after its second request', () => {
    let requests = 0;
    const server = createServer((request, response) => {
      if (requests++ === 0) response.end("first");
      else request.socket.destroy();
    });
    return withServer(server, async (port, open) => {
      const url = `http://127.0.0.1:${port}/rooms`;
      const fetch = createFetch();
      await assert.rejects(failureAt(url, { fetch }), /200 first/);
      assertFailure(await failureAt(url, { fetch }), "broken", "ambiguous, retried", /broke: /);
      assert.ok(open.size <= 1, "it was the same connection");
    });
  });

  it('of kind "refused" (not sent, retried): a port on which nothing listens', () =>
    withProxyVariables({}, async () => {
      const failure = await failureAt(`https://127.0.0.1:${await freePort()}/rooms`);
      const message = /127\.0\.0\.1:\d+ refuses connections\. Start the emulator/;
      assertFailure(failure, "refused", "not sent, retried", message);
    }));

  it('of kind "dns" (not sent, retried): a name that does not exist', () =>
    withProxyVariables({}, async () => {
      const failure = await failureAt("https://api.example.invalid/rooms");
      const message = /(there is no host|the name) api\.example\.invalid/;
      assertFailure(failure, "dns", "not sent, retried", message);
    }));

  it('of kind "certificate" (not sent, final): one that has expired or belongs to another host', () =>
    withServer(tlsServer("expired"), (expired) =>
      withServer(tlsServer("other-host"), (otherHost) =>
        withServer(tlsServer("this-machine"), async (good) => {
          const urls = [expired, otherHost, good].map((port) => `https://127.0.0.1:${port}/rooms`);
          const lines = await requestInProcess(urls);
          assert.match(
            lines[0]!,
            /^certificate false .*the certificate of 127\.0\.0\.1:\d+ has expired\. Correct/,
          );
          assert.match(lines[1]!, /^certificate false .*the certificate does not match 127\.0\.0\.1:\d+\. /);
          assert.match(lines[2]!, /^200 \{"result":0/);
        }),
      ),
    ));
});

describe("connection failure by system code", () => {
  /** A system error with an OpenSSL dump as its message, as TLS errors have. */
  const systemError = (code: string, facts: object = {}) =>
    Object.assign(new Error("140:error:0A0000BF:SSL routines:some_function:no shared cipher:ssl.c:1"), {
      code,
      ...facts,
    });

  const beforeSending: [string[], ConnectionErrorKind, Effect, RegExp][] = [
    [["ENOTFOUND"], "dns", "not sent, retried", /there is no host api\.example\.com\. /],
    [
      ["EAI_AGAIN"],
      "dns",
      "not sent, retried",
      /the name api\.example\.com cannot be resolved \(EAI_AGAIN\)/,
    ],
    [
      ["ECONNREFUSED"],
      "refused",
      "not sent, retried",
      /refuses connections\. Check enablex:apiUrl, the network/,
    ],
    [["EHOSTUNREACH", "ENETUNREACH"], "unreachable", "not sent, retried", /cannot be reached\. /],
    [
      ["DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "CERT_UNTRUSTED"],
      "untrusted",
      "not sent, final",
      /is not signed by a known authority\. .*NODE_EXTRA_CA_CERTS/,
    ],
    [["CERT_HAS_EXPIRED"], "certificate", "not sent, final", /has expired/],
    [["ERR_TLS_CERT_ALTNAME_INVALID"], "certificate", "not sent, final", /does not match api\.example\.com/],
    [
      [
        "CERT_REVOKED",
        "CRL_HAS_EXPIRED",
        "INVALID_PURPOSE",
        "ERROR_IN_CERT_NOT_BEFORE_FIELD",
        "UNABLE_TO_GET_CRL",
      ],
      "certificate",
      "not sent, final",
      /the certificate of api\.example\.com is invalid \([A-Z_]+\)\. Correct enablex:apiUrl, or/,
    ],
  ];
  for (const [codes, kind, effect, message] of beforeSending) {
    it(`of kind "${kind}" (${effect}), from any fetch: ${codes.join(", ")}`, () => {
      for (const code of codes) {
        const error = systemError(code);
        assertFailure(failureOf(new TransportError(error, false)), kind, effect, message);
        assertFailure(failureOf(error), kind, effect, message);
        assertFailure(failureOf(Object.assign(new Error(), { cause: error })), kind, effect, message);
      }
    });
  }

  it('of kind "unreachable" (not sent, retried) with its code: this machine has no free file or port', () => {
    for (const code of ["EMFILE", "EADDRNOTAVAIL"]) {
      const failure = failureOf(new TransportError(systemError(code), false));
      assertFailure(
        failure,
        "unreachable",
        "not sent, retried",
        new RegExp(`cannot be reached \\(${code}\\)`),
      );
    }
  });

  it("of TLS quotes only the reason in OpenSSL's dump, before and after sending", () => {
    for (const facts of [{}, { reason: "no shared cipher" }]) {
      const error = systemError("ERR_SSL_NO_SHARED_CIPHER", facts);
      const before = /the TLS handshake with api\.example\.com failed \(no shared cipher\)/;
      assertFailure(failureOf(new TransportError(error, false)), "tls", "not sent, final", before);
      const after = /the connection to api\.example\.com broke: no shared cipher\. /;
      assertFailure(failureOf(new TransportError(error, true)), "broken", "ambiguous, retried", after);
    }
  });

  it("of a server that does not speak HTTP does not contain its response", () =>
    withServer(tcpServer(afterData((socket) => socket.end("a-pin-of-ours\r\n"))), async (port) => {
      const failure = await failureAt(`http://127.0.0.1:${port}/rooms`);
      assert.equal(failure.kind, "not-http");
      assert.doesNotMatch(inspect(failure, { depth: 10 }), /a-pin-of-ours|rawPacket/);
    }));

  it("after sending is ambiguous for any code, and shows no credential", () => {
    for (const code of ["ECONNRESET", "EPIPE", "ECONNREFUSED", "CERT_HAS_EXPIRED"]) {
      const error = Object.assign(new Error("failed, hunter2"), { code });
      const message = /the connection to api\.example\.com broke: failed, \[hidden\]\. /;
      assertFailure(failureOf(new TransportError(error, true)), "broken", "ambiguous, retried", message);
    }
  });
});

describe("create whose request was not sent", () => {
  for (const [name, server, isRetried] of [
    [
      "is retried for 15 s if the server closes during the handshake",
      () => tcpServer(afterData(close)),
      true,
    ],
    ["is not retried if the certificate is rejected", () => tlsServer("this-machine"), false],
  ] as const) {
    it(`${name}, without checking the list`, () => {
      let connections = 0;
      const counting = server().on("connection", () => connections++);
      return withServer(counting, (port) =>
        withProxyVariables({}, () =>
          withCore({ config: { apiUrl: `https://127.0.0.1:${port}` } }, async ({ core, clock }) => {
            const before = clock.now();
            const error = await core.create(declared(core)).catch((thrown: Error) => thrown);
            assert.match(String(error), /^ConnectionError: Creating room "standup" failed: [^\n]*$/);
            assert.doesNotMatch(String(error), /list of rooms|whether|may have/i);
            assert.equal(connections > 1, isRetried);
            const waited = clock.now() - before;
            assert.ok(waited <= 15_000, `${waited} ms`);
            // The next wait, of up to 8 s, would have ended after the 15 s.
            if (isRetried) assert.ok(waited > 7_000, `${waited} ms`);
          }),
        ),
      );
    });
  }
});
