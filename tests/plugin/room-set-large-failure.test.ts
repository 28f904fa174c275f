import assert from "node:assert/strict";
import { withRooms as withSets } from "../support/plugin";
import { initFailedOf, type Json, secret, shown } from "../support/protocol";
import { changeSet, failureOf, ID, urn } from "./sets";

describe("plugin: a room set with failures", () => {
  const small = { emulator: { behaviour: { maxParticipants: 50 } }, plugin: { maxTrailerBytes: 100_000 } };

  it("keeps all ids if its state is too large, and refresh, update and delete continue", () =>
    withSets(async (provider, emulator) => {
      const customData = { door: secret("4711"), text: "x".repeat(2_500) };
      const keys = Array.from({ length: 43 }, (_, i) => `class-${i}`);
      const rooms = { ...Object.fromEntries(keys.map((key) => [key, {}])), c: { participants: 51 } };
      const liveRecording = { url: `rtmps://h/${"k".repeat(200)}` };
      const defaults = { participants: 5, customData, liveRecording, description: "d".repeat(200) };
      const { inputs } = await provider.check(urn, { defaults, rooms });
      const { id, state, reasons } = initFailedOf(await failureOf(provider.create(urn, inputs)));
      assert.equal(id, ID);
      assert.match(reasons.join(), /^rooms\.c: Creating [^\n]*$/);
      const idsOf = (set: Json) => keys.map((key) => set.rooms[key].roomId).sort();
      const idsInApi = () =>
        emulator
          .rooms()
          .map(({ room_id }) => room_id)
          .sort();
      assert.deepEqual(idsOf(state), idsInApi());
      assert.ok(JSON.stringify(state).length < 60_000);
      assert.deepEqual(state.moderatorUrls, secret(shown(state.moderatorUrls)));
      assert.doesNotMatch(JSON.stringify(state), /4711|rtmps/);

      const assertComplete = (set: Json) => {
        assert.deepEqual(idsOf(set), idsOf(state));
        assert.deepEqual(set.rooms["class-7"].customData, customData);
        assert.equal(set.rooms["class-7"].reduced, undefined);
        assert.deepEqual(set.liveRecordings, secret(shown(set.liveRecordings)));
        assert.deepEqual(shown(set.liveRecordings)["class-7"], liveRecording);
      };
      const refreshed = await provider.read(urn, ID, state, inputs);
      assertComplete(refreshed.state!);
      assert.deepEqual(refreshed.inputs!.rooms["class-7"], inputs.rooms["class-7"]);
      assert.deepEqual((await provider.diff(urn, ID, refreshed.state!, inputs)).kinds, { "rooms.c": "add" });

      const repaired = await changeSet(provider, { inputs, state }, { defaults, rooms: { ...rooms, c: {} } });
      const after = await repaired.update();
      assertComplete(after);
      assert.equal(idsInApi().length, 44);

      // Inputs removed from the program before the state was complete are removed from the rooms too.
      const smaller = { defaults: { participants: 5 }, rooms: { "class-7": {} } };
      const takenOut = await changeSet(provider, { inputs, state }, smaller);
      const shownOf7 = Object.entries(takenOut.kinds).filter(([path]) =>
        path.startsWith('rooms["class-7"].'),
      );
      assert.deepEqual(Object.fromEntries(shownOf7), {
        'rooms["class-7"].customData': "delete",
        'rooms["class-7"].description': "delete",
        'rooms["class-7"].liveRecording': "delete",
      });
      await takenOut.update();
      const left = emulator.rooms().find(({ room_id }) => room_id === state.rooms["class-7"].roomId)!;
      assert.deepEqual(Object.keys(left.data as object), ["pulumiEnablex"]);
      assert.equal((left.settings as Json).description, undefined);
      await provider.delete(urn, ID, state);
      assert.deepEqual(idsInApi(), [after.rooms.c.roomId]);
    }, small));
});
