import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../provider/api/clock";
import type { Fetch } from "../../provider/api/transport";

/**
 * A clock without real waiting. Once nothing else runs, time advances to the end of the next sleep. Callbacks
 * of `after` are called on the way but do not advance the time themselves.
 */
export interface FakeClock extends Clock {
  /** The sleeps so far, in milliseconds. */
  readonly slept: number[];
  /** Called when a sleep starts. */
  onSleep: (ms: number) => void;
  advance(ms: number): void;
  /** Sets the wall clock, as an administrator does. */
  setWallClock(time: number): void;
  /** Stops the time until the work has ended: it runs in real time. */
  during<T>(work: Promise<T>): Promise<T>;
}

export const NOON = Date.parse("2026-05-04T12:00:00Z");

interface Timer {
  at: number;
  end: () => void;
  /** Whether it ends a sleep. */
  isSleep: boolean;
}

export function fakeClock(start = NOON): FakeClock {
  let time = 0;
  let wall = start;
  let atWork = 0;
  let isDriven = false;
  const timers = new Set<Timer>();

  const add = (ms: number, end: () => void, isSleep: boolean) => {
    const timer = { at: time + Math.max(0, ms), end, isSleep };
    timers.add(timer);
    return timer;
  };
  const moveTo = (moment: number) => {
    for (;;) {
      const due = [...timers].filter(({ at }) => at <= moment).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers.delete(due);
      time = Math.max(time, due.at);
      due.end();
    }
    time = Math.max(time, moment);
  };
  const drive = async () => {
    if (isDriven) return;
    isDriven = true;
    for (;;) {
      await setImmediate();
      if (atWork > 0) continue;
      const sleeps = [...timers].filter(({ isSleep }) => isSleep);
      if (sleeps.length === 0) break;
      moveTo(Math.min(...[...timers].map(({ at }) => at)));
    }
    isDriven = false;
  };

  const clock: FakeClock = {
    slept: [],
    onSleep: () => {},
    now: () => wall + time,
    monotonic: () => time,
    advance: (ms) => moveTo(time + ms),
    setWallClock: (now) => {
      wall = now - time;
    },
    async during(work) {
      atWork++;
      try {
        return await work;
      } finally {
        atWork--;
      }
    },
    async sleep(ms, signal) {
      clock.slept.push(ms);
      clock.onSleep(ms);
      if (signal?.aborted) return setImmediate();
      await new Promise<void>((done) => {
        const timer = add(ms, wake, true);
        function wake() {
          timers.delete(timer);
          signal?.removeEventListener("abort", wake);
          done();
        }
        signal?.addEventListener("abort", wake, { once: true });
        void drive();
      });
    },
    after(ms, callback) {
      const timer = add(ms, callback, false);
      return () => timers.delete(timer);
    },
  };
  return clock;
}

/** A server that accepts connections and never responds. */
export const mute =
  (clock: FakeClock): Fetch =>
  async (_, { signal }) => {
    await clock.sleep(24 * 3_600_000, signal);
    throw Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
  };
