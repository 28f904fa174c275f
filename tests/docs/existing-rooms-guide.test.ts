import assert from "node:assert/strict";
import { join } from "node:path";
import * as dynamic from "pulumi-enablex";
import * as native from "pulumi-enablex/native";
import { run } from "../../engine/run";
import { offerPlugin } from "../../engine/sandbox";
import { onStage, roomsInState, type Stage } from "../engine/stage";

/** What a program declares the room as, with nothing that adoption would change. */
const board = { name: "Board", ownerRef: "office", participants: 5 };

/** A stack whose program is exchanged from one `pulumi up` to the next, and the room that it has in the beginning. */
async function begun(stage: Stage, program: () => unknown) {
  await offerPlugin(stage.sandbox);
  let current = program;
  const stack = await stage.stack("office", async () => {
    current();
  });
  await stack.up();
  const [room] = stage.emulator.rooms();
  return {
    stack,
    adoptRoomId: room!.room_id,
    async up(next: () => unknown) {
      current = next;
      return stack.up();
    },
    isThere: () => stage.emulator.rooms().some(({ room_id }) => room_id === room!.room_id),
  };
}

describe("docs/guides/existing-rooms.md: a room that another resource holds", () => {
  for (const [form, { Room }] of Object.entries({ dynamic, native }))
    it(`stays where the ${form} form serves both resources, also if the old one leaves the program later`, () =>
      onStage(async (stage) => {
        const { up, isThere, adoptRoomId } = await begun(stage, () => new Room("board", board));
        const { stdout } = await up(() => new Room("council", { ...board, adoptRoomId }));
        assert.match(stdout, /it is not deleted, it only leaves the state here/);
        assert.ok(isThere());

        const declareNew = () => new Room("directors", { ...board, adoptRoomId });
        await up(() => [new Room("council", { ...board, adoptRoomId }), declareNew()]);
        await up(declareNew);
        assert.ok(isThere());
      }));

  it("is deleted where it is adopted from the dynamic form by the native one in the same run", () =>
    onStage(async (stage) => {
      const { up, isThere, adoptRoomId } = await begun(stage, () => new dynamic.Room("board", board));
      await up(() => new native.RoomSet("rooms", { rooms: { board: { ...board, adoptRoomId } } }));
      assert.equal(isThere(), false);
    }));

  it("is deleted where another Provider adopts it in the same run", () =>
    onStage(async (stage) => {
      const { appId, appKey, apiUrl, meetingUrl } = stage.emulator;
      const roomBy = (name: string, given: object) => {
        const provider = new native.Provider(`of-${name}`, { appId, appKey, apiUrl, meetingUrl });
        return new native.Room(name, { ...board, ...given }, { provider });
      };
      const { up, isThere, adoptRoomId } = await begun(stage, () => roomBy("board", {}));
      await up(() => roomBy("council", { adoptRoomId }));
      assert.equal(isThere(), false);
    }));

  it("goes into a set of the native form after it has moved there under its name, without a request", () =>
    onStage(async (stage) => {
      const { up, isThere, adoptRoomId } = await begun(stage, () => new dynamic.Room("board", board));
      stage.emulator.clearRequests();
      await up(() => new native.Room("board", board));
      assert.deepEqual(stage.emulator.requests, []);
      await up(() => new native.RoomSet("rooms", { rooms: { board: { ...board, adoptRoomId } } }));
      assert.ok(isThere());
    }));

  it("goes to the native form under another name after its state has forgotten it", () =>
    onStage(async (stage) => {
      const { stack, up, isThere, adoptRoomId } = await begun(stage, () => new dynamic.Room("board", board));
      const { sandbox, engine } = stage;
      const [{ urn }] = await roomsInState(stack);
      const ended = await run(engine.command, ["state", "delete", urn, "--stack", "dev", "--yes"], {
        cwd: join(sandbox.folder, "office"),
        env: sandbox.env,
      });
      assert.equal(ended?.code, 0, ended?.stderr);
      await up(() => new native.Room("council", { ...board, adoptRoomId }));
      assert.ok(isThere());
    }));
});
