import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoom } from "../../../provider/room/check";
import { inputNames } from "../../../provider/room/properties";
import type { Failure } from "../../../provider/room/schema-failures";
import { anyRoom } from "./any-room";

const room = { participants: 8, declaredAs: "shop/dev/standup" };
const failuresOf = (given: Record<string, unknown>) => checkRoom({}, { ...room, ...given }).failures;
const pathsOf = (failures: Failure[]) => failures.map(({ property }) => property);

describe("check of a room's inputs", () => {
  it("adds the defaults and nothing else", () => {
    assert.deepEqual(checkRoom({}, room), {
      inputs: {
        ...room,
        name: "standup",
        ownerRef: "shop/dev/standup",
        kind: "permanent",
        mode: "group",
        moderators: 1,
        whenEnded: "recreate",
      },
      failures: [],
    });
  });

  it("returns no key without a value, because the engine's wire format cannot represent one", () => {
    const { inputs } = checkRoom({}, { ...room, quality: undefined, description: null, mode: undefined });
    assert.ok(Object.values(inputs).every((value) => value !== undefined));
    assert.ok(!("quality" in inputs) && !("description" in inputs));
  });

  it("keeps declaredAs, so a renamed stack changes neither name nor reference nor marker", () => {
    const { inputs } = checkRoom(
      { declaredAs: "shop/dev/standup" },
      { ...room, declaredAs: "shop/prod/daily" },
    );
    assert.equal(inputs.declaredAs, "shop/dev/standup");
    assert.equal(inputs.name, "standup");
    assert.equal(inputs.ownerRef, "shop/dev/standup");
  });

  it("passes any valid room unchanged", () => {
    fc.assert(
      fc.property(anyRoom, (given) => {
        const { inputs, failures } = checkRoom({}, given);
        assert.deepEqual(failures, []);
        for (const [key, value] of Object.entries(given)) {
          assert.deepEqual((inputs as Record<string, unknown>)[key], value);
        }
        assert.deepEqual(checkRoom(inputs, { ...given }), { inputs, failures });
      }),
    );
  });

  it("accepts a room whose meeting is over: no rule depends on the clock", () => {
    const past = { kind: "scheduled", scheduledTime: "1999-12-31T23:00:00Z", durationMinutes: 60 };
    assert.deepEqual(failuresOf(past), []);
  });
});

describe("check of a room's inputs rejects", () => {
  // The inputs, and the property path and reason of the single failure.
  const refused: [string, Record<string, unknown>, string, string | RegExp][] = [
    ["no participants", { participants: undefined }, "participants", /is required; write a whole number/],
    ["too few participants", { participants: 0 }, "participants", /0 is less than 1; write a number from 1/],
    ["half a participant", { participants: 2.5 }, "participants", /2\.5 is not valid; write a whole number/],
    [
      "a count as a string",
      { participants: "8" },
      "participants",
      'participants: "8" is a string; write 8 without quotes',
    ],
    ["too many moderators", { moderators: 6 }, "moderators", /6 is more than 5; write a number up to 5/],
    ["a flag as a string", { canvas: "yes" }, "canvas", /yes is not valid; write true or false/],
    ["an empty name", { name: "" }, '["name"]', /is empty/],
    [
      "a misspelt enum value",
      { quality: "hd" },
      "quality",
      "quality: hd is not one of HD, SD, LD; did you mean HD?",
    ],
    ["an unknown kind", { kind: "weekly" }, "kind", "kind: weekly is not one of permanent, scheduled, adhoc"],
    ["an unknown input", { participant: 3 }, "participant", /is not an input; did you mean participants\?/],
    ["the API's spelling", { screen_share: true }, "screen_share", /did you mean screenShare\?/],
    [
      "an unknown nested input",
      { sip: { enabled: true, uri: "x" } },
      "sip.uri",
      /is not an input; use one of enabled/,
    ],
    [
      "a nested value",
      { roleBasedRecording: { moderator: "video" } },
      "roleBasedRecording.moderator",
      /audio, audiovideo/,
    ],
    [
      "a transcription without its language",
      { liveTranscription: { autoTranscribe: true } },
      "liveTranscription.language",
      "liveTranscription.language: is required; write a string",
    ],
    [
      "the API's spelling of a nested input",
      { liveTranscription: { language: "en-IN", enable: true } },
      "liveTranscription.enable",
      /did you mean enabled\?/,
    ],
    ["plain http", { meetingUrl: "http://meet.example.com" }, '["meetingUrl"]', /plain http.*write https/],
    [
      "a page without https",
      { hlsViewUrl: "http://x" },
      '["hlsViewUrl"]',
      /neither DEFAULT nor an https URL/,
    ],
    [
      "an invalid room id",
      { adoptRoomId: "123", name: "a", ownerRef: "b" },
      '["adoptRoomId"]',
      /adoptRoomId: the value is not a room id.*24/,
    ],
    [
      "a time for a permanent room",
      { scheduledTime: "2026-12-01T09:00:00Z" },
      "scheduledTime",
      /is only allowed for a scheduled room.*permanent/,
    ],
    [
      "a time without a zone",
      { kind: "scheduled", durationMinutes: 60, scheduledTime: "2026-12-01 09:00" },
      "scheduledTime",
      "scheduledTime: 2026-12-01 09:00 has no time zone; write 2026-12-01T09:00:00+05:30 or …Z",
    ],
    [
      "kind in extraSettings",
      { extraSettings: { adhoc: true } },
      "extraSettings.adhoc",
      /is set by the input kind;/,
    ],
    [
      "mode in extraSettings",
      { extraSettings: { mode: "group" } },
      "extraSettings.mode",
      /is set by the input mode;/,
    ],
    [
      "a setting that is given twice",
      { knock: true, extraSettings: { knock: true } },
      "extraSettings.knock",
      /is set by the input knock;/,
    ],
    [
      "NaN",
      { customData: { list: [1, Number.NaN] } },
      "customData.list[1]",
      "customData.list[1]: is NaN or infinite, which JSON cannot represent; write another number or a string",
    ],
    [
      "an infinity",
      { extraSettings: { peep: { "a b": Number.NEGATIVE_INFINITY } } },
      'extraSettings.peep["a b"]',
      /is NaN or infinite/,
    ],
    [
      "half a character",
      { name: "Room \ud83d" },
      '["name"]',
      "name: contains half of a character (a surrogate without its pair); complete or remove it",
    ],
    [
      "half a character deep in data",
      { customData: { a: [{ b: "\udc00x" }] } },
      "customData.a[0].b",
      /half of a character/,
    ],
    [
      "half a character in a key",
      { customData: { "a\ud83d": 1 } },
      'customData["a\\ud83d"]',
      /half of a character/,
    ],
    ["the marker's key", { customData: { pulumiEnablex: "x" } }, "customData.pulumiEnablex", /reserved/],
    [
      "a room that the class Room did not create",
      { declaredAs: undefined },
      "declaredAs",
      /class Room of pulumi-enablex/,
    ],
  ];
  for (const [name, given, property, reason] of refused) {
    it(name, () => {
      const failures = failuresOf(given);
      assert.deepEqual(pathsOf(failures), [property]);
      // The engine does not print the value at a path in brackets; the reason still names the input.
      assert.ok(failures[0]!.reason.startsWith(`${property.replace(/^\["(.*)"\]$/, "$1")}: `));
      if (typeof reason === "string") assert.equal(failures[0]!.reason, reason);
      else assert.match(failures[0]!.reason, reason);
    });
  }

  it("a scheduled room without its time and an adopted one without its name, and names everything missing", () => {
    assert.deepEqual(pathsOf(failuresOf({ kind: "scheduled" })), ["scheduledTime", "durationMinutes"]);
    const adopted = failuresOf({ adoptRoomId: "60af1c2e5f8b9a0012345678" });
    assert.deepEqual(pathsOf(adopted), ["name", "ownerRef"]);
  });

  it("everything that is wrong at once", () => {
    const failures = failuresOf({
      participants: 0,
      quality: "HDD",
      mod: 1,
      extraSettings: { scheduled: true },
    });
    assert.deepEqual(
      new Set(pathsOf(failures)),
      new Set(["participants", "quality", "mod", "extraSettings.scheduled"]),
    );
  });

  it("any invalid value without throwing", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.constantFrom(...inputNames), fc.string()), fc.anything()),
        (given) => {
          for (const { property, reason } of checkRoom({}, given).failures) {
            assert.equal(typeof property, "string");
            assert.ok(reason.length > 0 && reason.length < 2_000);
          }
        },
      ),
    );
  });
});
