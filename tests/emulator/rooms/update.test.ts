import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultBehaviour } from "../../../emulator/behaviour";
import { ApiError } from "../../../emulator/rooms/api-error";
import { createRoom as buildRoom, changeRoom } from "../../../emulator/rooms/room";
import { validatePatch } from "../../../emulator/rooms/validate";
import { createRoom, noon, roomWith, withEmulator } from "../../support/emulator";

const scheduled = { scheduled: true, scheduled_time: "2026-05-04 15:00:00", duration: 30 };

describe("emulator: an update that repeats fixed settings", () => {
  const kinds = {
    permanent: {},
    scheduled,
    adhoc: { adhoc: true },
    lecture: { mode: "lecture" },
  };
  for (const [name, settings] of Object.entries(kinds)) {
    it(`an update may repeat the fixed settings of a ${name} room`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const id = await createRoom(send, settings);
        const { mode, scheduled, adhoc } = emulator.rooms()[0]!.settings;
        const changes = { description: "New", mode, scheduled, adhoc };
        assert.equal((await send("PATCH", `/rooms/${id}`, { settings: changes })).json.result, 0);
        const { settings: after } = emulator.rooms()[0]!;
        assert.deepEqual(
          [after.description, after.mode, after.scheduled, after.adhoc],
          ["New", mode, scheduled, adhoc],
        );
      }));
  }

  const empty = fc.constantFrom("", null);
  const anyKind = fc.constantFrom(...Object.values(kinds));
  const changes = fc.record(
    {
      mode: fc.oneof(fc.constantFrom("group", "lecture", "p2p", "Group", 1), empty),
      scheduled: fc.oneof(fc.boolean(), fc.constantFrom("true", "false", 0, 1), empty),
      adhoc: fc.oneof(fc.boolean(), fc.constantFrom("true", "false", 0, 1), empty),
    },
    { requiredKeys: [] },
  );
  const switches = fc.record({
    emptyInUpdate: fc.constantFrom("clear" as const, "ignore" as const),
    emptySettings: fc.constantFrom("drop" as const, "echo" as const),
    missingSettings: fc.constantFrom("fill" as const, "omit" as const),
  });

  it("an update of fixed settings succeeds only without differences, and never changes them", () => {
    fc.assert(
      fc.property(anyKind, changes, switches, (kind, changes, switchValues) => {
        const behaviour = { ...defaultBehaviour, ...switchValues };
        const room = buildRoom(roomWith(kind), "a".repeat(24), noon(), behaviour);
        const fixed = { mode: "group", scheduled: false, adhoc: false, ...kind } as Record<string, unknown>;
        const defaults: Record<string, unknown> = { mode: "group", scheduled: false, adhoc: false };
        const same = Object.entries(changes).every(([key, value]) =>
          value === "" || value === null
            ? behaviour.emptyInUpdate === "ignore" || fixed[key] === defaults[key]
            : value === fixed[key],
        );
        const body = { settings: changes };
        try {
          validatePatch(room, body, noon(), behaviour);
        } catch (error) {
          assert.ok(error instanceof ApiError);
          assert.ok([10003, 10016, 10019, 10020, 10106].includes(error.result), String(error.result));
          assert.equal(same, false);
          return;
        }
        assert.equal(same, true);
        assert.deepEqual(changeRoom(room, body, noon(), behaviour).settings, room.settings);
      }),
    );
  });
});

describe("emulator: an invalid update", () => {
  const invalid: [string, Record<string, unknown>, number][] = [
    ["of the mode", { settings: { mode: "lecture" } }, 10020],
    ["of scheduled", { settings: { scheduled: true } }, 10106],
    ["of adhoc", { settings: { adhoc: true } }, 10106],
    ["with scheduled as text", { settings: { scheduled: "false" } }, 10003],
    ["with adhoc as a number", { settings: { adhoc: 0 } }, 10016],
    ["with an unknown mode", { settings: { mode: "Group" } }, 10019],
    ["with a name that is a list", { name: [] }, 10002],
    ["with an unknown setting", { settings: { audio: true } }, 10009],
    ["with an empty name", { name: "" }, 10002],
    ["with an empty owner_ref", { owner_ref: "" }, 10010],
    ["that clears participants", { settings: { participants: "" } }, 10007],
    ["with an invalid value", { settings: { quality: "XL" } }, 10014],
    ["with a live_transcription without language", { settings: { live_transcription: {} } }, 400],
  ];
  for (const [name, changes, code] of invalid) {
    it(`an update ${name} fails with ${code} and changes nothing`, () =>
      withEmulator({ now: noon }, async (emulator, send) => {
        const id = await createRoom(send);
        const before = emulator.rooms();
        assert.equal((await send("PATCH", `/rooms/${id}`, changes)).json.result, code);
        assert.deepEqual(emulator.rooms(), before);
      }));
  }

  it("rescheduling a room to the past fails with 10006, and to no time with 10004", () =>
    withEmulator({ now: noon }, async (_, send) => {
      const id = await createRoom(send, scheduled);
      const patch = (scheduled_time: string) =>
        send("PATCH", `/rooms/${id}`, { settings: { scheduled_time } });
      assert.equal((await patch("2026-05-04 09:00:00")).json.result, 10006);
      assert.equal((await patch("")).json.result, 10004);
      assert.equal((await patch("2026-05-05 09:00:00")).json.result, 0);
    }));
});

describe("emulator: a valid update", () => {
  it("an update may set name and owner_ref to numbers", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send);
      assert.equal((await send("PATCH", `/rooms/${id}`, { name: 7, owner_ref: 0 })).json.result, 0);
      const [room] = emulator.rooms();
      assert.deepEqual([room?.name, room?.owner_ref], [7, 0]);
    }));

  it("an update after the end of a scheduled room may repeat its time", () =>
    withEmulator({ now: noon }, async (emulator, send) => {
      const id = await createRoom(send, scheduled);
      emulator.advance(24 * 3_600_000);
      const patch = async (changes: object) =>
        (await send("PATCH", `/rooms/${id}`, { settings: { description: "Minutes", ...changes } })).json
          .result;
      assert.equal(await patch({ ...scheduled, duration: "30" }), 0);
      assert.equal(await patch({ scheduled_time: "2026-05-04 15:00:01" }), 10006);
      emulator.setBehaviour({ emptyInUpdate: "ignore" });
      assert.equal(await patch({ scheduled_time: "" }), 0);
    }));

  it("an update may set a part of live_transcription", () =>
    withEmulator({}, async (emulator, send) => {
      const id = await createRoom(send, { live_transcription: { language: "english", enable: true } });
      const settings = { live_transcription: { enable: false } };
      assert.equal((await send("PATCH", `/rooms/${id}`, { settings })).json.result, 0);
      assert.deepEqual(emulator.rooms()[0]?.settings.live_transcription, {
        language: "english",
        enable: false,
      });
    }));
});
