import { setMaxListeners } from "node:events";

/** The time, passed in so that tests control it. */
export interface Clock {
  /** Unix time in milliseconds, for schedules and dates. It jumps if the machine's clock is set. */
  now(): number;
  /** Milliseconds that never jump, for durations and deadlines. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back after `ms` milliseconds, unless the returned function is called first. */
  after(ms: number, callback: () => void): () => void;
}

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

/** Node fires longer timers immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls `stop` when the signal aborts, unless the returned function is called first. */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => {};
  // All rooms of a run wait for one signal, which Node would report as a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", stop, { once: true });
  return () => signal.removeEventListener("abort", stop);
}

/** Waits for the work, but rejects with the signal's reason if the signal aborts and the work does not end. */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => setImmediate(() => reject(signal.reason));
    const forget = onAbort(signal, stop);
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(forget);
  });
}
