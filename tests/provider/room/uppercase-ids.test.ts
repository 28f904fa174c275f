import assert from "node:assert/strict";
import { createFetch } from "../../../provider/api/transport";
import type { RoomState } from "../../../provider/room/properties";
import { declared, withCore } from "../../support/core";

/** A state with room id and App ID in upper case, as typed by a user. */
const inCapitals = (
  { roomId, participantUrl, moderatorUrl, ...rest }: RoomState,
  appId: string,
): RoomState => {
  const id = roomId.toUpperCase();
  const [origin] = participantUrl.split(`/${roomId}`);
  const hash = Buffer.from(`${id}-${appId.toUpperCase()}`).toString("base64");
  return { ...rest, roomId: id, participantUrl: `${origin}/${id}`, moderatorUrl: `${origin}/host/${hash}` };
};

describe("a room whose id is uppercase in the state", () => {
  it("shows one change of its links, and none after a refresh", () =>
    withCore({}, async ({ core, emulator }) => {
      const inputs = declared(core);
      const created = await core.create(inputs);
      const state = inCapitals(created, emulator.appId);
      assert.deepEqual(
        core.diff(state.roomId, state, inputs).map(({ path }) => path),
        ["participantUrl", "moderatorUrl"],
      );
      const read = await core.read(state.roomId, state);
      assert.deepEqual(read!.state, created);
      assert.deepEqual(core.diff(created.roomId, read!.state, inputs), []);
    }));

  it("is updated and deleted", () =>
    withCore({}, async ({ core, emulator }) => {
      const state = inCapitals(await core.create(declared(core)), emulator.appId);
      await core.update(state.roomId, state, declared(core, { participants: 9 }));
      assert.equal((emulator.rooms()[0]!.settings as { participants: unknown }).participants, "9");
      await core.delete(state.roomId, state);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("is imported with its id in lower case", () =>
    withCore({}, async ({ core, emulator }) => {
      const { roomId } = await core.create(declared(core));
      const { state } = await core.import(roomId.toUpperCase(), "shop/dev/other");
      assert.equal(state.roomId, roomId);
      assert.equal(emulator.rooms().length, 1);
    }));

  it("is found in the list shared by many refreshes", () =>
    withCore({}, async ({ core, emulator, takeRequests }) => {
      const created: RoomState[] = [];
      for (let i = 0; i < 8; i++) created.push(await core.create(declared(core, {}, `room-${i}`)));
      takeRequests();
      for (const state of created)
        await core.read(state.roomId.toUpperCase(), inCapitals(state, emulator.appId));
      const last = takeRequests().filter((request) => request.includes(created[7]!.roomId));
      assert.deepEqual(last, []);
    }));

  it("does not count as gone if the list contains it", () =>
    withCore({}, async ({ core, emulator, anotherRun }) => {
      const state = inCapitals(await core.create(declared(core)), emulator.appId);
      // A 404 that does not say what was not found.
      const fetch = createFetch();
      const run = anotherRun({
        fetch: async (url, init) =>
          url.endsWith("/rooms")
            ? fetch(url, init)
            : { status: 404, headers: { get: () => null }, text: async () => '{"error":"Not Found"}' },
      });
      await assert.rejects(run.read(state.roomId, state), /Reading room \w+ failed/);
    }));

  it("is adopted with its id in lower case, already in the preview", () =>
    withCore({}, async ({ core }) => {
      const { roomId } = await core.create(declared(core));
      const adopting = declared(
        core,
        { adoptRoomId: roomId.toUpperCase(), name: "a", ownerRef: "b" },
        "other",
      );
      assert.equal(core.plan(adopting).roomId, roomId);
      assert.equal((await core.create(adopting)).roomId, roomId);
    }));
});

describe("a room id that is not 24 hexadecimal digits", () => {
  it("is sent as the state has it", () =>
    withCore({}, async ({ core, emulator }) => {
      await core.delete("Room_A", { declaredAs: "acme/dev/a" });
      assert.deepEqual(
        emulator.requests.map(({ path }) => path),
        ["/video/v1/rooms/Room_A"],
      );
    }));
});
