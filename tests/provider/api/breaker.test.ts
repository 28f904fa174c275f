import assert from "node:assert/strict";
import { Breaker } from "../../../provider/api/breaker";

describe("the breaker of an account", () => {
  it("opens after 5 rooms were given up, tells it once, and knows after 20 that the outage lasts", () => {
    let told = 0;
    const breaker = new Breaker(() => told++);
    const history = Array.from({ length: 21 }, (_, i) => {
      breaker.recordFailure(`room-${i}`);
      return [breaker.isOpen, breaker.isLasting, told];
    });
    assert.deepEqual(history[3], [false, false, 0]);
    assert.deepEqual(history[4], [true, false, 1]);
    assert.deepEqual(history[18], [true, false, 1]);
    assert.deepEqual(history[19], [true, true, 1]);
    assert.deepEqual(history[20], [true, true, 1]);
  });

  it("counts a room that was given up several times once", () => {
    const breaker = new Breaker(assert.fail);
    for (let i = 0; i < 30; i++) breaker.recordFailure(`room-${i % 4}`);
    assert.equal(breaker.isOpen, false);
  });

  it("closes with one success, and counts from the start again", () => {
    const breaker = new Breaker(() => {});
    for (let i = 0; i < 30; i++) breaker.recordFailure(`room-${i}`);
    breaker.recordSuccess();
    assert.deepEqual([breaker.isOpen, breaker.isLasting], [false, false]);
    for (let i = 0; i < 4; i++) breaker.recordFailure(`room-${i}`);
    assert.equal(breaker.isOpen, false);
  });
});
