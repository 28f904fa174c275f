import type { Rooms } from "./client";
import { type Clock, orAbort } from "./clock";
import { ConnectionError } from "./connection-error";
import { Deadline, OperationEnd, Stopwatch } from "./deadline";

/** The list of an account's rooms, as one operation sees it. */
export interface RoomList<Room> {
  /**
   * A list that is requested after this call. Callers that wait for the list under way to end share the next one.
   *
   * @param deadline how long to wait for it. @default the operation's
   */
  next(deadline?: Deadline): Promise<Rooms<Room>>;
  /**
   * A room as a list of the last half minute has it, for a refresh of many rooms: the first few are better read one by
   * one. `undefined` where the room must be read by itself, because it is one of the first, or no list knows it.
   */
  find(roomId: string): Promise<Room | undefined>;
  /** Rooms were changed: what was listed before says no more how they are. */
  invalidate(): void;
}

/** So many reads are made one by one before a list pays. */
const MAX_SINGLE_READS = 5;
const MAX_AGE_MS = 30_000;

/**
 * Shares the list between all operations that need it at the same time. It has a deadline of its own, and is given up
 * when no operation waits for it any more. The time that it uses, and its waits for a rate limit, are charged to each
 * that waits.
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
      if (error.kind === "deadline") deadline.server = "fails";
      throw listEnded(error);
    } finally {
      deadline.server = listing.deadline.server ?? deadline.server;
      deadline.waited.rateLimit += waited.rateLimit - waitedBefore;
      if (--listing.waiting === 0) {
        if (queued === listing) queued = undefined;
        listing.deadline.end("no operation waited for it any more", "deadline");
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
        // A list that fails is no failure of a read, which then asks by itself if there is time left.
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

/** A list that is requested or about to be, and how many wait for it. */
interface Listing<Room> {
  rooms: Promise<Rooms<Room>>;
  deadline: Deadline;
  waiting: number;
  receivedAt?: number;
  /** Its rooms by id: thousands of reads look into it. */
  byId?: Map<string, Room>;
}

const listEnded = (end: OperationEnd) =>
  new ConnectionError(
    { action: "Listing the rooms", method: "GET" },
    end.kind === "deadline" ? "cut-off" : "interrupted",
    `the list had not come in when ${end.reason}`,
    { cause: end },
  );
