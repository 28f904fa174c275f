import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { ConnectionError } from "../../../provider/api/connection-error";
import { openEnvelope, type RawResponse } from "../../../provider/api/envelope";
import { ApiError } from "../../../provider/api/errors";

const asked = { method: "GET", action: "Reading room 60af1c2e5f8b9a0012345678" };

function open(status: number, body: unknown, headers: Record<string, string> = {}) {
  const answer: RawResponse = {
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    header: (name) => headers[name] ?? null,
  };
  return openEnvelope(
    answer,
    asked,
    (text) => text.replaceAll("SECRET", "[hidden]"),
    () => 0,
  );
}

function refusal(
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
  assert.fail("taken for a success");
}

describe("an answer that is a success", () => {
  const successes: [string, number, unknown][] = [
    ["result 0 as a number", 200, { result: 0, room: {} }],
    ["result 0 as a text", 200, { result: "0", cdr: [] }],
    ["a status of 201", 201, { result: 0, room: {} }],
    ["no result at all", 200, { room: {} }],
  ];
  for (const [name, status, body] of successes) {
    it(`has ${name}`, () => assert.deepEqual(open(status, body), body));
  }
  it("has no content and status 204", () => assert.deepEqual(open(204, ""), { result: 0 }));
});

describe("an answer that is a refusal", () => {
  it("has a code, as a number or a text, whatever the HTTP status", () => {
    for (const status of [200, 400, 404]) {
      for (const result of [40001, "40001"]) {
        const error = refusal(status, { result, error: "[Reason] Room not found", desc: "" });
        assert.ok(error instanceof ApiError && error.isGone);
        assert.equal(error.resultCode, 40001);
        assert.equal(error.reason, "Room not found");
      }
    }
  });

  it("has the envelope of the newest documents", () => {
    const error = refusal(422, {
      status: "error",
      error_code: "INVALID_PARAM",
      message: "The 'to' field must be a valid E.164 phone number.",
      request_id: "req_7f3a1b9c2d4e5f6a",
    });
    assert.ok(error instanceof ApiError);
    assert.equal(error.errorCode, "INVALID_PARAM");
    assert.match(error.message, /The 'to' field must be .*\(HTTP 422, request req_7f3a1b9c2d4e5f6a\)/);
  });

  it("has both what the table of codes says and what it does not", () => {
    const error = refusal(400, {
      result: 10009,
      error: "[Reason] Unrecognized key of settings",
      desc: "facexx",
    });
    assert.equal(error.reason, "Unrecognized key of settings: facexx");
  });

  it("is told in one line, without credentials", () => {
    const said = {
      result: 10007,
      error: "[Reason] Invalid\nvalue \u0007 of SECRET",
      desc: "x".repeat(1_000),
    };
    const { reason } = refusal(400, said, { "x-request-id": "req SECRET" });
    assert.ok(reason.startsWith("Invalid value of [hidden]: xxx") && reason.length < 200, reason);
    assert.doesNotMatch(refusal(400, said, { "x-request-id": "req SECRET" }).message, /SECRET/);
  });

  it("means what the API said, also where a word of it is not shown", () => {
    const mask = (text: string) => text.replaceAll(/active|found|audience|delete/g, "[hidden]");
    const refusalOf = (method: string, status: number, message: string): ApiError => {
      try {
        const answer = { status, body: JSON.stringify({ status: "error", message }), header: () => null };
        openEnvelope(answer, { ...asked, method }, mask, () => 0);
      } catch (error) {
        assert.ok(error instanceof ApiError);
        assert.match(error.message, /\[hidden\]/);
        const shown = inspect(error, { depth: 10, showHidden: true });
        assert.ok(!shown.includes(message), shown);
        return error;
      }
      assert.fail("taken for a success");
    };
    assert.ok(refusalOf("PATCH", 409, "Denied update request on active room").isBusy);
    assert.ok(refusalOf("GET", 400, "Room not found").isGone);
    assert.ok(refusalOf("DELETE", 500, "Failed to delete room").mayBeBusy);
    assert.match(refusalOf("POST", 400, "audience over the limit").message, /audiences: the number is above/);
    const page = { status: 500, body: "Failed to delete room", header: () => null };
    assert.throws(() => openEnvelope(page, { ...asked, method: "DELETE" }, mask, () => 0), {
      mayBeBusy: true,
      message: /Failed to \[hidden\] room/,
    });
  });

  it("has a list of errors", () => {
    assert.equal(refusal(400, { error: ["one", "two"] }).reason, "one; two");
  });

  it("is a rate limit in either envelope", () => {
    const bodies = [
      { result: 1, error: "slow" },
      { status: "error", error_code: "RATE_LIMITED" },
      "slow down",
      "",
    ];
    for (const body of bodies) assert.ok(refusal(429, body, { "retry-after": "3" }).isRateLimited);
    assert.equal(refusal(429, "", { "retry-after": "3" }).retryAfter, 3);
    assert.ok(refusal(200, { error_code: "RATE_LIMITED" }).isRateLimited);
  });
});

describe("an answer that cannot be read", () => {
  const html =
    '<html><style>p{}</style><body><h1>502\n Bad Gateway</h1><script>x("SECRET")</script>SECRET</body>';

  it("leaves open whether the request took effect, where the server took it or failed", () => {
    for (const [status, body] of [
      [200, ""],
      [200, html],
      [200, "[]"],
      [200, '{"result":0,"ro'],
      [502, html],
    ] as const) {
      assert.ok(refusal(status, body).isAmbiguous, `${status} ${body}`);
    }
    for (const result of [null, true, "x", {}]) assert.ok(refusal(200, { result, room: {} }).isAmbiguous);
    for (const status of [301, 302, 400, 404, 405, 413])
      assert.equal(refusal(status, html).isAmbiguous, false);
  });

  it("is of kind not-json, and read again only if the server took the request", () => {
    for (const [status, isRetryable] of [
      [200, true],
      [201, true],
      [302, false],
      [404, false],
    ] as const) {
      const { name, kind, isRetryable: isRetried } = refusal(status, html) as ConnectionError;
      assert.deepEqual([name, kind, isRetried], ["ConnectionError", "not-json", isRetryable], String(status));
    }
  });

  it("is told by its status, and a short piece on one line without credentials", () => {
    assert.match(refusal(302, html).message, /HTTP 302, HTML: "502 Bad Gateway \[hidden\]"/);
    assert.match(refusal(200, "").message, /HTTP 200, an empty answer/);
    const long = refusal(404, `SECRET${"x\u0000\n".repeat(1_000)}`).message;
    assert.ok(long.length < 500 && long.includes("HTTP 404") && !long.includes("SECRET"), long);
    assert.ok(!long.includes("\u0000") && !long.includes("\n"));
  });

  it("says whether it is a page, which something before the API may have sent", () => {
    for (const [body, isHtml] of [
      [html, true],
      ["forbidden", false],
      ["", false],
      ['{"error":"<p>"}', false],
    ] as const) {
      const error = refusal(403, body);
      assert.equal(error instanceof ApiError && error.isHtml, isHtml, body);
    }
  });

  it("is not quoted where it is JSON, which may hold a PIN or the owner's data", () => {
    const room = '{"result":0,"room":{"sip":{"pin":31415},"data":{"salary":"90000"}';
    for (const body of [room, `[${room}}}]`, '"31415 90000"', '"31415 90000']) {
      assert.doesNotMatch(refusal(200, body).message, /31415|90000/);
    }
  });

  it("is asked to look at the proxy's credentials for status 407", () => {
    assert.match(refusal(407, html).message, /HTTPS_PROXY/);
  });
});

describe("any answer", () => {
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

  it("is a result or an error of ours, of one line", () => {
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

  it("means that a room is gone only by its code, its error code or its text, and never with bad credentials or a failing server", () => {
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
