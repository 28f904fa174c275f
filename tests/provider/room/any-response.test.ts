import assert from "node:assert/strict";
import fc from "fast-check";
import { isRequestError } from "../../../provider/api/errors";
import { createCore } from "../../../provider/core";
import { PartialStateError } from "../../../provider/room/partial-state-error";
import { inputNames, metadataOf, type RoomState } from "../../../provider/room/properties";
import { fakeClock } from "../../support/clock";
import { anyRoom } from "./any-room";

const ID = "60af1c2e5f8b9a0012345678";
const settings: Record<string, string> = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "k",
  meetingUrl: "https://meet.example.com",
};

/** An API that answers every request with the same JSON. */
function coreAnswered(status: number, body: unknown) {
  return createCore({
    config: (key) => settings[key],
    warn: () => {},
    env: {},
    clock: fakeClock(),
    random: () => 0,
    fetch: async () => ({ status, headers: { get: () => null }, text: async () => JSON.stringify(body) }),
  });
}

/** A room in which each field may have any value. */
const oddRoom = fc
  .tuple(
    fc.dictionary(fc.constantFrom("name", "owner_ref", "settings", "sip", "data", "created"), fc.jsonValue()),
    fc.dictionary(
      fc.constantFrom(...inputNames.flatMap((name) => metadataOf(name).wire?.replace("settings.", "") ?? [])),
      fc.jsonValue(),
    ),
    fc.boolean(),
  )
  .map(([top, own, isNested]) => ({ ...top, ...(isNested && { settings: own, sip: own }), room_id: ID }));

const anyAnswer = fc.oneof(
  fc.jsonValue(),
  oddRoom.map((room) => ({ result: 0, room, rooms: [room] })),
  fc.record({
    result: fc.constantFrom(0, 40001, 10030, 50004, "x"),
    rooms: fc.jsonValue(),
    room: fc.jsonValue(),
  }),
  fc.record({ error_code: fc.string(), message: fc.string() }),
);
const anyStatus = fc.constantFrom(200, 201, 204, 400, 401, 404, 409, 429, 500, 502);

describe("for any JSON in the API's responses", () => {
  it("each operation returns a complete result or a readable error", async () => {
    await fc.assert(
      fc.asyncProperty(anyRoom, anyStatus, anyAnswer, async (given, status, body) => {
        const core = coreAnswered(status, body);
        const { inputs } = core.check({}, given);
        const state = {
          ...inputs,
          roomId: ID,
          created: "2026",
          participantUrl: "p",
          moderatorUrl: "m",
        } as RoomState;
        const wanted = { ...inputs, participants: 251 };
        const operations = [
          () => core.create(inputs, { timeoutSeconds: 1 }),
          () => core.read(ID, {}),
          () => core.read(ID, state),
          () => core.update(ID, state, wanted, { timeoutSeconds: 1 }),
          () => core.delete(ID, state, { timeoutSeconds: 1 }),
        ];
        for (const operation of operations) {
          try {
            const result = await operation();
            if (result) assert.doesNotThrow(() => withoutHoles(result));
          } catch (error) {
            const isOurs =
              isRequestError(error) ||
              error instanceof PartialStateError ||
              (error as Error).name === "Error";
            assert.ok(isOurs, `${error} ${(error as Error).stack}`);
            assert.match((error as Error).message, /\.$/);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("a room is gone only if the response says so", async () => {
    const state = { roomId: ID, kind: "permanent", created: "2026" } as RoomState;
    await fc.assert(
      fc.asyncProperty(anyStatus, anyAnswer, async (status, body) => {
        const room = await coreAnswered(status, body)
          .read(ID, state)
          .catch(() => "an error");
        if (room === undefined) assert.match(JSON.stringify(body), /40001|room not found|invalid room id/i);
      }),
      { numRuns: 500 },
    );
  });

  it("a room that is read without its flags is not replaced", async () => {
    const core = coreAnswered(200, { result: 0, room: { room_id: ID, settings: {} } });
    const given = {
      kind: "scheduled",
      scheduledTime: "2026-12-01T09:00:00Z",
      durationMinutes: 30,
      mode: "lecture",
    };
    const { inputs } = core.check({}, { ...given, participants: 8, declaredAs: "shop/dev/standup" });
    const state = { ...inputs, roomId: ID } as RoomState;
    const read = await core.read(ID, state);
    assert.deepEqual(read?.inputs, inputs);
  });
});

/** Fails for a value that the engine's wire format cannot hold. */
function withoutHoles(value: unknown): void {
  if (value === undefined) throw new Error("undefined");
  if (typeof value === "object" && value !== null) Object.values(value).forEach(withoutHoles);
}
