import assert from "node:assert/strict";
import fc from "fast-check";
import type { Secrets } from "../../../provider/program-secrets";
import { checkRoom } from "../../../provider/room/check";
import { inputNames } from "../../../provider/room/properties";

const SECRET = "rtmp://live/stream-key";

/** What the engine prints for a failure: the reason, and the value at the property path. */
function printed(given: Record<string, unknown>, secrets: Secrets = {}): string {
  const { failures } = checkRoom({}, { participants: 8, declaredAs: "shop/dev/standup", ...given }, secrets);
  assert.ok(failures.length > 0);
  return failures
    .map(
      ({ property, reason }) =>
        `${reason} ${JSON.stringify(Object.hasOwn(given, property) ? given[property] : null)}`,
    )
    .join("\n");
}

describe("no message of check quotes a possible secret", () => {
  const wrong: Record<string, Record<string, unknown>> = {
    "customData that is a string": { customData: SECRET },
    "customData that is a list": { customData: [SECRET] },
    "extraSettings that is a string": { extraSettings: SECRET },
    "extraSettings that repeats an input": { extraSettings: { mode: SECRET } },
    "liveRecording that is a string": { liveRecording: SECRET },
    "liveRecording with a flag that is a string": { liveRecording: { autoRecording: SECRET } },
    "liveRecording with an unknown key": { liveRecording: { uri: SECRET } },
    "liveRecording in the API's spelling": { live_recording: { url: SECRET } },
    "customData in the API's spelling": { data: { key: SECRET } },
    "a misspelt liveRecording": { liveRecordin: { url: SECRET } },
    "a credential of another configuration": { appKey: SECRET },
    "an output of another room": { moderatorUrl: SECRET, sipPin: SECRET },
    "the API's settings": { settings: { live_recording: { url: SECRET } } },
    "the marker's key": { customData: { pulumiEnablex: SECRET } },
    "an unknown input that JSON cannot carry": { secretKey: `${SECRET}\ud800` },
    "a name that is a list": { name: [SECRET] },
    "a misspelt name": { nmae: SECRET },
    "an ownerRef in the API's spelling": { owner_ref: SECRET },
    "a description that is an object": { description: { text: SECRET } },
    "a billingCode that is a list": { billingCode: [SECRET] },
    "a page that is no https URL": { hlsViewUrl: SECRET },
    "an origin that is not an https URL": { meetingUrl: SECRET },
    "an origin with a query": { meetingUrl: `https://meet.example.com?${SECRET}` },
    "an account that is a list": { account: [SECRET] },
    "a room id that is none": { adoptRoomId: SECRET, name: "a", ownerRef: "b" },
  };
  for (const [name, given] of Object.entries(wrong)) {
    it(`in ${name}`, () => assert.doesNotMatch(printed(given), /stream-key/));
  }

  it("in any input that the program marked as secret", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>("stream-key", ["stream-key"], { a: "stream-key" }, { url: ["stream-key"] }),
      fc.constantFrom<unknown>("4711.5", "-4711", "4711", 4711.5, -4711, 4711),
    );
    const name = fc.oneof(
      fc.constantFrom<string>(...inputNames),
      fc.constantFrom("qualty", "screen_share", "x"),
    );
    const isWrong = (name: string, value: unknown) =>
      checkRoom({}, { participants: 8, declaredAs: "shop/dev/standup", [name]: value }).failures.length > 0;
    fc.assert(
      fc.property(
        fc.tuple(name, value).filter(([name, value]) => name !== "declaredAs" && isWrong(name, value)),
        fc.boolean(),
        ([name, value], inPart) => {
          const keys =
            typeof value === "object" && !Array.isArray(value) && inPart ? Object.keys(value!) : [];
          const parts = Object.fromEntries(keys.map((key) => [key, true as const]));
          const secrets = { [name]: keys.length > 0 ? parts : (true as const) };
          assert.doesNotMatch(printed({ [name]: value }, secrets), /stream-key|4711/);
        },
      ),
    );
  });

  it("or hints at it by suggesting a similar enum value", () => {
    assert.match(printed({ quality: "hd" }), /did you mean HD\?/);
    assert.doesNotMatch(printed({ quality: "hd" }, { quality: true }), /did you mean/);
  });

  it("in a secret kind and time that do not fit together", () => {
    const time = "2026-12-01T09:00:00Z";
    const given = { kind: "adhoc", scheduledTime: time };
    assert.match(printed(given), /this room is adhoc.*2026/);
    assert.doesNotMatch(printed(given, { kind: true }), /adhoc/);
    assert.doesNotMatch(printed(given, { scheduledTime: true }), /2026-12-01T09:00:00Z"/);
    const noZone = { kind: "scheduled", durationMinutes: 5, scheduledTime: "2031-02-03 09:00" };
    assert.match(printed(noZone), /2031-02-03 09:00 has no time zone/);
    assert.doesNotMatch(printed(noZone, { scheduledTime: true }), /2031/);
  });

  it("whatever the problem is", () => {
    const secret = fc.oneof(
      fc.constant(SECRET),
      fc.array(fc.constant(SECRET), { minLength: 1 }),
      fc.dictionary(fc.string(), fc.constant(SECRET)),
    );
    const name = fc.constantFrom("customData", "extraSettings", "liveRecording");
    fc.assert(
      fc.property(name, secret, fc.constantFrom("participants", "mode"), (name, value, other) => {
        assert.doesNotMatch(printed({ [name]: value, [other]: -1 }), /stream-key/);
      }),
    );
  });
});
