import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoom } from "../../../provider/room/check";

const SECRET = "rtmp://live/stream-key";

/** What the engine prints of a failure: the reason, and the value that it finds by the property's path. */
function printed(given: Record<string, unknown>): string {
  const { failures } = checkRoom({}, { participants: 8, declaredAs: "shop/dev/standup", ...given });
  assert.ok(failures.length > 0);
  return failures
    .map(
      ({ property, reason }) =>
        `${reason} ${JSON.stringify(Object.hasOwn(given, property) ? given[property] : null)}`,
    )
    .join("\n");
}

describe("what may hold a secret is repeated by no message", () => {
  const wrong: Record<string, Record<string, unknown>> = {
    "customData that is a text": { customData: SECRET },
    "customData that is a list": { customData: [SECRET] },
    "extraSettings that is a text": { extraSettings: SECRET },
    "extraSettings that repeats an input": { extraSettings: { mode: SECRET } },
    "liveRecording that is a text": { liveRecording: SECRET },
    "liveRecording with a flag that is a text": { liveRecording: { autoRecording: SECRET } },
    "liveRecording with an unknown key": { liveRecording: { uri: SECRET } },
    "liveRecording in the API's spelling": { live_recording: { url: SECRET } },
    "customData in the API's spelling": { data: { key: SECRET } },
    "a misspelt liveRecording": { liveRecordin: { url: SECRET } },
    "a credential of another configuration": { appKey: SECRET },
    "an output of another room": { moderatorUrl: SECRET, sipPin: SECRET },
    "the API's settings": { settings: { live_recording: { url: SECRET } } },
    "the marker's key": { customData: { pulumiEnablex: SECRET } },
  };
  for (const [name, given] of Object.entries(wrong)) {
    it(name, () => assert.doesNotMatch(printed(given), /stream-key/));
  }

  it("whatever is wrong with it", () => {
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
