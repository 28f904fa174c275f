import assert from "node:assert/strict";
import { secret, UNKNOWN } from "../support/protocol";
import { bothFormsConform, failureOf, makeRoom } from "./conform";

/** Invalid inputs, with the property paths in the failures. */
const refused: [string, Record<string, unknown>, string[]][] = [
  ["no inputs", {}, ["participants"]],
  [
    "not a number",
    { participants: "8", moderators: 2.5, durationMinutes: -1 },
    ["participants", "moderators", "durationMinutes"],
  ],
  [
    "unknown enum values",
    { participants: 2, kind: "permanant", quality: "UHD", mediaZone: "EU" },
    ["kind", "quality", "mediaZone"],
  ],
  ["too many moderators", { participants: 2, moderators: 6 }, ["moderators"]],
  [
    "a time without a zone",
    { participants: 2, kind: "scheduled", scheduledTime: "2026-12-01 09:00:00", durationMinutes: 5 },
    ["scheduledTime"],
  ],
  ["a schedule without time", { participants: 2, kind: "scheduled" }, ["scheduledTime", "durationMinutes"]],
  ["a time without schedule", { participants: 2, scheduledTime: "2026-12-01T09:00:00Z" }, ["scheduledTime"]],
  [
    "misspelled names",
    { participants: 2, ownerref: "x", screen_share: true, sip: { enable: true } },
    ['["ownerref"]', "screen_share", "sip.enabled", "sip.enable"],
  ],
  [
    "extra settings that have an input of their own",
    { participants: 2, extraSettings: { scheduled: true, mode: "group", quality: "HD" }, quality: "SD" },
    ["extraSettings.scheduled", "extraSettings.mode", "extraSettings.quality"],
  ],
  ["a reserved key", { participants: 2, customData: { pulumiEnablex: "x" } }, ["customData.pulumiEnablex"]],
  ["plain http", { participants: 2, meetingUrl: "http://meet.example.com" }, ['["meetingUrl"]']],
  ["an unknown account", { participants: 2, account: "othr" }, ['["account"]']],
  ["an invalid id", { participants: 2, name: "a", ownerRef: "b", adoptRoomId: "xyz" }, ['["adoptRoomId"]']],
  [
    "a wrong value next to an unknown one",
    { participants: UNKNOWN, quality: "UHD", customData: { a: UNKNOWN } },
    ["quality"],
  ],
  [
    "a live recording, without its stream key",
    { participants: 2, liveRecording: { url: 5, auto: "stream-key" } },
    ["liveRecording.url", "liveRecording.auto"],
  ],
];

bothFormsConform("wrong inputs", {
  ...Object.fromEntries(
    refused.map(([what, inputs, paths]) => [
      `are rejected by check: ${what}`,
      async (rooms) => {
        const { failures } = await rooms.check("bad", inputs);
        assert.deepEqual(failures.map(({ property }) => property).sort(), [...paths].sort());
        assert.ok(!JSON.stringify(failures).includes("stream-key"));
      },
    ]),
  ),

  "are rejected by the API with its result code": async (rooms) => {
    const { id, state } = await makeRoom(rooms, "standup", {
      participants: 8,
      extraSettings: { viewers: 1 },
    });
    const { inputs } = await rooms.check("standup", { participants: 8, extraSettings: { nonsense: 1 } });
    assert.match(await failureOf(rooms.create(inputs)), /result 10009/);
    assert.match(await failureOf(rooms.update(id, state, inputs)), /result 10009/);
    assert.equal(rooms.emulator.rooms().length, 1);
  },
});

bothFormsConform("secrets of the program", {
  "reach the room and cause no difference": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "standup", {
      participants: secret(8),
      customData: { token: secret("t"), list: [1, secret("x")] },
      liveRecording: secret({ url: "rtmps://live.example.com/key" }),
    });
    const [room] = rooms.emulator.rooms() as any[];
    assert.equal(room.settings.participants, "8");
    assert.deepEqual([room.data.token, room.data.list], ["t", [1, "x"]]);
    assert.deepEqual(await rooms.diff(id, state, inputs), { changes: false, replaces: [] });
    assert.deepEqual(await rooms.read(id, state), { id, state, inputs });
  },
});
