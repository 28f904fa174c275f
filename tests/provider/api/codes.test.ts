import assert from "node:assert/strict";
import { ApiError } from "../../../provider/api/errors";
import { roomInputs } from "../../../provider/room/inputs";

/** The vendor's table of result codes, each with the input that it is about, and 50007, which is undocumented. */
const table: [number, string, string?][] = [
  [10000, "Application not found"],
  [10001, "URL parameter missing: room_id"],
  [10002, "Required data missing: name", "name"],
  [10003, "Invalid value: settings.scheduled", "kind"],
  [10004, "Required data missing: settings.scheduled_time", "scheduledTime"],
  [10005, "Invalid date/time format: settings.scheduled_time", "scheduledTime"],
  [10006, "Illegible date/time: settings.scheduled_time", "scheduledTime"],
  [10007, "Invalid value: settings.participants", "participants"],
  [10008, "Invalid value: settings.auto_recording", "autoRecording"],
  [10009, "Unrecognized key of settings", "extraSettings"],
  [10010, "Required data missing: owner_ref", "ownerRef"],
  [10011, "Invalid value: settings.duration", "durationMinutes"],
  [10012, "Invalid value: settings.active_talker", "activeTalker"],
  [10013, "Invalid value: settings.wait_moderator", "waitForModerator"],
  [10014, "Invalid value: settings.quality", "quality"],
  [10015, "Required data missing: sip.uri", "sip"],
  [10016, "Invalid value: settings.adhoc", "kind"],
  [10017, "Illegible value: settings.adhoc", "kind"],
  [10018, "Illegible parameter, not valid for this room type", "scheduledTime"],
  [10019, "Invalid value: settings.mode", "mode"],
  [10020, "Illegible parameter: settings.mode", "mode"],
  [10021, "Room quality higher than app quality not permitted", "quality"],
  [10022, "Invalid value: settings.moderators", "moderators"],
  [10023, "Illegible value: settings.moderators", "moderators"],
  [10024, "Illegible value: settings.peep", "extraSettings.peep"],
  [10025, "Illegible value: settings.knock", "knock"],
  [10026, "Invalid SIP URI value: settings.aor", "extraSettings.aor"],
  [10030, "Denied update request on active room"],
  [10101, "Required key missing: name"],
  [10102, "Required key missing: user_ref"],
  [10103, "Required key missing: role"],
  [10104, "Invalid value: role"],
  [10105, "Server busy"],
  [10106, "Illegible request, room type update not allowed", "kind"],
  [10111, "Token denied: conference is over"],
  [10112, "Token denied: beyond permissible cut-off time"],
  [10113, "Token denied: room is not active"],
  [10114, "Token denied: room is full"],
  [40001, "Room not found"],
  [40002, "Token denied: unauthorized"],
  [50000, "Internal server error"],
  [50001, "Failed to create room"],
  [50002, "Failed to fetch the list"],
  [50003, "Failed to get room information"],
  [50004, "Failed to delete room"],
  [50005, "Failed to delete room"],
  [50007, "Internal server error,cannot create token for you right now"],
];

const fix = /\b(write|use|set|check|run|remove|correct|ask|increase|join|schedule|replace)\b/;

const errorOf = (
  code: number,
  reason: string,
  status = 400,
  action = "Updating room 60af1c2e5f8b9a0012345678",
) => new ApiError({ method: "PATCH", action }, { status, resultCode: code, reason, requestId: "req_1" });

describe("result code", () => {
  for (const [code, reason, property] of table) {
    it(`${code} gives a message that says what failed, where, and what to do${property ? `, and names the input ${property}` : ""}`, () => {
      const error = errorOf(code, reason);
      const { message } = error;
      assert.ok(
        message.startsWith(
          `Updating room 60af1c2e5f8b9a0012345678 failed: ${reason} (HTTP 400, result ${code}, request req_1). `,
        ),
        message,
      );
      assert.equal(error.property, property);
      const advice = message.slice(message.indexOf("). ") + 3);
      assert.match(advice, fix);
      assert.doesNotMatch(message, /undefined|\n/);
      if (property === undefined) return;
      assert.ok(advice.startsWith(`${property}: `), advice);
      assert.ok(Object.hasOwn(roomInputs.shape, property.split(".")[0]!), property);
    });
  }
});

describe("API error without its own result code", () => {
  it("names audiences and the portal if the subscription's limit of audiences is exceeded", () => {
    const { message } = errorOf(
      10018,
      "Illegible parameter, not valid for this room type: The subscription allows 50 audiences",
    );
    assert.match(message, /audiences: .*subscription's limit.*portal/);
  });

  it("names the limits and the portal if its text mentions a limit", () => {
    const { message } = new ApiError(
      { method: "POST", action: "Creating a room" },
      { status: 422, errorCode: "INVALID_PARAM", reason: "Above the limit of your plan" },
    );
    assert.match(message, /limit of your subscription.*portal/);
  });

  for (const [name, error] of Object.entries({
    "status 401": new ApiError({ method: "GET", action: "Reading" }, { status: 401, reason: "" }),
    "code 10000": errorOf(10000, "Application not found", 200),
    "error code UNAUTHORIZED": new ApiError(
      { method: "GET", action: "Reading" },
      { status: 200, errorCode: "UNAUTHORIZED", reason: "" },
    ),
  })) {
    it(`names the configuration keys of rejected credentials and how to use new ones (${name})`, () => {
      for (const word of ["enablex:appKey", "ENABLEX_APP_KEY", "pulumi up", "--run-program"]) {
        assert.ok(error.message.includes(word), error.message);
      }
      assert.ok(error.isUnauthorized && !error.isGone && !error.isRetryable);
    });
  }

  it("names the key that avoids a rate limit, and the wait that is too long", () => {
    const error = new ApiError(
      { method: "GET", action: "Reading" },
      { status: 429, reason: "", retryAfter: 86_400 },
    );
    assert.match(error.message, /asks to wait 86400 s; set enablex:requestsPerSecond/);
  });
});
