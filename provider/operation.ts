import type { Clock } from "./api/clock";
import { Deadline, LOOK_UP_MS, OPERATION_MS, Stopwatch, type Timeout } from "./api/deadline";
import type { Secrets } from "./program-secrets";

/** Limits of an operation on a room, in addition to its own 2 minutes, and how to interrupt it. */
export interface Operation {
  /**
   * `customTimeouts`, in seconds, including all waits. The operation waits this long for people to leave, if
   * it is longer than the configured `busyTimeout`.
   */
  timeoutSeconds?: number;
  /**
   * When `timeoutSeconds` expire, if the operation is part of another one. @default counted from its start
   */
  timeout?: Timeout;
  /** Interrupts the operation. */
  signal?: AbortSignal;
  /** Which values of the room the program made secret, if the front end knows it: no message quotes them. */
  secrets?: true | Secrets;
}

/** The operation with a fixed end: its `customTimeouts` count from now on. */
export function begin(operation: Operation, clock: Clock): Operation {
  const { timeoutSeconds: seconds, timeout } = operation;
  if (!seconds || timeout) return operation;
  const reason = `its customTimeouts of ${seconds} s expired`;
  return { ...operation, timeout: { at: clock.monotonic() + seconds * 1000, reason } };
}

/**
 * Starts the clock of an operation.
 *
 * @param lookUpMs how much of its time to reserve for the outcome of a request without a response
 */
export function startDeadlines(operation: Operation, clock: Clock, lookUpMs: number) {
  const { timeout, signal: interrupt } = begin(operation, clock);
  const stopwatch = new Stopwatch(clock);
  const deadline = new Deadline(stopwatch, clock, {
    budgetMs: OPERATION_MS - lookUpMs,
    timeout: timeout && shorten(timeout, Math.min(lookUpMs, (timeout.at - clock.monotonic()) / 2)),
    interrupt,
  });
  const lookUp = new Deadline(stopwatch, clock, { timeout, interrupt, afterInterruptMs: LOOK_UP_MS });
  return { deadline, lookUp };
}

/** The timeout, `ms` milliseconds earlier. */
const shorten = ({ at, reason }: Timeout, ms: number): Timeout =>
  ms > 0
    ? { at: at - ms, reason: `${reason}, except for a reserve of ${Math.round(ms / 1000)} s` }
    : { at, reason };
