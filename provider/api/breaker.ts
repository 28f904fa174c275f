/** Number of failed rooms in a row after which the API counts as down. */
const OPEN_AFTER_FAILURES = 5;
/** Number after which the outage counts as lasting. It is soon reached, because an open breaker stops retries. */
const LASTING_AFTER_FAILURES = 20;

/**
 * Counts consecutive rooms of an account that failed because the server fails or does not respond. The next
 * rooms would fail too, and thousands of them would each wait for minutes. One operation that succeeds, or
 * that the server refuses, ends the outage.
 */
export class Breaker {
  private readonly rooms = new Set<string>();

  /** @param onOpen called when the retries stop */
  constructor(private readonly onOpen: () => void) {}

  /** Whether failed requests are not retried. */
  get isOpen(): boolean {
    return this.rooms.size >= OPEN_AFTER_FAILURES;
  }

  /** Whether no more rooms should be started. */
  get isLasting(): boolean {
    return this.rooms.size >= LASTING_AFTER_FAILURES;
  }

  /** Records an operation that failed because the server fails or does not respond. */
  recordFailure(room: string): void {
    const wasOpen = this.isOpen;
    this.rooms.add(room);
    if (this.isOpen && !wasOpen) this.onOpen();
  }

  recordSuccess(): void {
    this.rooms.clear();
  }
}
