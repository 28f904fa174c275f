import assert from "node:assert/strict";
import { createRoom, noon, roomWith, withEmulator } from "../../support/emulator";

const scheduled = { scheduled: true, scheduled_time: "2026-05-04 15:00:00", duration: 30 };

describe("emulator: an invalid create", () => {
  const invalid: [string, Record<string, unknown>, number, string][] = [
    ["without a name", { ...roomWith(), name: undefined }, 10002, "Required data missing: name"],
    ["with an empty name", { ...roomWith(), name: "" }, 10002, "Required data missing: name"],
    ["with a name that is a list", { ...roomWith(), name: ["a"] }, 10002, "Required data missing: name"],
    ["with a name that is true", { ...roomWith(), name: true }, 10002, "Required data missing: name"],
    ["without owner_ref", { ...roomWith(), owner_ref: undefined }, 10010, "Required data missing: owner_ref"],
    ["without settings", { name: "a", owner_ref: "b" }, 10007, "Invalid value: settings.participants"],
    ["with settings that are a list", { ...roomWith(), settings: [] }, 10009, "Unrecognized key of settings"],
    ["with an unknown setting", roomWith({ video: true }), 10009, "Unrecognized key of settings"],
    [
      "with __proto__",
      JSON.parse('{"name":"a","owner_ref":"b","settings":{"__proto__":{}}}'),
      10009,
      "Unrecognized key of settings",
    ],
    ["with scheduled as text", roomWith({ scheduled: "true" }), 10003, "Invalid value: settings.scheduled"],
    ["with adhoc as text", roomWith({ adhoc: "true" }), 10016, "Invalid value: settings.adhoc"],
    [
      "both scheduled and adhoc",
      roomWith({ ...scheduled, adhoc: true }),
      10017,
      "Illegible value: settings.adhoc",
    ],
    ["with an unknown mode", roomWith({ mode: "p2p" }), 10019, "Invalid value: settings.mode"],
    [
      "scheduled without a time",
      roomWith({ ...scheduled, scheduled_time: undefined }),
      10004,
      "Required data missing: settings.scheduled_time",
    ],
    [
      "scheduled with an empty time",
      roomWith({ ...scheduled, scheduled_time: "" }),
      10004,
      "Required data missing: settings.scheduled_time",
    ],
    [
      "with a time in ISO form",
      roomWith({ ...scheduled, scheduled_time: "2026-05-04T15:00:00Z" }),
      10005,
      "Invalid date/time format: settings.scheduled_time",
    ],
    [
      "with a day that does not exist",
      roomWith({ ...scheduled, scheduled_time: "2027-02-30 15:00:00" }),
      10005,
      "Invalid date/time format: settings.scheduled_time",
    ],
    [
      "with an hour that does not exist",
      roomWith({ ...scheduled, scheduled_time: "2027-02-03 24:00:00" }),
      10005,
      "Invalid date/time format: settings.scheduled_time",
    ],
    [
      "with a time in the past",
      roomWith({ ...scheduled, scheduled_time: "2026-05-04 11:59:59" }),
      10006,
      "Illegible date/time: settings.scheduled_time",
    ],
    [
      "scheduled without duration",
      roomWith({ ...scheduled, duration: undefined }),
      10011,
      "Invalid value: settings.duration",
    ],
    ["with a duration of 0", roomWith({ duration: 0 }), 10011, "Invalid value: settings.duration"],
    [
      "with a duration that is not a number",
      roomWith({ duration: "an hour" }),
      10011,
      "Invalid value: settings.duration",
    ],
    ["with 1.5 moderators", roomWith({ moderators: 1.5 }), 10022, "Invalid value: settings.moderators"],
    ["with 6 moderators", roomWith({ moderators: "6" }), 10023, "Illegible value: settings.moderators"],
    [
      "without participants",
      roomWith({ participants: undefined }),
      10007,
      "Invalid value: settings.participants",
    ],
    ["with 0 participants", roomWith({ participants: "0" }), 10007, "Invalid value: settings.participants"],
    [
      "with more than the subscription's participants",
      roomWith({ participants: 251 }),
      10007,
      "Invalid value: settings.participants",
    ],
    ["with an unknown quality", roomWith({ quality: "4K" }), 10014, "Invalid value: settings.quality"],
    [
      "with auto_recording as text",
      roomWith({ auto_recording: "yes" }),
      10008,
      "Invalid value: settings.auto_recording",
    ],
    [
      "with active_talker as a number",
      roomWith({ active_talker: 1 }),
      10012,
      "Invalid value: settings.active_talker",
    ],
    [
      "with wait_moderator as a number",
      roomWith({ wait_moderator: 0 }),
      10013,
      "Invalid value: settings.wait_moderator",
    ],
    ["with knock as text", roomWith({ knock: "no" }), 10025, "Illegible value: settings.knock"],
  ];
  for (const [name, body, code, text] of invalid) {
    it(`a create ${name} fails with ${code}`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const { status, json } = await send("POST", "/rooms", body);
        assert.equal(status, 400);
        assert.deepEqual(Object.keys(json), ["result", "error", "desc"]);
        assert.equal(json.result, code);
        assert.equal(json.error, `[Reason] ${text}`);
        assert.deepEqual(emulator.rooms(), []);
      }));
  }

  const language = "english";
  for (const [name, live_transcription] of Object.entries({
    "without a language": { enable: true },
    "with an empty language": { language: "" },
    "with a language that is a number": { language: 5 },
    "with auto_transcribe as text": { language, auto_transcribe: "yes" },
    "with enable as a number": { language, enable: 1 },
    "that is true": true,
    "that is a list": [language],
  })) {
    it(`a create with a live_transcription ${name} fails with the HTTP status as the code`, () =>
      withEmulator({}, async (emulator, send) => {
        const invalid = async () => {
          const { status, json } = await send("POST", "/rooms", roomWith({ live_transcription }));
          assert.equal(json.error, "[Reason] Invalid value: settings.live_transcription");
          return [status, json.result];
        };
        assert.deepEqual(await invalid(), [400, 400]);
        emulator.setBehaviour({ validationStatus: 422 });
        assert.deepEqual(await invalid(), [422, 422]);
      }));
  }

  it("a create with a quality above the project's fails with 10021", () =>
    withEmulator({ behaviour: { appQuality: "SD" } }, async (_, send) => {
      assert.equal((await send("POST", "/rooms", roomWith({ quality: "HD" }))).json.result, 10021);
      assert.equal((await send("POST", "/rooms", roomWith({ quality: "SD" }))).json.result, 0);
    }));

  for (const [name, body] of [
    ["malformed JSON", "{"],
    ["no body", ""],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["null", "null"],
  ] as const) {
    it(`a create with ${name} as body fails with 400 as the code`, () =>
      withEmulator({}, async (_, send) => {
        const { status, json } = await send("POST", "/rooms", body);
        assert.equal(status, 400);
        assert.deepEqual(json, { result: 400, error: "[Reason] The body is not a JSON object", desc: "" });
      }));
  }

  it("a create whose body is too large or too deeply nested fails, and the emulator keeps working", () =>
    withEmulator({}, async (_, send) => {
      assert.equal((await send("POST", "/rooms", { ...roomWith(), data: "x".repeat(300_000) })).status, 413);
      const deep = `{"name":"a","owner_ref":"b","settings":{"participants":1},"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
      assert.equal((await send("POST", "/rooms", deep)).status, 400);
      await createRoom(send);
    }));
});

describe("emulator: a valid create", () => {
  const valid: [string, Record<string, unknown>][] = [
    ["with counts as text", { participants: "250", moderators: "5", duration: "30" }],
    ["with counts as numbers", { participants: 250, moderators: 5, duration: 30 }],
    ["scheduled for the current second", { ...scheduled, scheduled_time: "2026-05-04 12:00:00" }],
    ["adhoc with an empty time", { adhoc: true, scheduled_time: "", duration: 30 }],
    ["in lecture mode", { mode: "lecture" }],
    ["permanent with a time", { scheduled: false, scheduled_time: "2026-05-04 15:00:00" }],
    ["with too many active talkers", { max_active_talkers: "99" }],
    ["with an undocumented media zone", { media_zone: "MARS" }],
    [
      "with every other documented key",
      {
        viewers: 1,
        audiences: 9,
        hls_view_url: "DEFAULT",
        send_audiences_stats: true,
        billing_code: "7",
        facex: false,
        knock: true,
        wait_for_moderator: true,
        media_zone: "IN",
        role_based_recording: { moderator: "audio" },
        live_recording: { auto_recording: true, url: "rtmp://x" },
        peep: 1,
        aor: "x",
      },
    ],
  ];
  for (const [name, settings] of valid) {
    it(`a create ${name} succeeds`, () =>
      withEmulator({ now: noon }, async (_, send) => void (await createRoom(send, settings))));
  }

  it("a create returns numbers and blank strings as name and owner_ref unchanged", () =>
    withEmulator({}, async (emulator, send) => {
      for (const value of [5, 0, -1.5, "   "]) {
        const { json } = await send("POST", "/rooms", { ...roomWith(), name: value, owner_ref: value });
        assert.deepEqual([json.room?.name, json.room?.owner_ref], [value, value]);
        const { room } = (await send("GET", `/rooms/${json.room.room_id}`)).json;
        assert.deepEqual([room.name, room.owner_ref], [value, value]);
      }
      assert.equal(emulator.rooms().length, 4);
    }));

  it("a create returns live_transcription unchanged", () =>
    withEmulator({}, async (_, send) => {
      for (const live_transcription of [
        { language: "english" },
        { language: "english", auto_transcribe: true, enable: false },
      ]) {
        const { room } = (await send("POST", "/rooms", roomWith({ live_transcription }))).json;
        assert.deepEqual(room.settings.live_transcription, live_transcription);
      }
    }));
});
