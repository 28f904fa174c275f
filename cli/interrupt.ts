let controller = new AbortController();

/** The signal that the current or next {@link untilInterrupted} aborts on Ctrl-C or SIGTERM. */
export const interruptSignal = (): AbortSignal => controller.signal;

/**
 * Runs work that must not stop in the middle of a request. The first signal lets the current request finish; the
 * second ends the process.
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
