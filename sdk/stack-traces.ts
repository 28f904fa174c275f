/** Stack traces, turned off. */
export interface PausedStackTraces {
  /** Turns them on again. */
  resume(): void;
  /** The error, with the trace of where the paused code was called, because it could take none of its own. */
  traced(error: unknown): unknown;
}

/**
 * Turns stack traces off until they are resumed. Pulumi's SDK keeps one for each of a room's 30 properties, to name
 * promises that never resolve: more than half of what a room costs a program. The place in the program at which a room
 * is declared does not depend on them; the SDK asks for that trace itself.
 */
export function pauseStackTraces(): PausedStackTraces {
  const limit = Error.stackTraceLimit;
  const resume = () => {
    Error.stackTraceLimit = limit;
  };
  Error.stackTraceLimit = 0;
  return {
    resume,
    traced(error) {
      resume();
      if (error instanceof Error) Error.captureStackTrace(error, this.traced);
      return error;
    },
  };
}
