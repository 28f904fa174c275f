import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoom } from "../../../provider/room/check";
import { fits, sameInput } from "../../../provider/room/compare";
import { importedInputs, misfits } from "../../../provider/room/drift";
import { type InputName, inputNames, metadataOf, type RoomInputs } from "../../../provider/room/schema";
import { fromWire, settingOf, toCreateBody, typeOf } from "../../../provider/room/wire";
import { anyRoom } from "./any-room";

const ID = "60af1c2e5f8b9a0012345678";
const anyInputs = anyRoom.map((given) => checkRoom({}, given).inputs);

/** A room as an API answers it that echoes what was sent, over JSON. */
const echo = (inputs: RoomInputs) => ({
  ...JSON.parse(JSON.stringify(toCreateBody(inputs, "a.b.c"))),
  room_id: ID,
});

describe("a room on its way to the API and back", () => {
  it("is the same room: each input comes back as it was given", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const room = echo(inputs);
        for (const name of inputNames) {
          if (inputs[name] === undefined || !(metadataOf(name).wire || name === "kind")) continue;
          const back = fromWire(name, room);
          assert.ok(sameInput(name, inputs[name], back), `${name}: ${JSON.stringify(back)}`);
          assert.ok(fits(name, inputs[name], back));
        }
        for (const [key, value] of Object.entries(inputs.extraSettings ?? {})) {
          assert.deepEqual(settingOf(room, key), value);
        }
        assert.deepEqual(misfits(inputs, room), []);
      }),
    );
  });

  it("sends what was given and the documented flags, and no more", () => {
    const body = toCreateBody(
      checkRoom({}, { participants: 8, declaredAs: "shop/dev/standup" }).inputs,
      "a.b.c",
    );
    assert.deepEqual(body, {
      name: "standup",
      owner_ref: "shop/dev/standup",
      settings: { mode: "group", scheduled: false, adhoc: false, moderators: "1", participants: "8" },
      data: { pulumiEnablex: "a.b.c" },
    });
  });

  it("sends names, data and settings whose keys mean something to JavaScript", () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": 2, "a.b": 3, "toString": {"__proto__": null}}');
    const given = { participants: 8, declaredAs: "a/b/c", customData: odd, extraSettings: odd };
    const { inputs, failures } = checkRoom({}, given);
    assert.deepEqual(failures, []);
    const { data, settings } = JSON.parse(JSON.stringify(toCreateBody(inputs, "m")));
    for (const key of Object.keys(odd)) {
      assert.deepEqual(Object.getOwnPropertyDescriptor(data, key)?.value, odd[key]);
      assert.deepEqual(Object.getOwnPropertyDescriptor(settings, key)?.value, odd[key]);
    }
  });

  it("is imported as inputs that pass check and describe the room", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const room = echo(inputs);
        const imported = importedInputs(room);
        const again = checkRoom({}, { ...imported, declaredAs: inputs.declaredAs });
        assert.deepEqual(again.failures, []);
        assert.deepEqual(misfits(again.inputs, room), []);
        assert.equal(again.inputs.kind, inputs.kind);
      }),
    );
  });
});

describe("an answer's value", () => {
  const room = (settings: Record<string, unknown>, top = {}) => ({ settings, ...top });
  const read: [string, InputName, Record<string, unknown>, unknown][] = [
    ["a count as text", "participants", room({ participants: "15" }), 15],
    ["a flag as text", "canvas", room({ canvas: "true" }), true],
    [
      "a time as sent",
      "scheduledTime",
      room({ scheduled_time: "2021-05-31 05:30:00" }),
      "2021-05-31T05:30:00Z",
    ],
    [
      "a time as ISO",
      "scheduledTime",
      room({ scheduled_time: "2021-05-31T05:30:00.000Z" }),
      "2021-05-31T05:30:00Z",
    ],
    ["an empty time", "scheduledTime", room({ scheduled_time: "" }), undefined],
    ["a dropped text", "description", room({}), ""],
    ["a dropped flag", "waitForModerator", room({}), false],
    ["a dropped text of an abridged answer", "description", {}, undefined],
    ["true for a count", "maxActiveTalkers", room({ max_active_talkers: true }), undefined],
    ["a flag for an object", "liveRecording", room({ live_recording: true }), undefined],
    ["more than an object has", "sip", { sip: { enabled: true, pin: 1, meeting_id: 2 } }, { enabled: true }],
    ["data with the marker", "customData", { data: { a: 1, pulumiEnablex: "x" } }, { a: 1 }],
    ["a number for a text", "name", { name: 2030 }, "2030"],
    ["a number for a reference", "ownerRef", { owner_ref: 0 }, "0"],
    ["an enum in another case", "mode", room({ mode: "Group" }), "group"],
    ["an enum in another case", "quality", room({ quality: "hd" }), "HD"],
    ["an enum that there is not", "mode", room({ mode: "webinar" }), "webinar"],
    ["a word of JavaScript for a flag", "canvas", room({ canvas: "constructor" }), undefined],
    ["a word of JavaScript for a flag", "knock", room({ knock: "__proto__" }), undefined],
    ["both flags", "kind", room({ scheduled: false, adhoc: true }), "adhoc"],
    ["one flag", "kind", room({ scheduled: false }), "permanent"],
    ["no flag", "kind", room({}), undefined],
    ["no settings", "kind", {}, undefined],
  ];
  for (const [name, input, answer, value] of read) {
    it(`is read from ${name}`, () => assert.deepEqual(fromWire(input, answer), value));
  }

  it("takes part in an import without loss, whatever type it has", () => {
    const room = {
      room_id: ID,
      name: 101,
      owner_ref: 7,
      settings: { participants: 8, moderators: "2", mode: "Lecture", quality: "sd", scheduled: false },
    };
    const imported = importedInputs(room);
    assert.deepEqual(imported, {
      name: "101",
      ownerRef: "7",
      kind: "permanent",
      mode: "lecture",
      participants: 8,
      moderators: 2,
      quality: "SD",
      waitForModerator: false,
    });
    assert.deepEqual(misfits(imported, room), []);
  });

  it("is of the input's type or none, whatever the API answers", () => {
    const settings = fc.dictionary(
      fc.constantFrom(...inputNames.map((name) => metadataOf(name).wire?.split(".").at(-1) ?? name)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.oneof(settings, fc.jsonValue()), (top, settings) => {
        const room = { ...(top as object), room_id: ID, settings, name: top, data: top, sip: settings };
        for (const name of inputNames) {
          const value = fromWire(name, room);
          if (value === undefined) continue;
          const type = { enum: "string", record: "object" }[typeOf(name)] ?? typeOf(name);
          assert.equal(typeof value, type, name);
        }
        importedInputs(room);
      }),
    );
  });
});
