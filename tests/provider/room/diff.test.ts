import assert from "node:assert/strict";
import { checkRoom } from "../../../provider/room/check";
import { diffRoom } from "../../../provider/room/diff";
import type { RoomInputs, RoomState } from "../../../provider/room/properties";
import { stateOf } from "../../../provider/room/state";
import { decodeRoom } from "../../../provider/room/wire";
import { UNKNOWN } from "../../../provider/unknown";

const ID = "60af1c2e5f8b9a0012345678";
const account = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "k",
  apiUrl: "https://api.example.com",
  meetingUrl: "https://acme.yourvideo.live",
};
const otherProject = { ...account, name: "other", appId: "0000000000000000000000ff" };

const wanted = (given: Record<string, unknown> = {}) =>
  checkRoom({}, { participants: 8, declaredAs: "shop/dev/standup", ...given }).inputs;
const stateFor = (inputs: RoomInputs): RoomState =>
  stateOf(inputs, decodeRoom({ room_id: ID, created: "2026" }), account);

/** The changes of an update, such as `update participants` or `replace kind`. */
function changes(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  as: typeof account | undefined = account,
) {
  return diffRoom(ID, stateFor(wanted(before)), wanted(after), as).map(
    ({ kind, path, replace }) => `${replace ? "replace" : kind} ${path}`,
  );
}

describe("diff of a room finds", () => {
  const found: [string, Record<string, unknown>, Record<string, unknown>, string[]][] = [
    ["nothing if nothing changed", { quality: "HD" }, { quality: "HD" }, []],
    ["a changed value", {}, { participants: 9 }, ["update participants"]],
    ["an added value", {}, { quality: "HD" }, ["add quality"]],
    ["a removed value", { quality: "HD" }, {}, ["delete quality"]],
    ["a removed value with a default", { moderators: 2 }, {}, ["update moderators"]],
    ["a changed kind, which replaces the room", {}, { kind: "adhoc" }, ["replace kind"]],
    ["a changed mode, which replaces the room", {}, { mode: "lecture" }, ["replace mode"]],
    [
      "a changed part of an object",
      { sip: { enabled: false } },
      { sip: { enabled: true } },
      ["update sip.enabled"],
    ],
    [
      "changed parts of free data",
      { customData: { a: 1, "b c": 2 } },
      { customData: { a: "1", d: 3 } },
      ["update customData.a", 'delete customData["b c"]', "add customData.d"],
    ],
    ["a value that is not known yet", { quality: "HD" }, { quality: UNKNOWN }, ["update quality"]],
    [
      "a part that is not known yet",
      { customData: { a: 1, b: 2 } },
      { customData: { a: UNKNOWN, b: 2 } },
      ["update customData.a"],
    ],
    ["a changed whenEnded", {}, { whenEnded: "keep" }, ["update whenEnded"]],
  ];
  for (const [name, before, after, expected] of found) {
    it(name, () => assert.deepEqual(changes(before, after), expected));
  }

  it("no change if different spellings mean the same", () => {
    const meeting = { kind: "scheduled", durationMinutes: 30, scheduledTime: "2026-12-01T09:00:00+05:30" };
    assert.deepEqual(changes(meeting, { ...meeting, scheduledTime: "2026-12-01T03:30:00Z" }), []);
    assert.deepEqual(changes({ extraSettings: { viewers: "2" } }, { extraSettings: { viewers: 2 } }), []);
    assert.deepEqual(changes({ description: "" }, {}), []);
  });

  it("no change in declaredAs", () => {
    const state = stateFor(wanted());
    assert.deepEqual(diffRoom(ID, state, { ...wanted(), declaredAs: "shop/prod/standup" }, account), []);
  });

  it("links that changed with the configuration", () => {
    const moved = { ...account, meetingUrl: "https://meet.example.com" };
    assert.deepEqual(changes({}, {}, moved), ["update participantUrl", "update moderatorUrl"]);
  });

  it("an account of another project, which replaces the room, and another name of the same one, which does not", () => {
    const named = { ...account, name: "own" };
    assert.deepEqual(changes({}, { account: "own" }, named), ["add account"]);
    const [first] = changes({}, { account: "other" }, otherProject);
    assert.equal(first, "replace account");
    assert.deepEqual(changes({}, { account: UNKNOWN }, undefined), ["add account"]);
  });
});

describe("diff of a room fails", () => {
  it("for a room of another project, with the last characters of both App IDs", () => {
    assert.throws(() => changes({}, {}, otherProject), {
      message: /belongs to the project with App ID …0504/,
    });
  });

  it("if an adopted room would be replaced, with the fix", () => {
    const adopted = { adoptRoomId: ID, name: "a", ownerRef: "b" };
    assert.throws(
      () => changes(adopted, { ...adopted, adoptRoomId: ID.replace("6", "7") }),
      /cannot adopt another one.*Remove adoptRoomId/,
    );
    assert.throws(
      () => changes({}, { ...adopted, adoptRoomId: ID.replace("6", "7") }),
      /cannot adopt another/,
    );
    assert.throws(
      () => changes(adopted, { ...adopted, kind: "adhoc" }),
      /changing kind would replace the adopted room 60af.*Remove adoptRoomId/,
    );
  });

  it("but not if an adopted room is kept", () => {
    const adopted = { adoptRoomId: ID, name: "a", ownerRef: "b" };
    assert.deepEqual(changes(adopted, { ...adopted, adoptRoomId: ID.toUpperCase() }), ["update adoptRoomId"]);
    assert.deepEqual(changes(adopted, { name: "a", ownerRef: "b" }), ["delete adoptRoomId"]);
    assert.deepEqual(changes(adopted, { ...adopted, kind: UNKNOWN }), ["replace kind"]);
    assert.deepEqual(changes(adopted, { ...adopted, adoptRoomId: UNKNOWN }), ["update adoptRoomId"]);
  });
});
