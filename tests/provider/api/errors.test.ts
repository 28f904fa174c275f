import assert from "node:assert/strict";
import { ApiError } from "../../../provider/api/errors";

interface Facts {
  method?: string;
  status?: number;
  code?: number;
  errorCode?: string;
  reason?: string;
}

const errorOf = ({ method = "GET", status = 400, code, errorCode, reason = "" }: Facts) =>
  new ApiError({ method, action: "Reading" }, { status, resultCode: code, errorCode, reason });

/** The names of the cases whose error has a property. */
const having = (cases: Record<string, Facts>, property: keyof ApiError) =>
  Object.keys(cases).filter((name) => errorOf(cases[name]!)[property]);

describe("API error", () => {
  it("means that the room is gone only by code 40001, by its error code or by its text", () => {
    const gone = {
      code: { code: 40001 },
      "code with status 404": { status: 404, code: 40001 },
      "code with status 200": { status: 200, code: 40001 },
      "error code": { status: 404, errorCode: "ROOM_NOT_FOUND" },
      text: { status: 404, reason: "Room not found" },
      "text of a malformed id": { reason: "Invalid room id" },
      "text with an unknown code": { code: 77777, reason: "Room not found" },
    };
    assert.deepEqual(having(gone, "isGone"), Object.keys(gone));
    const there = {
      "404 without a text": { status: 404 },
      "404 of a gateway": { status: 404, reason: "Not Found" },
      "404 of a wrong path": { status: 404, errorCode: "NOT_FOUND", reason: "No such route" },
      "bad credentials": { status: 401, code: 40001 },
      "bad credentials by code": { code: 10000, reason: "room not found" },
      "bad credentials by error code": { status: 200, errorCode: "UNAUTHORIZED", reason: "room not found" },
      "a suspended project": { status: 403, reason: "room not found" },
      "a rate limit": { status: 429, reason: "room not found" },
      "a failing server": { status: 500, code: 40001 },
      "a failure to read": { status: 200, code: 50003 },
      "another code whose text repeats a name": { code: 10009, reason: "Unrecognized key: room not found" },
    };
    assert.deepEqual(having(there, "isGone"), []);
    assert.deepEqual(having(there, "mayBeGone"), [
      "404 without a text",
      "404 of a gateway",
      "404 of a wrong path",
    ]);
  });

  it("means that people are in the room, in both envelopes", () => {
    const busy = {
      code: { status: 409, code: 10030 },
      "code with status 200": { status: 200, code: 10030 },
      text: { status: 409, errorCode: "CONFLICT", reason: "Denied update request on active room" },
    };
    assert.deepEqual(having(busy, "isBusy"), Object.keys(busy));
    const not = {
      "another conflict": { status: 409, errorCode: "CONFLICT", reason: "Conflict" },
      "a token's": { status: 403, code: 10113, reason: "Token denied: room is not active" },
    };
    assert.deepEqual(having(not, "isBusy"), []);
  });

  it("means that people may be in the room if a delete fails with 50004, 50005 or that text", () => {
    const open = {
      "50004": { method: "DELETE", status: 500, code: 50004 },
      "50005": { method: "DELETE", status: 200, code: 50005 },
      text: { method: "DELETE", status: 500, errorCode: "INTERNAL_ERROR", reason: "Failed to delete room" },
    };
    assert.deepEqual(having(open, "mayBeBusy"), Object.keys(open));
    assert.deepEqual(having(open, "isBusy"), []);
    const not = {
      "another failure": { method: "DELETE", status: 500, code: 50000 },
      "another method": { method: "PATCH", status: 500, code: 50004 },
    };
    assert.deepEqual(having(not, "mayBeBusy"), []);
  });

  it("is retryable and ambiguous if the server failed", () => {
    const cases = {
      "status 500": { status: 500, code: 50000 },
      "50001 with status 200": { status: 200, code: 50001 },
      "status 502": { status: 502 },
      "status 408": { status: 408 },
      busy: { status: 503, code: 10105 },
      "rate limit": { status: 429 },
      misconfigured: { status: 500, code: 50007 },
      invalid: { code: 10007 },
      unauthorized: { status: 401 },
    };
    assert.deepEqual(having(cases, "isRetryable"), [
      "status 500",
      "50001 with status 200",
      "status 502",
      "status 408",
      "busy",
      "rate limit",
    ]);
    assert.deepEqual(having(cases, "isAmbiguous"), [
      "status 500",
      "50001 with status 200",
      "status 502",
      "status 408",
      "misconfigured",
    ]);
  });

  it("has no field that Pulumi's dynamic provider host would interpret", () => {
    const error = errorOf({ code: 40001 });
    for (const field of ["code", "details", "id", "properties", "reasons"])
      assert.ok(!(field in error), field);
  });
});
