import assert from "node:assert/strict";
import type { UpOptions } from "@pulumi/pulumi/automation";
import * as dynamic from "pulumi-enablex";
import * as native from "pulumi-enablex/native";
import { offerPlugin } from "../../tools/pulumi/sandbox";
import { type EngineFixture, failureOf, roomsInState, withEngine } from "../support/engine";

/** Inputs of the room that adoption leaves unchanged. */
const board = { name: "Board", ownerRef: "office", participants: 5 };

/** Deploys a stack with one room. Each `up` takes a new program. */
async function stackWithRoom(fixture: EngineFixture, program: () => unknown) {
  await offerPlugin(fixture.sandbox);
  let current = program;
  const stack = await fixture.stack("office", async () => {
    current();
  });
  await stack.up();
  const [room] = fixture.emulator.rooms();
  return {
    stack,
    adoptRoomId: room!.room_id,
    async up(next: () => unknown, options?: UpOptions) {
      current = next;
      return stack.up(options);
    },
    isThere: () => fixture.emulator.rooms().some(({ room_id }) => room_id === room!.room_id),
  };
}

describe("docs/guides/existing-rooms.md", () => {
  it("a room moves in one up from a dynamic Room to a RoomSet, and from it to a Room that it depends on", () =>
    withEngine(async (fixture) => {
      const { up, isThere, adoptRoomId } = await stackWithRoom(
        fixture,
        () => new dynamic.Room("board", board),
      );
      const member = { rooms: { board: { ...board, adoptRoomId } } };
      const { stdout } = await up(() => new native.RoomSet("rooms", member));
      assert.match(stdout, /now belongs to /);
      assert.ok(isThere());

      await up(() => {
        const council = new native.Room("council", { ...board, adoptRoomId });
        new native.RoomSet("rooms", { rooms: {} }, { dependsOn: [council] });
      });
      assert.ok(isThere());
    }));

  it("a room moves in one up between two explicit providers", () =>
    withEngine(async (fixture) => {
      const { appId, appKey, apiUrl, meetingUrl } = fixture.emulator;
      const roomBy = (name: string, given: object) => {
        const provider = new native.Provider(`of-${name}`, { appId, appKey, apiUrl, meetingUrl });
        return new native.Room(name, { ...board, ...given }, { provider });
      };
      const { up, isThere, adoptRoomId } = await stackWithRoom(fixture, () => roomBy("board", {}));
      await up(() => roomBy("council", { adoptRoomId }));
      assert.ok(isThere());
    }));

  it("a moved room is never changed or deleted by its former resource", () =>
    withEngine(async (fixture) => {
      const declareOld = (more = {}) => new dynamic.Room("board", { ...board, ...more });
      const { stack, up, isThere, adoptRoomId } = await stackWithRoom(fixture, declareOld);
      const [{ urn }] = await roomsInState(stack);
      const declareNew = () => new dynamic.Room("council", { ...board, adoptRoomId, participants: 9 });
      await up(() => [declareOld(), declareNew()]);

      const refreshed = await stack.refresh();
      assert.deepEqual(Object.keys(refreshed.summary.resourceChanges ?? {}), ["same"]);
      assert.match(refreshed.stdout, /Room \w+ \(board\) now belongs to another resource/);
      assert.deepEqual(Object.keys((await stack.up()).summary.resourceChanges ?? {}), ["same"]);

      const refused = await failureOf(up(() => [declareOld({ customData: { floor: 1 } }), declareNew()]));
      assert.match(
        refused,
        /Updating room \w+ failed: .*now belongs to another resource.*Nothing was changed/,
      );

      await up(declareNew, { target: [urn] });
      assert.ok(isThere());
      await up(declareNew);
      assert.equal(fixture.emulator.rooms()[0]?.settings.participants, "9");
      await stack.destroy();
      assert.ok(!isThere());
    }));

  it("a moved room survives replacement of its former resource, and a stack that imported it before", () =>
    withEngine(async (fixture) => {
      const { stack, up, isThere, adoptRoomId } = await stackWithRoom(
        fixture,
        () => new native.Room("board", board),
      );
      const importer = await fixture.stack("library", async () => {
        new native.Room("lobby", board, { import: adoptRoomId });
      });
      await importer.up();
      await up(() => [
        new native.Room("board", board),
        new dynamic.Room("council", { ...board, adoptRoomId }),
      ]);
      const lecture = () => new native.Room("board", { ...board, mode: "lecture" });
      await up(() => [lecture(), new dynamic.Room("council", { ...board, adoptRoomId })]);
      assert.ok(isThere());
      assert.equal(fixture.emulator.rooms().length, 2);
      await importer.destroy();
      assert.ok(isThere());
      await stack.destroy();
      assert.deepEqual(fixture.emulator.rooms(), []);
    }));
});
