import assert from "node:assert/strict";
import { type CoreSetup, declared, withCore } from "../../support/core";

/** Changes a room out of band. */
const patch = ({ core }: CoreSetup, roomId: string, body: Record<string, unknown>) =>
  core.api().update(roomId, body);

/** The inputs that a refresh returns changed after an out-of-band change. */
async function drift(given: Record<string, unknown>, body: Record<string, unknown>) {
  let changed: Record<string, unknown> = {};
  await withCore({}, async (setup) => {
    const { core } = setup;
    const inputs = declared(core, given);
    const state = await core.create(inputs);
    await patch(setup, state.roomId, body);
    const read = await core.read(state.roomId, state);
    changed = Object.fromEntries(
      Object.entries(read!.inputs).filter(
        ([key, value]) => value !== (inputs as Record<string, unknown>)[key],
      ),
    );
    for (const [key, value] of Object.entries(changed)) {
      assert.deepEqual((read!.state as unknown as Record<string, unknown>)[key], value);
    }
    // The next deployment reverts it.
    const changes = core.diff(state.roomId, read!.state, inputs);
    assert.deepEqual(new Set(changes.map(({ property }) => property)), new Set(Object.keys(changed)));
    assert.ok(changes.every(({ replace }) => !replace));
    await core.update(state.roomId, read!.state, inputs);
    assert.deepEqual((await core.read(state.roomId, state))!.inputs, inputs);
  });
  return changed;
}

describe("a refresh shows an out-of-band change", () => {
  const meeting = { kind: "scheduled", scheduledTime: "2030-12-01T09:00:00+05:30", durationMinutes: 30 };
  const seen: [string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>][] = [
    ["of a name", {}, { name: "Other" }, { name: "Other" }],
    ["of a count, in the form of the program", {}, { settings: { participants: "9" } }, { participants: 9 }],
    ["of a default", {}, { settings: { moderators: 4 } }, { moderators: 4 }],
    ["of a flag", { canvas: true }, { settings: { canvas: false } }, { canvas: false }],
    [
      "of a string that was emptied",
      { description: "a" },
      { settings: { description: "" } },
      { description: "" },
    ],
    [
      "of a time",
      meeting,
      { settings: { scheduled_time: "2030-12-01 04:30:00" } },
      { scheduledTime: "2030-12-01T04:30:00Z" },
    ],
    ["of SIP", { sip: { enabled: true } }, { sip: { enabled: false } }, { sip: { enabled: false } }],
    [
      "of a part that was given, and only of that",
      { roleBasedRecording: { moderator: "audio" } },
      { settings: { role_based_recording: { moderator: "audiovideo", participant: "audio" } } },
      { roleBasedRecording: { moderator: "audiovideo" } },
    ],
    [
      "of an extra setting",
      { extraSettings: { viewers: 3, facex: true } },
      { settings: { viewers: 4 } },
      { extraSettings: { viewers: 4, facex: true } },
    ],
    ["of free data", { customData: { a: 1 } }, { data: { a: 1, b: 2 } }, { customData: { a: 1, b: 2 } }],
    ["of free data that was emptied", { customData: { a: 1 } }, { data: {} }, { customData: {} }],
  ];
  for (const [name, given, body, expected] of seen) {
    it(name, async () => assert.deepEqual(await drift(given, body), expected));
  }
});

describe("a refresh shows no drift for", () => {
  const quiet: [string, Record<string, unknown>, Record<string, unknown>][] = [
    [
      "an input that the program does not set",
      {},
      { settings: { quality: "LD", canvas: true, knock: true, description: "x" } },
    ],
    [
      "a part that the program does not set",
      { roleBasedRecording: { moderator: "audio" } },
      { settings: { role_based_recording: { moderator: "audio", participant: "audio" } } },
    ],
    ["free data if the program sets none", {}, { data: { a: 1 } }],
    [
      "a number as a string",
      { maxActiveTalkers: 4, durationMinutes: 30 },
      { settings: { max_active_talkers: "4", duration: "30" } },
    ],
    [
      "additional keys of an extra setting's object",
      { extraSettings: { peep: { a: 1 } } },
      { settings: { peep: { a: "1", b: 2 } } },
    ],
  ];
  for (const [name, given, body] of quiet) {
    it(name, async () => assert.deepEqual(await drift(given, body), {}));
  }
});
