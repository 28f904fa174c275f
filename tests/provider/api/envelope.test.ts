import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { ConnectionError } from "../../../provider/api/connection-error";
import { parseResponse, type RawResponse } from "../../../provider/api/envelope";
import { ApiError } from "../../../provider/api/errors";

const request = { method: "GET", action: "Reading room 60af1c2e5f8b9a0012345678" };

function open(status: number, body: unknown, headers: Record<string, string> = {}) {
  const response: RawResponse = {
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    header: (name) => headers[name] ?? null,
  };
  return parseResponse(
    response,
    request,
    (text) => text.replaceAll("SECRET", "[hidden]"),
    () => 0,
  );
}

function errorOf(
  status: number,
  body: unknown,
  headers?: Record<string, string>,
): ApiError | ConnectionError {
  try {
    open(status, body, headers);
  } catch (error) {
    assert.ok(error instanceof ApiError || error instanceof ConnectionError, String(error));
    return error;
  }
  assert.fail("treated as a success");
}

describe("successful response", () => {
  const successes: [string, number, unknown][] = [
    ["result 0 as a number", 200, { result: 0, room: {} }],
    ["result 0 as a string", 200, { result: "0", cdr: [] }],
    ["status 201", 201, { result: 0, room: {} }],
    ["no result at all", 200, { room: {} }],
  ];
  for (const [name, status, body] of successes) {
    it(`is returned with ${name}`, () => assert.deepEqual(open(status, body), body));
  }
  it("is returned as result 0 with status 204 and no content", () =>
    assert.deepEqual(open(204, ""), { result: 0 }));
});

describe("error response", () => {
  it("is recognized by its result code, as a number or a string, with any HTTP status", () => {
    for (const status of [200, 400, 404]) {
      for (const result of [40001, "40001"]) {
        const error = errorOf(status, { result, error: "[Reason] Room not found", desc: "" });
        assert.ok(error instanceof ApiError && error.isGone);
        assert.equal(error.resultCode, 40001);
        assert.equal(error.reason, "Room not found");
      }
    }
  });

  it("is parsed in the envelope of the newest documents", () => {
    const error = errorOf(422, {
      status: "error",
      error_code: "INVALID_PARAM",
      message: "The 'to' field must be a valid E.164 phone number.",
      request_id: "req_7f3a1b9c2d4e5f6a",
    });
    assert.ok(error instanceof ApiError);
    assert.equal(error.errorCode, "INVALID_PARAM");
    assert.match(error.message, /The 'to' field must be .*\(HTTP 422, request req_7f3a1b9c2d4e5f6a\)/);
  });

  it("includes error and desc in the reason", () => {
    const error = errorOf(400, {
      result: 10009,
      error: "[Reason] Unrecognized key of settings",
      desc: "facexx",
    });
    assert.equal(error.reason, "Unrecognized key of settings: facexx");
  });

  it("is described on one line, without credentials", () => {
    const said = {
      result: 10007,
      error: "[Reason] Invalid\nvalue \u0007 of SECRET",
      desc: "x".repeat(1_000),
    };
    const { reason } = errorOf(400, said, { "x-request-id": "req SECRET" });
    assert.ok(reason.startsWith("Invalid value of [hidden]: xxx") && reason.length < 200, reason);
    assert.doesNotMatch(errorOf(400, said, { "x-request-id": "req SECRET" }).message, /SECRET/);
  });

  it("is classified by its unmasked text", () => {
    const mask = (text: string) => text.replaceAll(/active|found|audience|delete/g, "[hidden]");
    const maskedErrorOf = (method: string, status: number, message: string): ApiError => {
      try {
        const response = { status, body: JSON.stringify({ status: "error", message }), header: () => null };
        parseResponse(response, { ...request, method }, mask, () => 0);
      } catch (error) {
        assert.ok(error instanceof ApiError);
        assert.match(error.message, /\[hidden\]/);
        const shown = inspect(error, { depth: 10, showHidden: true });
        assert.ok(!shown.includes(message), shown);
        return error;
      }
      assert.fail("treated as a success");
    };
    assert.ok(maskedErrorOf("PATCH", 409, "Denied update request on active room").isBusy);
    assert.ok(maskedErrorOf("GET", 400, "Room not found").isGone);
    assert.ok(maskedErrorOf("DELETE", 500, "Failed to delete room").mayBeBusy);
    assert.match(
      maskedErrorOf("POST", 400, "audience over the limit").message,
      /audiences: the number is above/,
    );
    const page = { status: 500, body: "Failed to delete room", header: () => null };
    assert.throws(() => parseResponse(page, { ...request, method: "DELETE" }, mask, () => 0), {
      mayBeBusy: true,
      message: /Failed to \[hidden\] room/,
    });
  });

  it("may contain a list of errors", () => {
    assert.equal(errorOf(400, { error: ["one", "two"] }).reason, "one; two");
  });

  it("is recognized as a rate limit in both envelopes", () => {
    const bodies = [
      { result: 1, error: "slow" },
      { status: "error", error_code: "RATE_LIMITED" },
      "slow down",
      "",
    ];
    for (const body of bodies) assert.ok(errorOf(429, body, { "retry-after": "3" }).isRateLimited);
    assert.equal(errorOf(429, "", { "retry-after": "3" }).retryAfter, 3);
    assert.ok(errorOf(200, { error_code: "RATE_LIMITED" }).isRateLimited);
  });
});

describe("unreadable response", () => {
  const html =
    '<html><style>p{}</style><body><h1>502\n Bad Gateway</h1><script>x("SECRET")</script>SECRET</body>';

  it("is ambiguous if the server accepted the request or failed", () => {
    for (const [status, body] of [
      [200, ""],
      [200, html],
      [200, "[]"],
      [200, '{"result":0,"ro'],
      [502, html],
    ] as const) {
      assert.ok(errorOf(status, body).isAmbiguous, `${status} ${body}`);
    }
    for (const result of [null, true, "x", {}]) assert.ok(errorOf(200, { result, room: {} }).isAmbiguous);
    for (const status of [301, 302, 400, 404, 405, 413])
      assert.equal(errorOf(status, html).isAmbiguous, false);
  });

  it("has kind not-json, and is only retryable if the server accepted the request", () => {
    for (const [status, isRetryable] of [
      [200, true],
      [201, true],
      [302, false],
      [404, false],
    ] as const) {
      const { name, kind, isRetryable: isRetried } = errorOf(status, html) as ConnectionError;
      assert.deepEqual([name, kind, isRetried], ["ConnectionError", "not-json", isRetryable], String(status));
    }
  });

  it("is described by its status and a short excerpt without credentials", () => {
    assert.match(errorOf(302, html).message, /HTTP 302, HTML: "502 Bad Gateway \[hidden\]"/);
    assert.match(errorOf(200, "").message, /HTTP 200, an empty response/);
    const long = errorOf(404, `SECRET${"x\u0000\n".repeat(1_000)}`).message;
    assert.ok(long.length < 500 && long.includes("HTTP 404") && !long.includes("SECRET"), long);
    assert.ok(!long.includes("\u0000") && !long.includes("\n"));
  });

  it("is marked as HTML if a gateway may have sent it", () => {
    for (const [body, isHtml] of [
      [html, true],
      ["forbidden", false],
      ["", false],
      ['{"error":"<p>"}', false],
    ] as const) {
      const error = errorOf(403, body);
      assert.equal(error instanceof ApiError && error.isHtml, isHtml, body);
    }
  });

  it("is not quoted if it is JSON, which may contain a PIN or personal data", () => {
    const room = '{"result":0,"room":{"sip":{"pin":31415},"data":{"salary":"90000"}';
    for (const body of [room, `[${room}}}]`, '"31415 90000"', '"31415 90000']) {
      assert.doesNotMatch(errorOf(200, body).message, /31415|90000/);
    }
  });

  it("names HTTPS_PROXY for status 407", () => {
    assert.match(errorOf(407, html).message, /HTTPS_PROXY/);
  });
});

describe("any response", () => {
  const status = fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503);
  const part = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(0, "0", 40001, "40001", 10030, "error"),
  );
  const envelope = fc.record(
    {
      result: part,
      error: fc.oneof(part, fc.constant("[Reason] Room not found")),
      desc: part,
      status: part,
      error_code: fc.oneof(part, fc.constantFrom("NOT_FOUND", "ROOM_NOT_FOUND", "RATE_LIMITED")),
      message: part,
      request_id: part,
      room: part,
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    envelope.map((json) => JSON.stringify(json)),
  );

  it("is a result or one of our errors, on one line", () => {
    fc.assert(
      fc.property(status, body, fc.option(fc.string(), { nil: undefined }), (status, body, retryAfter) => {
        try {
          const content = open(status, body, retryAfter === undefined ? {} : { "retry-after": retryAfter });
          assert.equal(typeof content, "object");
        } catch (error) {
          assert.ok(error instanceof ApiError || error instanceof ConnectionError, String(error));
          assert.doesNotMatch(error.message, /[\n\r]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("never means that a room is gone if the credentials are wrong or the server fails", () => {
    fc.assert(
      fc.property(status, body, (status, body) => {
        let error: unknown;
        try {
          return void open(status, body);
        } catch (thrown) {
          error = thrown;
        }
        if (!(error instanceof ApiError) || !error.isGone) return;
        assert.ok(![401, 403, 429].includes(status) && status < 500);
        const said = /40001|"ROOM_NOT_FOUND"|room not found|invalid room id/i;
        assert.match(body, said);
      }),
      { numRuns: 5_000 },
    );
  });
});
