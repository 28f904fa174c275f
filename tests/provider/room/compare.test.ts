import assert from "node:assert/strict";
import fc from "fast-check";
import { covers, fits, sameInput, sameValue } from "../../../provider/room/compare";
import type { InputName } from "../../../provider/room/properties";

describe("two values of an input", () => {
  const same: [InputName, unknown, unknown][] = [
    ["participants", 2, "2"],
    ["moderators", undefined, 1],
    ["mode", undefined, "group"],
    ["kind", undefined, "permanent"],
    ["whenEnded", "recreate", undefined],
    ["description", undefined, ""],
    ["billingCode", "", undefined],
    ["waitForModerator", false, undefined],
    ["canvas", true, "true"],
    ["scheduledTime", "2026-12-01T09:00:00+05:30", "2026-12-01T03:30:00Z"],
    ["customData", {}, undefined],
    ["customData", { a: 1, b: [2] }, { b: [2], a: 1 }],
    ["customData", { a: null }, {}],
    ["extraSettings", { facex: "1" }, { facex: 1 }],
  ];
  for (const [name, a, b] of same) {
    it(`are equal as ${name}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(sameInput(name, a, b));
      assert.ok(sameInput(name, b, a));
    });
  }

  const other: [InputName, unknown, unknown][] = [
    ["participants", 2, 3],
    ["description", "a", undefined],
    ["waitForModerator", true, undefined],
    // The server's default may be another one tomorrow, so what is given counts.
    ["canvas", false, undefined],
    ["sip", { enabled: false }, undefined],
    ["scheduledTime", "2026-12-01T09:00:00Z", "2026-12-01T09:00:01Z"],
    ["scheduledTime", "some day", "another day"],
    ["customData", { a: 1 }, { a: "1" }],
    ["customData", { a: "true" }, { a: true }],
    ["customData", { constructor: 1 }, {}],
    ["customData", { a: [1, 2] }, { a: [2, 1] }],
    ["extraSettings", { a: {} }, { a: [] }],
    ["extraSettings", { a: "01" }, { a: "1" }],
    ["name", "0101", "101"],
    ["billingCode", "0012", "12"],
    ["ownerRef", "20260101000000001", "20260101000000002"],
  ];
  for (const [name, a, b] of other) {
    it(`differ as ${name}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(!sameInput(name, a, b));
      assert.ok(!sameInput(name, b, a));
    });
  }

  it("are compared symmetrically and equal themselves", () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, value, (a, b) => {
        assert.equal(sameValue(a, b), sameValue(b, a));
        assert.ok(sameValue(a, structuredClone(a)));
      }),
    );
  });
});

describe("a value in a response", () => {
  it("matches the given one if the response omits it or has more", () => {
    assert.ok(fits("quality", "HD", undefined));
    assert.ok(fits("liveRecording", { url: "rtmp://x" }, { url: "rtmp://x", autoRecording: true }));
    assert.ok(covers({ a: { b: 1 } }, { a: { b: "1", c: 2 }, d: 3 }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (given, more) => {
          assert.ok(covers(given, { ...more, ...given }));
        },
      ),
    );
  });

  it("does not match a different given one", () => {
    assert.ok(!fits("quality", "HD", "SD"));
    assert.ok(!fits("sip", { enabled: true }, { enabled: false }));
    assert.ok(!covers({ a: { b: 1 } }, { a: { b: 2 } }));
    assert.ok(!covers({ a: 1 }, { a: [] }));
  });

  it("does not match free data with more or fewer keys, which is always sent whole", () => {
    assert.ok(!fits("customData", { a: 1 }, { a: 1, b: 2 }));
    assert.ok(!fits("customData", { a: 1 }, {}));
  });
});
