/** So many operations give up one after the other until the API counts as down. */
const MAX_CONSECUTIVE_FAILURES = 5;

/**
 * Stops the retries of an account's requests while the API is down: what fails for several rooms in a row fails for the
 * next one too, and thousands of rooms would each wait for minutes. One operation that succeeds starts them again.
 */
export class Breaker {
  private readonly rooms = new Set<string>();

  /** @param onOpen called when the retries stop */
  constructor(private readonly onOpen: () => void) {}

  /** Whether requests get one try and no retries. */
  get isOpen(): boolean {
    return this.rooms.size >= MAX_CONSECUTIVE_FAILURES;
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
