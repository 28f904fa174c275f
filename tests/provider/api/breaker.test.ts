import assert from "node:assert/strict";
import { Breaker } from "../../../provider/api/breaker";

describe("breaker", () => {
  it("opens after 5 failed rooms, reports it once, and counts the outage as lasting after 20", () => {
    let reports = 0;
    const breaker = new Breaker(() => reports++);
    const history = Array.from({ length: 21 }, (_, i) => {
      breaker.recordFailure(`room-${i}`);
      return [breaker.isOpen, breaker.isLasting, reports];
    });
    assert.deepEqual(history[3], [false, false, 0]);
    assert.deepEqual(history[4], [true, false, 1]);
    assert.deepEqual(history[18], [true, false, 1]);
    assert.deepEqual(history[19], [true, true, 1]);
    assert.deepEqual(history[20], [true, true, 1]);
  });

  it("counts a room that fails several times once", () => {
    const breaker = new Breaker(assert.fail);
    for (let i = 0; i < 30; i++) breaker.recordFailure(`room-${i % 4}`);
    assert.equal(breaker.isOpen, false);
  });

  it("closes after one success, and starts counting from 0", () => {
    const breaker = new Breaker(() => {});
    for (let i = 0; i < 30; i++) breaker.recordFailure(`room-${i}`);
    breaker.recordSuccess();
    assert.deepEqual([breaker.isOpen, breaker.isLasting], [false, false]);
    for (let i = 0; i < 4; i++) breaker.recordFailure(`room-${i}`);
    assert.equal(breaker.isOpen, false);
  });
});
