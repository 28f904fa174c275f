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

describe("the marker of a room", () => {
  it("is opaque and short: it reveals neither project nor stack nor name", () => {
    const marker = newMarker("shop/production/board-of-directors");
    assert.match(marker, /^[\w-]{8}\.[\w-]{8}\.[\w-]{8}$/);
    assert.doesNotMatch(marker, /shop|production|board/);
  });

  it("starts with parts for stack and resource and is different for each attempt", () => {
    const first = newMarker("shop/dev/standup");
    assert.ok(first.startsWith(`${stackMark("shop", "dev")}.`));
    assert.ok(first.startsWith(`${resourceMark("shop/dev/standup")}.`));
    assert.ok(newMarker("shop/dev/other").startsWith(`${stackMark("shop", "dev")}.`));
    assert.notEqual(newMarker("shop/dev/standup"), first);
    for (const other of ["shop/dev/standup2", "shop/prod/standup", "hop/dev/standup"]) {
      assert.notEqual(resourceMark(other), resourceMark("shop/dev/standup"));
    }
  });

  it("of a released room belongs to its stack and no resource, with a new nonce", () => {
    const marker = newMarker("shop/dev/standup");
    const released = releasedMarker(marker);
    assert.match(released, /^[\w-]{8}\.released\.[\w-]{8}$/);
    assert.ok(released.startsWith(`${stackMark("shop", "dev")}.`));
    assert.notEqual(releasedMarker(marker), released);
    assert.ok(isReleased(released));
    for (const other of [marker, undefined, "", "released", "a.b.released"]) assert.ok(!isReleased(other));
  });

  it("has a unique nonce", () => {
    assert.equal(new Set(Array.from({ length: 10_000 }, newNonce)).size, 10_000);
  });

  it("is read from any data and removed from customData", () => {
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
  it("has a project, a stack and a name, which may contain slashes", () => {
    assert.deepEqual(parseDeclaredAs("shop/dev/a/b"), { project: "shop", stack: "dev", name: "a/b" });
    for (const text of ["", "shop", "shop/dev", "shop/dev/", "/dev/a", "shop//a"]) {
      assert.equal(parseDeclaredAs(text), undefined);
    }
  });
});
