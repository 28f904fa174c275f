import assert from "node:assert/strict";
import type { RoomState } from "../../../provider/room/properties";
import { completeRoom, reduceRoom } from "../../../provider/room/reduced-state";
import { type CoreSetup, declared, withCore } from "../../support/core";

type Given = Record<string, unknown>;

/** Creates a room whose state is reduced as far as possible. */
async function makeReduced({ core }: CoreSetup, given: Given): Promise<RoomState> {
  const state = await core.create(declared(core, given));
  return reduceRoom({ ...state }, 0) as unknown as RoomState;
}

/** Diff, request and warnings of an update of a room with a reduced state. */
async function change(before: Given, after: Given) {
  let result: unknown;
  await withCore({}, async (setup) => {
    const { core, emulator, warnings } = setup;
    const state = await makeReduced(setup, before);
    const wanted = declared(core, after);
    const changes = core.diff(state.roomId, state, wanted).map(({ path, kind }) => `${kind} ${path}`);
    emulator.clearRequests();
    const updated = await core.update(state.roomId, state, wanted);
    assert.deepEqual(core.diff(state.roomId, updated, wanted), []);
    assert.equal(updated.reduced, undefined);
    const { name, owner_ref, settings, ...sent }: any = emulator.requests.find(
      ({ method }) => method === "PATCH",
    )!.body;
    const { participants, moderators, ...others } = settings;
    // Every room has these, and they are sent again.
    assert.deepEqual([name, owner_ref, participants, moderators], ["standup", "shop/dev/standup", "8", "1"]);
    const always = ["name", "ownerRef", "participants", "moderators"].map((each) => `update ${each}`);
    result = {
      changes: changes.filter((each) => !always.includes(each)),
      sent: { ...sent, settings: others },
      warnings: warnings.map((line) => line.replace(state.roomId, "<id>")),
    };
  });
  return result;
}

const kept = (names: string) =>
  `Room <id>: the program no longer sets ${names}. The API documents no default, so the server keeps the current value.`;

describe("a room with a reduced state", () => {
  const live = { autoRecording: true, url: "rtmps://h/key" };

  it("resets removed inputs to their documented defaults and warns if there is none", async () => {
    const before = {
      sip: { enabled: true },
      liveRecording: live,
      description: "a",
      extraSettings: { viewers: 1 },
    };
    assert.deepEqual(await change(before, {}), {
      changes: ["delete description", "delete liveRecording", "delete sip", "delete extraSettings"],
      sent: { sip: { enabled: false }, settings: { description: "" } },
      warnings: [kept("liveRecording, viewers")],
    });
  });

  it("resets removed parts of inputs in the same way", async () => {
    const before = {
      roleBasedRecording: { moderator: "audio", participant: "audio" },
      liveRecording: live,
      extraSettings: { viewers: 1, facex: true },
    };
    const after = {
      roleBasedRecording: { moderator: "audio" },
      liveRecording: { url: live.url },
      extraSettings: { facex: true },
    };
    assert.deepEqual(await change(before, after), {
      changes: [
        "update roleBasedRecording.moderator",
        "delete roleBasedRecording.participant",
        "delete liveRecording.autoRecording",
        "update liveRecording.url",
        "delete extraSettings.viewers",
        "update extraSettings.facex",
      ],
      sent: {
        settings: {
          role_based_recording: { moderator: "audio", participant: "audiovideo" },
          live_recording: { url: live.url },
          facex: true,
        },
      },
      warnings: [kept("liveRecording.autoRecording, viewers")],
    });
  });

  it("sends the remaining inputs again, even those that equal a default", async () => {
    const after = { description: "", sip: { enabled: true } };
    assert.deepEqual(await change({ description: "a", sip: { enabled: true } }, after), {
      changes: ["update description", "update sip.enabled"],
      sent: { sip: { enabled: true }, settings: { description: "" } },
      warnings: [],
    });
  });

  it("resets removed inputs also after a read, which completes the state from the inputs", () =>
    withCore({}, async (setup) => {
      const { core, emulator, warnings } = setup;
      const recording = { moderator: "audio", participant: "audio" };
      const given = { sip: { enabled: true }, liveRecording: live, roleBasedRecording: recording };
      const reduced = await makeReduced(setup, given);
      const wanted = declared(core, { roleBasedRecording: { moderator: "audio" } });
      const read = await core.read(reduced.roomId, completeRoom({ ...reduced }, wanted));
      assert.deepEqual(read!.inputs, wanted);
      const again = await core.read(reduced.roomId, completeRoom({ ...read!.state }, wanted));
      assert.deepEqual(again, read);
      emulator.clearRequests();
      await core.update(reduced.roomId, read!.state, wanted);
      assert.deepEqual(emulator.requests.find(({ method }) => method === "PATCH")!.body, {
        sip: { enabled: false },
        settings: { role_based_recording: { moderator: "audio", participant: "audiovideo" } },
      });
      assert.deepEqual(warnings, [kept("liveRecording").replace("<id>", reduced.roomId)]);
    }));

  it("still knows what was left out after it is reduced again", () => {
    const state = { roomId: "1", description: "a".repeat(200), sip: { enabled: true } };
    const twice = reduceRoom(reduceRoom(state, 100), 0);
    assert.deepEqual(twice, { roomId: "1", reduced: { description: [], sip: ["enabled"] } });
    const read = { roomId: "1", sip: {}, extraSettings: { a: 1 }, reduced: { extraSettings: ["b"] } };
    assert.deepEqual(reduceRoom(read, 0).reduced, { sip: [], extraSettings: ["a", "b"] });
  });

  for (const [needs, kept] of Object.entries({
    "an update and a delete find the room and know whose it is": {
      roomId: "1",
      declaredAs: "acme/dev/a",
      importedMarker: "acme/dev/b",
    },
    "a change is distinguished from a replacement": { kind: "adhoc", mode: "group", adoptRoomId: "1" },
    "the time in which the room can be changed is known": {
      scheduledTime: "2030-01-07T09:00:00Z",
      durationMinutes: 60,
      whenEnded: "replace",
    },
    "its links stay as they are": {
      account: "eu",
      meetingUrl: "https://a.example",
      participantUrl: "https://a.example/1",
      moderatorUrl: "https://a.example/host/1",
    },
  })) {
    it(`keeps values of any length by which ${needs}`, () => {
      assert.deepEqual(reduceRoom({ ...kept, description: "a" }, 0), {
        ...kept,
        reduced: { description: [] },
      });
    });
  }
});
