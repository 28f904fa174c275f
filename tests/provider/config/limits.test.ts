import assert from "node:assert/strict";
import type { ConfigKey } from "../../../provider/config/keys";
import { readLimits } from "../../../provider/config/limits";
import { textOf } from "./settings";

describe("limits", () => {
  const limits = (config: Partial<Record<ConfigKey, string>>) => readLimits((key) => config[key]);

  it("have the documented defaults", () => {
    assert.deepEqual(limits({}), {
      limits: { requestsPerSecond: undefined, maxInFlight: 32, busyTimeout: 300 },
      problems: [],
    });
  });

  it("are parsed from strings", () => {
    const set = { requestsPerSecond: "0.5", maxInFlight: "20", busyTimeout: "1.5h" };
    assert.deepEqual(limits(set).limits, { requestsPerSecond: 0.5, maxInFlight: 20, busyTimeout: 5_400 });
    assert.equal(limits({ busyTimeout: "0s" }).limits.busyTimeout, 0);
  });

  it("are rejected if they are not a number or a duration", () => {
    for (const value of ["0", "0.05", "-1", "many", "Infinity", "1.5.2"]) {
      assert.match(
        textOf(limits({ requestsPerSecond: value }).problems),
        /enablex:requestsPerSecond: .* is not a number of at least 0\.1/,
      );
    }
    for (const value of ["0", "2.5", "x"]) {
      const [problem, ...more] = limits({ maxInFlight: value }).problems;
      assert.deepEqual([problem?.key, problem?.kind, more], ["maxInFlight", "invalid", []]);
    }
    for (const value of ["300", "5 minutes", "-1m", "m"]) {
      assert.match(textOf(limits({ busyTimeout: value }).problems), /write 90s, 10m or 1h/);
    }
  });
});
