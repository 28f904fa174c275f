import assert from "node:assert/strict";
import fc from "fast-check";
import { checkRoom } from "../../../provider/room/check";
import { UNKNOWN } from "../../../provider/unknown";
import { anyRoom } from "./any-room";

/** The paths of all values in a room that can be unknown: all except those that the SDK sets. */
function pathsIn(value: unknown, path: string[] = []): string[][] {
  const inside =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]))
      : [];
  return path.length > 0 && path[0] !== "declaredAs" ? [path, ...inside] : inside;
}

function withUnknownAt<T>(value: T, [key, ...rest]: string[]): T {
  const copy = Object.assign(Array.isArray(value) ? [] : {}, value) as Record<string, unknown>;
  copy[key!] = rest.length === 0 ? UNKNOWN : withUnknownAt(copy[key!], rest);
  return copy as T;
}

describe("check of a value that is not known yet", () => {
  it("accepts it in place of any value of any valid room, at any depth, and keeps it", () => {
    const rooms = anyRoom.chain((room) => {
      const paths = pathsIn(room).filter((path) => !path.includes("__proto__"));
      return fc.tuple(fc.constant(room), fc.subarray(paths, { minLength: 1 }));
    });
    fc.assert(
      fc.property(rooms, ([room, paths]) => {
        let given = room;
        // Start with the deepest, so that a shallow one replaces them.
        for (const path of paths.sort((a, b) => b.length - a.length)) given = withUnknownAt(given, path);
        const { inputs, failures } = checkRoom({}, given);
        assert.deepEqual(failures, []);
        for (const [key, value] of Object.entries(given)) {
          assert.deepEqual((inputs as Record<string, unknown>)[key], value);
        }
      }),
    );
  });

  it("counts it neither as present nor as missing in the rules of a kind", () => {
    const room = { participants: 8, declaredAs: "shop/dev/standup" };
    for (const given of [
      { kind: UNKNOWN },
      { kind: UNKNOWN, scheduledTime: "2026-12-01T09:00:00Z" },
      { kind: "scheduled", scheduledTime: UNKNOWN, durationMinutes: UNKNOWN },
      { kind: "permanent", scheduledTime: UNKNOWN },
      { adoptRoomId: UNKNOWN },
      { knock: UNKNOWN, extraSettings: { knock: true } },
      { extraSettings: UNKNOWN, customData: UNKNOWN, sip: UNKNOWN, liveRecording: UNKNOWN },
    ]) {
      assert.deepEqual(checkRoom({}, { ...room, ...given }).failures, []);
    }
  });

  it("still reports the other failures", () => {
    const { failures } = checkRoom(
      {},
      { participants: UNKNOWN, kind: UNKNOWN, quality: "HDD", declaredAs: "a/b/c" },
    );
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["quality"],
    );
  });
});
