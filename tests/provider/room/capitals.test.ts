import assert from "node:assert/strict";
import { createFetch } from "../../../provider/api/transport";
import type { RoomState } from "../../../provider/room/schema";
import { declared, withCore } from "../core-on-emulator";

/** A state in which room id and App ID stand in capitals, as somebody typed them. */
const inCapitals = (
  { roomId, participantUrl, moderatorUrl, ...rest }: RoomState,
  appId: string,
): RoomState => {
  const id = roomId.toUpperCase();
  const [origin] = participantUrl.split(`/${roomId}`);
  const hash = Buffer.from(`${id}-${appId.toUpperCase()}`).toString("base64");
  return { ...rest, roomId: id, participantUrl: `${origin}/${id}`, moderatorUrl: `${origin}/host/${hash}` };
};

describe("a room whose id stands in capitals in the state", () => {
  it("shows one change of its links, and none after a refresh", () =>
    withCore({}, async ({ core, emulator }) => {
      const inputs = declared(core);
      const made = await core.create(inputs);
      const state = inCapitals(made, emulator.appId);
      assert.deepEqual(
        core.diff(state.roomId, state, inputs).map(({ path }) => path),
        ["participantUrl", "moderatorUrl"],
      );
      const read = await core.read(state.roomId, state);
      assert.deepEqual(read!.state, made);
      assert.deepEqual(core.diff(made.roomId, read!.state, inputs), []);
    }));

  it("is updated and deleted", () =>
    withCore({}, async ({ core, emulator }) => {
      const state = inCapitals(await core.create(declared(core)), emulator.appId);
      await core.update(state.roomId, state, declared(core, { participants: 9 }));
      assert.equal((emulator.rooms()[0]!.settings as { participants: unknown }).participants, "9");
      await core.delete(state.roomId, state);
      assert.deepEqual(emulator.rooms(), []);
    }));

  it("is imported under its id in lower case", () =>
    withCore({}, async ({ core, emulator }) => {
      const { roomId } = await core.create(declared(core));
      const { state } = await core.import(roomId.toUpperCase(), "shop/dev/other");
      assert.equal(state.roomId, roomId);
      assert.equal(emulator.rooms().length, 1);
    }));

  it("is found in the list that many refreshes share", () =>
    withCore({}, async ({ core, emulator, takeRequests }) => {
      const made: RoomState[] = [];
      for (let i = 0; i < 8; i++) made.push(await core.create(declared(core, {}, `room-${i}`)));
      takeRequests();
      for (const state of made)
        await core.read(state.roomId.toUpperCase(), inCapitals(state, emulator.appId));
      const last = takeRequests().filter((request) => request.includes(made[7]!.roomId));
      assert.deepEqual(last, []);
    }));

  it("is not taken for gone by a list that holds it", () =>
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

  it("is adopted under its id in lower case, from the preview on", () =>
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
