/**
 * The emulator's time: a base clock, usually the system's, plus an offset that tests and control requests
 * set.
 */
export interface Clock {
  now(): Date;
  /** Milliseconds added to the base clock. */
  readonly offset: number;
  /**
   * Sets the current time to a Date, or the offset from the base clock to a number of milliseconds. Time
   * continues from there.
   */
  setTime(time: Date | number): void;
  /** Moves time by this many milliseconds, backwards if negative. */
  advance(milliseconds: number): void;
}

export function createClock(base: () => Date = () => new Date()): Clock {
  let offset = 0;

  function setOffset(next: number): void {
    // With a date outside the range of Date, every later request would fail.
    if (Number.isNaN(new Date(base().getTime() + next).getTime())) {
      throw new RangeError("The emulator's time must be a valid date.");
    }
    offset = next;
  }

  return {
    now: () => new Date(base().getTime() + offset),
    get offset() {
      return offset;
    },
    setTime: (time) => setOffset(time instanceof Date ? time.getTime() - base().getTime() : time),
    advance: (milliseconds) => setOffset(offset + milliseconds),
  };
}
