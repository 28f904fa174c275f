import assert from "node:assert/strict";
import fc from "fast-check";
import { toFinalState } from "../../provider/plugin/resource";
import { InitFailed } from "../../provider/plugin/status";
import { toStruct } from "../../provider/plugin/values";
import { PartialStateError } from "../../provider/room/partial-state-error";
import { completeRoom, reduceRoom } from "../../provider/room/reduced-state";
import { reduceRoomSet } from "../../provider/room-set/reduced-state";

const reduce = (state: any, longest: number) => ({ ...reduceRoomSet(state, longest) });

/** The error that the engine receives for a partially created set. */
const failureOf = (state: object, reasons: string[], largest?: number): Promise<InitFailed> => {
  const failed = Promise.reject(new PartialStateError("id", { ...state }, ...reasons));
  return toFinalState(failed, toStruct, reduce, toStruct, largest).then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );
};

describe("plugin: the state in a failure", () => {
  it("is reduced if many small inputs make it too large", async () => {
    const room = {
      ...{ name: "n", ownerRef: "o", kind: "permanent", mode: "group", participants: 5, moderators: 1 },
      ...{
        participantUrl: "https://acme.yourvideo.live/60af1c2e5f8b9a0012345678",
        created: "2026-05-04T12:00Z",
      },
      ...{ description: "d".repeat(90), billingCode: "b".repeat(90), extraSettings: { a: "a".repeat(80) } },
    };
    const keys = Array.from({ length: 40 }, (_, i) => `class-${i}`);
    const state = {
      rooms: Object.fromEntries(keys.map((key, i) => [key, { ...room, roomId: `${i}` }])),
      moderatorUrls: Object.fromEntries(keys.map((key) => [key, "https://h/host/x"])),
      declaredAs: "acme/dev/timetable",
    };
    const failure = await failureOf(state, ["no"], 15_000);
    assert.ok(failure instanceof InitFailed);
    assert.ok(failure.properties.serializeBinary().length <= 15_000);
    const kept: any = failure.properties.toJavaScript();
    assert.equal(Object.keys(kept.rooms).length, keys.length);
    assert.equal(kept.rooms["class-7"].roomId, "7");
    assert.equal(kept.moderatorUrls["class-7"], "https://h/host/x");
    assert.equal(kept.rooms["class-7"].description, undefined);
  });

  it("is complete up to 10 MiB, and reduced to ids above", async () => {
    const stateWith = (length: number) => ({
      rooms: { a: { roomId: "7", description: "d".repeat(length) } },
      moderatorUrls: {},
      declaredAs: "acme/dev/timetable",
    });
    const limit = 10 * 2 ** 20;
    const keptOf = async (length: number): Promise<any> =>
      (await failureOf(stateWith(length), ["no"])).properties.toJavaScript();
    assert.equal((await keptOf(limit - 1_000)).rooms.a.description.length, limit - 1_000);
    const above = await keptOf(limit);
    assert.equal(above.rooms.a.roomId, "7");
    assert.equal(above.rooms.a.description, undefined);
  });

  it("leaves space for the reasons, of which the last are only counted", async () => {
    const reasons = Array.from({ length: 20_000 }, (_, i) => `rooms.class-${i}: Creating failed`);
    const { reasons: shown } = await failureOf({ rooms: {}, declaredAs: "x" }, reasons);
    assert.ok(shown.join("\n").length < 600_000);
    assert.equal(shown[0], reasons[0]);
    assert.equal(shown.at(-1), `${20_000 - shown.length + 1} more failures are not shown.`);
  });

  it("is completed from the inputs if it was reduced, and otherwise unchanged", () => {
    const texts = fc.string({ maxLength: 40 });
    const inputs = fc.record(
      {
        name: texts,
        description: texts,
        billingCode: texts,
        customData: fc.dictionary(texts, texts),
        extraSettings: fc.dictionary(texts, texts),
      },
      { requiredKeys: ["name"] },
    );
    fc.assert(
      fc.property(inputs, fc.nat(60), (given, longest) => {
        const state = { ...given, kind: "permanent", roomId: "1", participantUrl: "https://x/1" };
        const reduced = reduceRoom(state, longest);
        assert.equal(reduced.roomId, "1");
        const { reduced: isReduced, ...complete } = completeRoom(reduced, given);
        assert.deepEqual(complete, state);
        if (!isReduced) assert.equal(reduced, state);
      }),
    );
  });
});
