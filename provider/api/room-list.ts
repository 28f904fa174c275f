import type { Rooms } from "./client";
import { type Clock, orAbort } from "./clock";
import { ConnectionError } from "./connection-error";
import { Deadline, OperationEnd, Stopwatch } from "./deadline";

/** The list of an account's rooms, for one operation. */
export interface RoomList<Room> {
  /**
   * A list that is requested after this call. Callers that wait for the current request share the next one.
   *
   * @param deadline limits the wait. @default the operation's
   */
  next(deadline?: Deadline): Promise<Rooms<Room>>;
  /**
   * A room from a list of the last 30 s, for a refresh of many rooms. `undefined` if the room must be read with its own
   * request, because it is one of the first few or not in the list.
   */
  find(roomId: string): Promise<Room | undefined>;
  /** Invalidates the list after a change. */
  invalidate(): void;
}

/** Number of rooms that are read individually before a list is cheaper. */
const MAX_SINGLE_READS = 5;
const MAX_AGE_MS = 30_000;

/**
 * Shares the list between all operations that need it at the same time. The request has its own deadline, and is
 * aborted if no operation waits for it. Its time and its waits for a rate limit count for each waiting operation.
 *
 * @param list sends the request
 * @returns the list for an operation with this deadline
 */
export function createRoomList<Room extends { roomId: string }>(
  list: (deadline: Deadline) => Promise<Rooms<Room>>,
  clock: Clock,
): (own: Deadline) => RoomList<Room> {
  let inFlight: Promise<unknown> = Promise.resolve();
  let queued: Listing<Room> | undefined;
  let reads = 0;
  let latest: Listing<Room> | undefined;

  const requestList = (): Listing<Room> => {
    if (queued) return queued;
    const deadline = new Deadline(new Stopwatch(clock), clock);
    const rooms = inFlight.then(() => {
      if (queued === listing) queued = undefined;
      return list(deadline).finally(() => deadline.close());
    });
    const listing: Listing<Room> = { rooms, deadline, waiting: 0 };
    inFlight = rooms
      .catch(() => {})
      .then(() => {
        listing.receivedAt = clock.monotonic();
      });
    queued = listing;
    return listing;
  };

  const waitFor = async (listing: Listing<Room>, deadline: Deadline): Promise<Rooms<Room>> => {
    listing.waiting++;
    const { waited } = listing.deadline;
    const waitedBefore = waited.rateLimit;
    try {
      return await deadline.stopwatch.follow(listing.deadline.stopwatch, () =>
        orAbort(listing.rooms, deadline.signal),
      );
    } catch (error) {
      if (!(error instanceof OperationEnd)) throw error;
      if (error.kind === "deadline") deadline.apiStatus = "down";
      throw listEnded(error);
    } finally {
      deadline.apiStatus = listing.deadline.apiStatus ?? deadline.apiStatus;
      deadline.waited.rateLimit += waited.rateLimit - waitedBefore;
      if (--listing.waiting === 0) {
        if (queued === listing) queued = undefined;
        listing.deadline.end("no operation waited for it", "deadline");
      }
    }
  };

  return (own) => ({
    next: (deadline = own) => waitFor(requestList(), deadline),
    async find(roomId) {
      if (++reads <= MAX_SINGLE_READS) return undefined;
      if (!latest || clock.monotonic() - (latest.receivedAt ?? clock.monotonic()) > MAX_AGE_MS)
        latest = requestList();
      const listing = latest;
      try {
        const rooms = await waitFor(listing, own);
        listing.byId ??= new Map(rooms.map((room) => [room.roomId, room]));
        return listing.byId.get(roomId.toLowerCase());
      } catch (error) {
        // If the list fails, the room is read individually while there is time.
        if (own.signal.aborted) throw error;
        return undefined;
      }
    },
    invalidate() {
      reads = 0;
      latest = undefined;
    },
  });
}

/** A list that is requested, or will be next, and how many operations wait for it. */
interface Listing<Room> {
  rooms: Promise<Rooms<Room>>;
  deadline: Deadline;
  waiting: number;
  receivedAt?: number;
  /** Its rooms by id, for thousands of reads. */
  byId?: Map<string, Room>;
}

const listEnded = (end: OperationEnd) =>
  new ConnectionError(
    { action: "Listing the rooms", method: "GET" },
    end.kind === "deadline" ? "cut-off" : "interrupted",
    `there was no response when ${end.reason}`,
    { cause: end },
  );
