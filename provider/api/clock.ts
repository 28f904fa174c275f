import { setMaxListeners } from "node:events";

/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds of Unix time. */
  now(): number;
  /** Ends after so many milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The system's clock. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        forget();
        done();
      };
      const timer = setTimeout(end, ms);
      const forget = onAbort(signal, end);
      if (signal?.aborted) end();
    }),
};

/** Calls `stop` when the signal aborts, until the function that is returned is called. */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (!signal) return () => {};
  // All rooms of a run wait on one signal, which Node would take for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", stop, { once: true });
  return () => signal.removeEventListener("abort", stop);
}
