import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isReleased,
  MARKER_KEY,
  markerOf,
  newMarker,
  newNonce,
  parseDeclaredAs,
  releasedMarker,
  resourceMark,
  stackMark,
  withoutMarker,
} from "../../../provider/room/marker";

describe("a marker", () => {
  it("is opaque and short: it tells neither project nor stack nor name", () => {
    const marker = newMarker("shop/production/board-of-directors");
    assert.match(marker, /^[\w-]{8}\.[\w-]{8}\.[\w-]{8}$/);
    assert.doesNotMatch(marker, /shop|production|board/);
  });

  it("begins alike for all rooms of a stack, then for all attempts at one resource, and is another for each attempt", () => {
    const first = newMarker("shop/dev/standup");
    assert.ok(first.startsWith(`${stackMark("shop", "dev")}.`));
    assert.ok(first.startsWith(`${resourceMark("shop/dev/standup")}.`));
    assert.ok(newMarker("shop/dev/other").startsWith(`${stackMark("shop", "dev")}.`));
    assert.notEqual(newMarker("shop/dev/standup"), first);
    for (const other of ["shop/dev/standup2", "shop/prod/standup", "hop/dev/standup"]) {
      assert.notEqual(resourceMark(other), resourceMark("shop/dev/standup"));
    }
  });

  it("of a released room is its stack's and no resource's, with a nonce of its own", () => {
    const marker = newMarker("shop/dev/standup");
    const released = releasedMarker(marker);
    assert.match(released, /^[\w-]{8}\.released\.[\w-]{8}$/);
    assert.ok(released.startsWith(`${stackMark("shop", "dev")}.`));
    assert.notEqual(releasedMarker(marker), released);
    assert.ok(isReleased(released));
    for (const other of [marker, undefined, "", "released", "a.b.released"]) assert.ok(!isReleased(other));
  });

  it("has a nonce that no other has", () => {
    assert.equal(new Set(Array.from({ length: 10_000 }, newNonce)).size, 10_000);
  });

  it("is found in a room's data and left out of what its owner gave, whatever the data is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (own) => {
        delete own[MARKER_KEY];
        const room = { data: { ...own, [MARKER_KEY]: "a.b.c" } };
        assert.equal(markerOf(room), "a.b.c");
        assert.deepEqual(withoutMarker(room.data), { ...own });
      }),
    );
    fc.assert(fc.property(fc.anything(), (data) => void [markerOf({ data }), withoutMarker(data)]));
  });
});

describe("declaredAs", () => {
  it("has a project, a stack and a name, which may hold slashes", () => {
    assert.deepEqual(parseDeclaredAs("shop/dev/a/b"), { project: "shop", stack: "dev", name: "a/b" });
    for (const text of ["", "shop", "shop/dev", "shop/dev/", "/dev/a", "shop//a"]) {
      assert.equal(parseDeclaredAs(text), undefined);
    }
  });
});
