import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { isObject } from "../../../provider/json";
import { checkRoom } from "../../../provider/room/check";
import { fits, sameInput } from "../../../provider/room/compare";
import { importedInputs, mismatches } from "../../../provider/room/drift";
import { roomInputs } from "../../../provider/room/inputs";
import { type InputName, inputNames, metadataOf, type RoomInputs } from "../../../provider/room/properties";
import { decodeRoom, toCreateBody } from "../../../provider/room/wire";
import { anyRoom } from "./any-room";

const ID = "60af1c2e5f8b9a0012345678";
const anyInputs = anyRoom.map((given) => checkRoom({}, given).inputs);

/** A room decoded from the response of an API that echoes the request as JSON. */
const echo = (inputs: RoomInputs) =>
  decodeRoom({ ...JSON.parse(JSON.stringify(toCreateBody(inputs, "a.b.c"))), room_id: ID });

describe("encoding and decoding a room", () => {
  it("returns each input as it was given", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const room = echo(inputs);
        for (const name of inputNames) {
          if (inputs[name] === undefined || !(metadataOf(name).wire || name === "kind")) continue;
          const back = room.inputs[name];
          assert.ok(sameInput(name, inputs[name], back), `${name}: ${JSON.stringify(back)}`);
          assert.ok(fits(name, inputs[name], back));
        }
        for (const [key, value] of Object.entries(inputs.extraSettings ?? {})) {
          assert.deepEqual(room.settings?.[key], value);
        }
        assert.deepEqual(mismatches(inputs, room), []);
        assert.equal(room.marker, "a.b.c");
      }),
    );
  });

  it("sends only the given inputs and the documented flags", () => {
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

  it("sends keys that have a meaning in JavaScript", () => {
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

  it("imports inputs that pass check and describe the room", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const room = echo(inputs);
        const imported = importedInputs(room);
        const again = checkRoom({}, { ...imported, declaredAs: inputs.declaredAs });
        assert.deepEqual(again.failures, []);
        assert.deepEqual(mismatches(again.inputs, room), []);
        assert.equal(again.inputs.kind, inputs.kind);
      }),
    );
  });
});

describe("an input's value in a response", () => {
  const room = (settings: Record<string, unknown>, top = {}) => ({ settings, ...top });
  const read: [string, InputName, Record<string, unknown>, unknown][] = [
    ["a count as a string", "participants", room({ participants: "15" }), 15],
    ["a flag as a string", "canvas", room({ canvas: "true" }), true],
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
    ["a dropped string", "description", room({}), ""],
    ["a dropped flag", "waitForModerator", room({}), false],
    ["a dropped string of an abridged response", "description", {}, undefined],
    ["true for a count", "maxActiveTalkers", room({ max_active_talkers: true }), undefined],
    ["a flag for an object", "liveRecording", room({ live_recording: true }), undefined],
    [
      "an object with additional keys",
      "sip",
      { sip: { enabled: true, pin: 1, meeting_id: 2 } },
      { enabled: true },
    ],
    ["a flag as a string in an object", "sip", { sip: { enabled: "true" } }, { enabled: true }],
    [
      "an enum in another case in an object",
      "roleBasedRecording",
      room({ role_based_recording: { moderator: "Audio" } }),
      { moderator: "audio" },
    ],
    [
      "an object of which a part is invalid",
      "liveRecording",
      room({ live_recording: { auto_recording: 5, url: "rtmp://live" } }),
      { url: "rtmp://live" },
    ],
    ["data with the marker", "customData", { data: { a: 1, pulumiEnablex: "x" } }, { a: 1 }],
    ["a number for a string", "name", { name: 2030 }, "2030"],
    ["a number for a reference", "ownerRef", { owner_ref: 0 }, "0"],
    ["an enum in another case", "mode", room({ mode: "Group" }), "group"],
    ["an enum in another case", "quality", room({ quality: "hd" }), "HD"],
    ["an unknown enum value", "mode", room({ mode: "webinar" }), "webinar"],
    ["a JavaScript keyword for a flag", "canvas", room({ canvas: "constructor" }), undefined],
    ["a JavaScript keyword for a flag", "knock", room({ knock: "__proto__" }), undefined],
    ["both flags", "kind", room({ scheduled: false, adhoc: true }), "adhoc"],
    ["one flag", "kind", room({ scheduled: false }), "permanent"],
    ["no flag", "kind", room({}), undefined],
    ["no settings", "kind", {}, undefined],
  ];
  for (const [name, input, response, value] of read) {
    it(`is read from ${name}`, () =>
      assert.deepEqual(decodeRoom({ ...response, room_id: ID }).inputs[input], value));
  }

  it("is imported without loss for every type", () => {
    const room = decodeRoom({
      room_id: ID,
      name: 101,
      owner_ref: 7,
      settings: { participants: 8, moderators: "2", mode: "Lecture", quality: "sd", scheduled: false },
    });
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
    assert.deepEqual(mismatches(imported, room), []);
  });

  it("has the input's type or is absent, whatever the API returns", () => {
    const settings = fc.dictionary(
      fc.constantFrom(...inputNames.map((name) => metadataOf(name).wire?.split(".").at(-1) ?? name)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.oneof(settings, fc.jsonValue()), (top, settings) => {
        const raw = { ...(top as object), room_id: ID, settings, name: top, data: top, sip: settings };
        const room = decodeRoom(raw);
        const { success, error } = withoutBounds.safeParse(room.inputs);
        assert.ok(success, String(error));
        assert.equal(room.isDataUnreadable, !["", null].includes(top as null) && !isObject(top));
        importedInputs(room);
      }),
    );
  });
});

/** The inputs' types only: a response may contain values that no program can give. */
const withoutBounds = (() => {
  const strip = (type: z.ZodType): z.ZodType => {
    if (type instanceof z.ZodOptional) return strip(type.unwrap() as z.ZodType).optional();
    if (type instanceof z.ZodObject) return z.strictObject(mapped(type.shape));
    if (type instanceof z.ZodNumber) return z.number();
    return type instanceof z.ZodBoolean || type instanceof z.ZodRecord ? type : z.string();
  };
  const mapped = (shape: Record<string, z.ZodType>) =>
    Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, strip(type).optional()]));
  return z.strictObject(mapped(roomInputs.shape));
})();

describe("a room in a response", () => {
  const decoded = (raw: Record<string, unknown>) => decodeRoom({ ...raw, room_id: ID });

  it("has its creation time, or that of its id", () => {
    assert.equal(decoded({ created: "2026-11-29T08:00:00.000Z" }).created, "2026-11-29T08:00:00.000Z");
    for (const created of [undefined, null, 5]) {
      assert.equal(decoded({ created }).created, "2021-05-27T04:12:30.000Z");
    }
  });

  it("has meeting id and PIN as strings, only while SIP is on", () => {
    const sip = { enabled: "true", meeting_id: 1234, pin: "0042" };
    assert.deepEqual(decoded({ sip }).dialIn, { sipMeetingId: "1234", sipPin: "0042" });
    assert.deepEqual(decoded({ sip: { enabled: true, meeting_id: "", pin: null } }).dialIn, {});
    assert.deepEqual(decoded({ sip: { ...sip, enabled: false } }).dialIn, {});
  });

  it("has unreadable data only if there is data that is not an object", () => {
    for (const data of [undefined, null, "", {}, { a: 1 }]) assert.ok(!decoded({ data }).isDataUnreadable);
    for (const data of ["text", 5, [], false]) assert.ok(decoded({ data }).isDataUnreadable);
  });
});
