import assert from "node:assert/strict";
import fc from "fast-check";
import { bothFormsConform, makeRoom } from "./conform";
import { anyRoom, everything, unknowns } from "./samples";

/** Both forms must see the same rooms. */
const seed = Date.now() % 2 ** 31;

bothFormsConform("a room", {
  "is created, unchanged, updated, read and deleted": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "standup", { participants: 8 });
    assert.deepEqual(inputs, {
      participants: 8,
      declaredAs: "acme/dev/standup",
      name: "standup",
      ownerRef: "acme/dev/standup",
      kind: "permanent",
      mode: "group",
      moderators: 1,
      whenEnded: "recreate",
    });
    assert.deepEqual(state, {
      ...inputs,
      roomId: id,
      participantUrl: `https://meet.example.com/${id}`,
      moderatorUrl: `https://meet.example.com/host/${Buffer.from(`${id}-${rooms.emulator.appId}`).toString("base64")}`,
      created: "2026-05-04T12:00:00.000Z",
    });

    const again = await rooms.check("standup", { participants: 8 }, inputs);
    assert.deepEqual(again, { inputs, failures: [] });
    assert.deepEqual(await rooms.diff(id, state, inputs), { changes: false, replaces: [] });

    const wanted = { ...inputs, participants: 9, quality: "SD" };
    assert.deepEqual(await rooms.diff(id, state, wanted), { changes: true, replaces: [] });
    const updated = await rooms.update(id, state, wanted);
    assert.deepEqual(updated, { ...state, participants: 9, quality: "SD" });
    assert.deepEqual(await rooms.read(id, updated), { id, state: updated, inputs: wanted });

    await rooms.delete(id, updated);
    assert.deepEqual(rooms.emulator.rooms(), []);
    await rooms.delete(id, updated);
  },

  "keeps every input without drift": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "math", everything);
    assert.deepEqual(inputs, { ...everything, declaredAs: "acme/dev/math" });
    const { sipMeetingId, sipPin, participantUrl } = state;
    assert.match(`${sipMeetingId} ${sipPin}`, /^\d+ \d+$/);
    assert.equal(participantUrl, `https://school.example.com/${id}`);
    assert.deepEqual(await rooms.read(id, state), { id, state, inputs });
    assert.deepEqual(await rooms.diff(id, state, inputs), { changes: false, replaces: [] });
  },

  "does not differ after its create, whatever its inputs": async (rooms) => {
    await fc.assert(
      fc.asyncProperty(anyRoom, async (given) => {
        const { id, inputs, state } = await makeRoom(rooms, "any", given);
        const read = await rooms.read(id, state);
        assert.deepEqual(read, { id, state, inputs });
        assert.deepEqual(await rooms.diff(id, read.state!, inputs), { changes: false, replaces: [] });
        await rooms.delete(id, state);
      }),
      { numRuns: 25, seed },
    );
  },

  "is replaced only for changes that the API cannot make": async (rooms) => {
    const { id, inputs, state } = await makeRoom(rooms, "math", everything);
    const replaces = async (change: object) =>
      (await rooms.diff(id, state, { ...inputs, ...change })).replaces;
    assert.deepEqual(await replaces({ mode: "group" }), ["mode"]);
    assert.deepEqual(await replaces({ kind: "permanent", scheduledTime: undefined }), ["kind"]);
    assert.deepEqual(await replaces({ account: "other" }), ["account"]);
    assert.deepEqual(
      await replaces({ name: "Algebra", participants: 1, sip: undefined, customData: {} }),
      [],
    );
    assert.deepEqual(await replaces({ adoptRoomId: id }), []);
  },

  "keeps its declaredAs under another name": async (rooms) => {
    const { inputs } = await makeRoom(rooms, "standup", { participants: 8 });
    await rooms.nextRun();
    const renamed = await rooms.check("daily", { participants: 8 }, inputs);
    assert.deepEqual(renamed.inputs, inputs);
  },

  "accepts unknown values for any input": async (rooms) => {
    for (const given of unknowns) {
      const { inputs, failures } = await rooms.check("later", given);
      assert.deepEqual(failures, []);
      for (const [name, value] of Object.entries(given)) assert.deepEqual(inputs[name], value);
    }
    const { id, inputs, state } = await makeRoom(rooms, "standup", { participants: 8 });
    for (const given of unknowns) {
      assert.equal((await rooms.diff(id, state, { ...inputs, ...given })).changes, true);
    }
    assert.deepEqual((await rooms.diff(id, state, { ...inputs, ...unknowns[0] })).replaces, ["kind", "mode"]);
  },

  "returns to the documented defaults when inputs are removed": async (rooms) => {
    const { id, state } = await makeRoom(rooms, "math", everything);
    const { inputs } = await rooms.check(
      "math",
      {
        ...Object.fromEntries(
          ["kind", "scheduledTime", "durationMinutes", "mode", "participants", "name", "ownerRef"].map(
            (name) => [name, (everything as Record<string, unknown>)[name]],
          ),
        ),
      },
      state,
    );
    const updated = await rooms.update(id, state, inputs);
    assert.deepEqual(await rooms.diff(id, updated, inputs), { changes: false, replaces: [] });
    assert.equal(updated.sipPin, undefined);
    const [room] = rooms.emulator.rooms() as any[];
    assert.deepEqual(
      [
        room.settings.moderators,
        room.settings.screen_share,
        room.settings.knock,
        room.sip,
        Object.keys(room.data),
      ],
      ["1", true, false, { enabled: false }, ["pulumiEnablex"]],
    );
  },
});
