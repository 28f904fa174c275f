import assert from "node:assert/strict";
import { declared, withCore } from "../../support/core";

/** The request and warnings of an update from one room to another. */
async function update(before: Record<string, unknown>, after: Record<string, unknown>) {
  let sent: any;
  let shown: string[] = [];
  await withCore({}, async ({ core, emulator, warnings, takeRequests }) => {
    const state = await core.create(declared(core, before));
    const wanted = declared(core, after);
    takeRequests();
    const updated = await core.update(state.roomId, state, wanted);
    const patches = emulator.requests.filter(({ method }) => method === "PATCH");
    assert.ok(patches.length <= 1);
    sent = patches[0]?.body;
    shown = warnings.map((line) => line.replace(state.roomId, "<id>"));
    assert.deepEqual(
      takeRequests(),
      sent ? ["GET", "PATCH", "GET"].map((method) => `${method} /rooms/${state.roomId}`) : [],
    );
    // The new state is complete and matches the program.
    assert.deepEqual(core.diff(state.roomId, updated, wanted), []);
    assert.ok(Object.values(updated).every((value) => value !== undefined));
    for (const key of Object.keys(before)) assert.equal(key in updated, key in wanted, key);
    assert.equal(updated.created, state.created);
  });
  return { sent, warnings: shown };
}

describe("an update sends", () => {
  const meeting = { kind: "scheduled", scheduledTime: "2030-12-01T09:00:00+05:30", durationMinutes: 30 };
  const sends: [string, Record<string, unknown>, Record<string, unknown>, unknown][] = [
    [
      "only the changed keys",
      { quality: "HD", canvas: true },
      { quality: "SD", canvas: true, participants: 9 },
      { settings: { participants: "9", quality: "SD" } },
    ],
    ["name and reference at the top", {}, { name: "a", ownerRef: "b" }, { name: "a", owner_ref: "b" }],
    [
      "a time in UTC",
      meeting,
      { ...meeting, scheduledTime: "2030-12-01T10:00:00+05:30" },
      { settings: { scheduled_time: "2030-12-01 04:30:00" } },
    ],
    [
      "nothing for the same instant",
      meeting,
      { ...meeting, scheduledTime: "2030-12-01T03:30:00Z" },
      undefined,
    ],
    [
      "nothing for inputs that the API does not have",
      {},
      { meetingUrl: "https://meet.example.com", whenEnded: "keep" },
      undefined,
    ],
    ["SIP at the top", { sip: { enabled: true } }, { sip: { enabled: false } }, { sip: { enabled: false } }],
    [
      "extra settings unchanged",
      { extraSettings: { viewers: 1, facex: true } },
      { extraSettings: { viewers: 2, facex: true } },
      { settings: { viewers: 2 } },
    ],
    [
      "objects in the API's spelling",
      {},
      { liveRecording: { autoRecording: true, url: "rtmp://x" } },
      { settings: { live_recording: { auto_recording: true, url: "rtmp://x" } } },
    ],
  ];
  for (const [name, before, after, body] of sends) {
    it(name, async () => assert.deepEqual(await update(before, after), { sent: body, warnings: [] }));
  }

  it("free data whole, with the marker of the same resource", async () => {
    const { sent } = await update({ customData: { a: 1, b: 2 } }, { customData: { a: 2 } });
    const { pulumiEnablex, ...own } = sent.data;
    assert.deepEqual(own, { a: 2 });
    assert.match(pulumiEnablex, /^[\w-]{8}\.[\w-]{8}\.[\w-]{8}$/);
    const emptied = await update({ customData: { a: 1 } }, {});
    assert.deepEqual(Object.keys(emptied.sent.data), ["pulumiEnablex"]);
  });
});

describe("an input removed from the program", () => {
  const documented: [Record<string, unknown>, unknown][] = [
    [{ moderators: 3 }, { settings: { moderators: "1" } }],
    [{ description: "a" }, { settings: { description: "" } }],
    [{ screenShare: false }, { settings: { screen_share: true } }],
    [{ maxActiveTalkers: 3 }, { settings: { max_active_talkers: 6 } }],
    [{ mediaZone: "IN" }, { settings: { media_zone: "XX" } }],
    [{ sip: { enabled: true } }, { sip: { enabled: false } }],
    [
      { roleBasedRecording: { moderator: "audio" } },
      { settings: { role_based_recording: { moderator: "audiovideo", participant: "audiovideo" } } },
    ],
    [{ name: "Other" }, { name: "standup" }],
    [{ extraSettings: { canvas: true }, screenShare: false }, { settings: { screen_share: true } }],
  ];
  for (const [before, sent] of documented) {
    it(`is reset to its documented default: ${Object.keys(before)}`, async () => {
      assert.deepEqual((await update(before, {})).sent, sent);
    });
  }

  it("is reset to its documented default as a part of an object", async () => {
    const { sent } = await update(
      { roleBasedRecording: { moderator: "audio", participant: "audio" } },
      { roleBasedRecording: { moderator: "audio" } },
    );
    assert.deepEqual(sent, {
      settings: { role_based_recording: { moderator: "audio", participant: "audiovideo" } },
    });
  });

  it("is reset to the defaults of its parts if there is none for the whole", async () => {
    const before = { liveTranscription: { language: "en-IN", autoTranscribe: true, enabled: false } };
    const after = { liveTranscription: { language: "hi-IN" } };
    assert.deepEqual(await update(before, after), {
      sent: {
        settings: { live_transcription: { language: "hi-IN", auto_transcribe: false, enable: true } },
      },
      warnings: [],
    });
    const [warning] = (await update(before, {})).warnings;
    assert.match(warning!, /no longer sets liveTranscription\. The API documents no default/);
  });

  it("keeps its value if no default is documented, with a warning", async () => {
    const before = { quality: "HD", durationMinutes: 30, extraSettings: { facex: true } };
    assert.deepEqual(await update(before, {}), {
      sent: undefined,
      warnings: [
        "Room <id>: the program no longer sets durationMinutes, quality, facex. The API documents no default, so the server keeps the current value.",
      ],
    });
  });

  it("keeps its value as a part of an object without defaults, with a warning", async () => {
    const stays = (parts: string) => [
      `Room <id>: the program no longer sets ${parts}. The API documents no default, so the server keeps the current value.`,
    ];
    const before = { liveRecording: { autoRecording: true, url: "rtmp://live" } };
    assert.deepEqual(await update(before, { liveRecording: { url: "rtmp://live" } }), {
      sent: { settings: { live_recording: { url: "rtmp://live" } } },
      warnings: stays("liveRecording.autoRecording"),
    });
    assert.deepEqual(await update(before, { liveRecording: {} }), {
      sent: undefined,
      warnings: stays("liveRecording.autoRecording, liveRecording.url"),
    });
  });

  it("is sent if it moves from extraSettings to its own input, even with the default value", async () => {
    const extra = { extraSettings: { wait_for_moderator: true } };
    assert.deepEqual(await update(extra, { waitForModerator: false }), {
      sent: { settings: { wait_for_moderator: false } },
      warnings: [],
    });
  });

  it("causes no warning if it moves between extraSettings and its own input", async () => {
    const setting = { extraSettings: { knock: true } };
    assert.deepEqual(await update(setting, { knock: true }), {
      sent: { settings: { knock: true } },
      warnings: [],
    });
    assert.deepEqual((await update({ knock: true }, setting)).sent, { settings: { knock: true } });
  });
});

describe("an update of a room", () => {
  it("returns the PIN while SIP is on, and none after it is off", () =>
    withCore({}, async ({ core }) => {
      const state = await core.create(declared(core));
      const on = await core.update(state.roomId, state, declared(core, { sip: { enabled: true } }));
      assert.match(on.sipPin!, /^\d+$/);
      const renamed = await core.update(
        on.roomId,
        on,
        declared(core, { sip: { enabled: true }, whenEnded: "keep" }),
      );
      assert.equal(renamed.sipPin, on.sipPin);
      const off = await core.update(on.roomId, on, declared(core, { sip: { enabled: false } }));
      assert.ok(!("sipPin" in off) && !("sipMeetingId" in off));
    }));

  it("warns if the API accepts it without applying it", () =>
    withCore({}, async ({ core, anotherRun, warnings }) => {
      const state = await core.create(declared(core));
      const deaf = anotherRun({
        fetch: async (url, init) => {
          if (init.method !== "PATCH") return fetch(url, init);
          return { status: 200, headers: { get: () => null }, text: async () => '{"result":0}' };
        },
      });
      await deaf.update(state.roomId, state, declared(core, { participants: 9 }));
      assert.match(warnings.join(), /accepted the update but still returns the old participants/);
    }));
});
