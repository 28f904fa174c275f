import type { Clock } from "../../provider/api/clock";
import { ApiError, isRequestError } from "../../provider/api/errors";
import { isObject } from "../../provider/room/compare";
import type { Exchange, Json } from "./exchange";
import { candidateNonce, nonceOf } from "./marker";
import { roomOf } from "./session";

/** How a clean-up ended. */
export interface Cleaned {
  deleted: number;
  /** Names of rooms that are still there. */
  left: string[];
  /** Why it is not certain that no room is left. */
  doubt?: string;
}

/** How late the list may show a room, in milliseconds. */
const LIST_DELAY_MS = 11_000;

export interface CleanUp {
  exchange: Exchange;
  clock: Clock;
  /** Whether rooms of this run are to be deleted. */
  isWanted: (nonce: string) => boolean;
  /** Ids of rooms that are known to exist. @default none */
  known?: Iterable<string>;
  /** A create may have taken effect without a response, and the list may show it late. @default false */
  mayHaveMore?: boolean;
}

/**
 * Deletes rooms of the probe, each right after a GET has shown the probe's marker, until the list shows none. It waits
 * through failures for about 20 seconds, and then says what is left.
 */
export async function clean({
  exchange,
  clock,
  isWanted,
  known = [],
  mayHaveMore = false,
}: CleanUp): Promise<Cleaned> {
  const done = new Set<string>();
  const left = new Map([...known].map((id) => [id, "a room of this run"]));
  let deleted = 0;

  async function remove(id: string, name: string): Promise<void> {
    left.set(id, name);
    const reply = await exchange.insist({ method: "GET", path: `/rooms/${id}` });
    const room = roomOf(reply);
    const nonce = room && nonceOf(room);
    if (nonce !== undefined && isWanted(nonce)) {
      const removed = await exchange.insist({ method: "DELETE", path: `/rooms/${id}` });
      if (removed.content) deleted++;
      else if (!isGone(removed.error)) return;
    } else if (!room && !isGone(reply.error)) return;
    // It is deleted, was gone before, or is not the probe's.
    left.delete(id);
    done.add(id);
  }

  try {
    for (const [id, name] of left) await remove(id, name);
    if (mayHaveMore) await clock.sleep(LIST_DELAY_MS);
    for (;;) {
      const found = (await listed(exchange)).filter(({ id, nonce }) => isWanted(nonce) && !done.has(id));
      if (found.length === 0) return { deleted, left: [] };
      const before = done.size;
      for (const { id, name } of found) await remove(id, name);
      if (done.size === before) return { deleted, left: [...left.values()] };
    }
  } catch (error) {
    if (!isRequestError(error)) throw error;
    return { deleted, left: [...left.values()], doubt: error.message };
  }
}

/** The rooms of the list that may be the probe's. */
async function listed(exchange: Exchange): Promise<{ id: string; name: string; nonce: string }[]> {
  const { content, error } = await exchange.insist({ method: "GET", path: "/rooms" });
  if (error) throw error;
  return candidates(content);
}

/** The rooms in the content of a list that may be the probe's. */
export function candidates(content: Json | undefined): { id: string; name: string; nonce: string }[] {
  const rooms = Array.isArray(content?.rooms) ? content.rooms.filter(isObject) : [];
  return rooms.flatMap((room) => {
    const nonce = candidateNonce(room);
    const id = String(room.room_id);
    return nonce !== undefined && /^[\w-]+$/.test(id) ? [{ id, nonce, name: String(room.name) }] : [];
  });
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.mayBeGone;
