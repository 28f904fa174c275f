import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../provider/api/clock";

/** A clock that nobody waits for: a sleep ends in the next turn of the event loop, and the time has gone on by it. */
export interface FakeClock extends Clock {
  /** The sleeps so far, in milliseconds. */
  readonly slept: number[];
  /** Called when someone falls asleep. */
  onSleep: (ms: number) => void;
  advance(ms: number): void;
}

export const NOON = Date.parse("2026-05-04T12:00:00Z");

export function fakeClock(start = NOON): FakeClock {
  let time = start;
  const clock: FakeClock = {
    slept: [],
    onSleep: () => {},
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    async sleep(ms, signal) {
      const until = time + ms;
      clock.slept.push(ms);
      clock.onSleep(ms);
      await setImmediate();
      if (!signal?.aborted) time = Math.max(time, until);
    },
  };
  return clock;
}
