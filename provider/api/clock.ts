import { setMaxListeners } from "node:events";

/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds of Unix time: for schedules and dates. It jumps when somebody sets the machine's clock. */
  now(): number;
  /** Milliseconds since any moment, which only ever grow: for how long something took, and when it must end. */
  monotonic(): number;
  /** Ends after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back after so many milliseconds, unless the function that it returns is called before. */
  after(ms: number, callback: () => void): () => void;
}

/** The system's clock. */
export const systemClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        stopListening();
        done();
      };
      const timer = setTimeout(end, ms);
      const stopListening = onAbort(signal, end);
      if (signal?.aborted) end();
    }),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Node ends a longer timer at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls `stop` when the signal aborts, until the function that is returned is called. */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => {};
  // All rooms of a run wait on one signal, which Node would take for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", stop, { once: true });
  return () => signal.removeEventListener("abort", stop);
}

/** What the work gives; if the signal aborts and the work does not end by that, a failure with the signal's reason. */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => setImmediate(() => reject(signal.reason));
    const forget = onAbort(signal, stop);
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(forget);
  });
}
