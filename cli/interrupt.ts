let controller = new AbortController();

/** Aborts at Ctrl-C or SIGTERM during the next {@link untilInterrupted}. */
export const interruptSignal = (): AbortSignal => controller.signal;

/**
 * Does what must not break off in the middle of a request. The first signal lets the request that is under way end, and
 * the second one ends the process.
 */
export async function untilInterrupted<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const abort = () => controller.abort();
  const names = ["SIGINT", "SIGTERM"] as const;
  for (const name of names) process.once(name, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of names) process.off(name, abort);
    controller = new AbortController();
  }
}
