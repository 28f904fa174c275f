import assert from "node:assert/strict";
import fc from "fast-check";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import { declared, loseResponses, withCore } from "../../support/core";
import { anyRoom } from "./any-room";

describe("creating a room", () => {
  it("sends one request, whose response is the room", () =>
    withCore({}, async ({ core, emulator, takeRequests, warnings }) => {
      const inputs = declared(core, { quality: "HD" });
      const state = await core.create(inputs);
      const [room] = emulator.rooms();
      assert.deepEqual(state, {
        ...inputs,
        roomId: room!.room_id,
        created: room!.created,
        participantUrl: `${emulator.url}/${room!.room_id}`,
        moderatorUrl: `${emulator.url}/host/${Buffer.from(`${room!.room_id}-${emulator.appId}`).toString("base64")}`,
      });
      assert.deepEqual(takeRequests(), ["POST /rooms"]);
      assert.deepEqual(warnings, []);
    }));

  it("returns links that open it", () =>
    withCore({}, async ({ core }) => {
      const { participantUrl, moderatorUrl } = await core.create(declared(core, { name: "Stand-up" }));
      for (const [url, role] of Object.entries({
        [participantUrl]: "participant",
        [moderatorUrl]: "moderator",
      })) {
        const page = await (await fetch(url)).text();
        assert.match(page, /Stand-up/);
        assert.match(page, new RegExp(role));
      }
    }));

  it("with SIP returns meeting id and PIN as strings", () =>
    withCore({}, async ({ core }) => {
      const { sipMeetingId, sipPin } = await core.create(declared(core, { sip: { enabled: true } }));
      assert.match(sipMeetingId!, /^\d+$/);
      assert.match(sipPin!, /^\d+$/);
      const off = await core.create(declared(core, { sip: { enabled: false } }));
      assert.ok(!("sipPin" in off) && !("sipMeetingId" in off));
    }));

  it("leaves no difference and no drift, and the room can be deleted, for any valid room", async () => {
    for (const scheduledTimeForm of ["sent", "iso"] as const) {
      await withCore({ behaviour: { scheduledTimeForm } }, async ({ core, emulator, warnings }) => {
        await fc.assert(
          fc.asyncProperty(anyRoom, async (given) => {
            const { inputs, failures } = core.check({}, given);
            assert.deepEqual(failures, []);
            const state = await core.create(inputs);
            const { roomId } = state;
            assert.deepEqual(core.diff(roomId, state, inputs), []);
            const read = await core.read(roomId, state);
            assert.deepEqual(read, { state, inputs });
            assert.deepEqual(core.diff(roomId, read!.state, inputs), []);
            await core.delete(roomId, state);
            assert.ok(!emulator.rooms().some((room) => room.room_id === roomId));
          }),
          { numRuns: 60 },
        );
        assert.deepEqual(warnings, []);
      });
    }
  });

  it("fails if the API rejects it, and the error names the input", () =>
    withCore({ behaviour: { appQuality: "SD", maxParticipants: 100 } }, async ({ core, emulator }) => {
      await assert.rejects(
        core.create(declared(core, { quality: "HD" })),
        /Creating room "standup" failed: Room quality higher .*10021\)\. quality: .*subscription's limit.*portal/,
      );
      await assert.rejects(
        core.create(declared(core, { participants: 101 })),
        /participants: .*limit.*portal/,
      );
      await assert.rejects(core.create(declared(core, { audiences: 9_999 })), /audiences: .*limit.*portal/);
      await assert.rejects(
        core.create(declared(core, { extraSettings: { facexx: 1 } })),
        /facexx.*extraSettings: /,
      );
      assert.deepEqual(emulator.rooms(), []);
    }));
});

describe("reading a room", () => {
  it("by its id alone returns everything that describes it", () =>
    withCore({}, async ({ core, config }) => {
      const given = {
        kind: "scheduled",
        scheduledTime: "2030-12-01T09:00:00+05:30",
        durationMinutes: 45,
        mode: "lecture",
        moderators: 3,
        roleBasedRecording: { moderator: "audio" },
        sip: { enabled: true },
        customData: { team: "blue" },
      };
      const created = await core.create(declared(core, given));
      const read = await core.import(created.roomId, created.declaredAs!);
      assert.deepEqual(
        {
          ...given,
          scheduledTime: "2030-12-01T03:30:00Z",
          name: "standup",
          ownerRef: "shop/dev/standup",
          participants: 8,
        },
        Object.fromEntries(
          Object.entries(read.inputs).filter(
            ([key]) => key in given || ["name", "ownerRef", "participants"].includes(key),
          ),
        ),
      );
      const imported = declared(core, { ...read.inputs });
      assert.deepEqual(core.diff(created.roomId, read.state, imported), []);

      config.accounts = JSON.stringify({ own: { appId: config.appId, appKey: config.appKey } });
      const chosen = await core.read(created.roomId, {
        account: "own",
        meetingUrl: "https://meet.example.com",
      });
      assert.equal(chosen!.state.account, "own");
      assert.equal(chosen!.state.participantUrl, `https://meet.example.com/${created.roomId}`);
    }));

  it("fails if the room does not exist, and returns no empty room", () =>
    withCore({}, async ({ core, takeRequests }) => {
      await assert.rejects(
        core.read("60af1c2e5f8b9a0012345678", {}),
        /Room 60af1c2e5f8b9a0012345678 does not exist in the project of App ID …0504\. Check the id/,
      );
      takeRequests();
      for (const id of ["", "..", "60af1c2e5f8b9a001234567", "https://x"]) {
        await assert.rejects(core.read(id, {}), /is not a room id, which has 24 hexadecimal digits/);
      }
      assert.deepEqual(takeRequests(), []);
    }));
});

describe("deleting a room", () => {
  it("succeeds if it no longer exists", () =>
    withCore({}, async ({ core, takeRequests }) => {
      const state = await core.create(declared(core));
      await core.delete(state.roomId, state);
      await core.delete(state.roomId, state);
      const path = `/rooms/${state.roomId}`;
      assert.deepEqual(takeRequests().slice(1), [`GET ${path}`, `DELETE ${path}`, `GET ${path}`]);
    }));

  it("succeeds if the response is lost", () =>
    withCore({}, async ({ core, anotherRun, emulator, takeRequests }) => {
      const state = await core.create(declared(core));
      takeRequests();
      await anotherRun({ fetch: loseResponses("DELETE", 1) }).delete(state.roomId, state);
      assert.deepEqual(emulator.rooms(), []);
      const path = `/rooms/${state.roomId}`;
      assert.deepEqual(takeRequests(), [`GET ${path}`, `DELETE ${path}`, `GET ${path}`]);
    }));

  it("succeeds for each form in which the API reports that the room is gone", async () => {
    for (const behaviour of [
      { errorStyle: "error_code" },
      { errorStatus: 200 },
      { errorResult: "string" },
      { goneStatus: 410 },
      { errorStyle: "error_code", errorStatus: 200 },
    ] as const) {
      await withCore({ behaviour }, async ({ core }) => {
        const state = await core.create(declared(core));
        await core.delete(state.roomId, state);
        await core.delete(state.roomId, state);
        assert.equal(await core.read(state.roomId, state), undefined);
        await assert.rejects(
          core.update(state.roomId, state, declared(core, { participants: 9 })),
          (error: Error) => {
            assert.ok(!(error instanceof PartialStateError));
            assert.match(error.message, new RegExp(`room ${state.roomId} .*pulumi refresh`));
            return true;
          },
        );
      });
    }
  });
});
