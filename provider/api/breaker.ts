/** So many rooms in a row that are given up show that the API is down. */
const FAILURES_WHEN_OPEN = 5;
/** So many show that the outage lasts. Rooms that had begun are given up after one more try, so that they soon get there. */
const FAILURES_WHEN_LASTING = 20;

/**
 * Counts the rooms of an account that were given up with no success between them, because the server fails or does not
 * respond. What fails for several rooms in a row fails for the next one too, and thousands of rooms would each wait for
 * minutes. One operation that succeeds, or that the server refuses, ends the outage.
 */
export class Breaker {
  private readonly rooms = new Set<string>();

  /** @param onOpen called when the retries stop */
  constructor(private readonly onOpen: () => void) {}

  /** Whether requests get one try and no retries. */
  get isOpen(): boolean {
    return this.rooms.size >= FAILURES_WHEN_OPEN;
  }

  /** Whether it is pointless to begin with more rooms. */
  get isLasting(): boolean {
    return this.rooms.size >= FAILURES_WHEN_LASTING;
  }

  /** An operation gave up because the server fails, or does not respond. */
  giveUp(room: string): void {
    const wasOpen = this.isOpen;
    this.rooms.add(room);
    if (this.isOpen && !wasOpen) this.onOpen();
  }

  succeed(): void {
    this.rooms.clear();
  }
}
