/** The emulator's time: a base clock, usually the system's, plus an offset that tests and control requests set. */
export interface Clock {
  now(): Date;
  /** Milliseconds added to the base clock. */
  readonly offset: number;
  /** A Date becomes the present moment; a number becomes the offset from the base clock in milliseconds. Time goes on from there. */
  setTime(time: Date | number): void;
  /** Moves time by this many milliseconds, backwards if negative. */
  advance(milliseconds: number): void;
}

export function createClock(base: () => Date = () => new Date()): Clock {
  let offset = 0;

  function setOffset(next: number): void {
    // A date that JavaScript cannot hold would make every later answer fail.
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
