import type { Clock } from "../../provider/api/clock";
import { ConnectionError } from "../../provider/api/connection-error";
import { ApiError, isRequestError } from "../../provider/api/errors";
import { isObject, type JsonObject } from "../../provider/json";
import { counted } from "../counted";
import type { Exchange } from "./exchange";
import { candidateNonce, nonceOf } from "./marker";
import { roomOf } from "./session";

/** The result of a clean-up. */
export interface CleanUpResult {
  deleted: number;
  /** Names of rooms that still exist. */
  left: string[];
  /** Why rooms may be left. */
  doubt?: string;
}

/** What may be left and what to do about it; `undefined` if no room is left. */
export function remainingText({ left, doubt }: CleanUpResult): string | undefined {
  if (left.length === 0 && doubt === undefined) return undefined;
  const what =
    left.length === 0 ? "Rooms may be left:" : `${counted(left.length, "room")} could not be deleted.`;
  return [what, doubt, "Run pulumi-enablex probe --clean when the API can be reached."]
    .filter(Boolean)
    .join(" ");
}

/** How late the list may show a room, in milliseconds. */
const LIST_DELAY_MS = 11_000;

/** How often to request the list until it shows none. */
const MAX_ROUNDS = 4;

export interface CleanUpOptions {
  exchange: Exchange;
  clock: Clock;
  /** Whether to delete the rooms of the run with this nonce. */
  isWanted: (nonce: string) => boolean;
  /** Ids of rooms that are known to exist. @default none */
  known?: Iterable<string>;
  /** A create may have taken effect without a response, and the list may show it late. @default false */
  mayHaveMore?: boolean;
}

/**
 * Deletes rooms of the probe, each right after a GET shows the probe's marker, until the list shows none.
 * Retries failures for about 20 seconds, then reports what is left.
 */
export async function clean({
  exchange,
  clock,
  isWanted,
  known = [],
  mayHaveMore = false,
}: CleanUpOptions): Promise<CleanUpResult> {
  /** Ids that, by a GET, do not exist or belong to somebody else. */
  const settled = new Set<string>();
  const left = new Map([...known].map((id) => [id, "a room of this run"]));
  let deleted = 0;

  async function remove(id: string, name: string): Promise<void> {
    left.set(id, name);
    const response = await exchange.requestWithRetry({ method: "GET", path: `/rooms/${id}` });
    const room = roomOf(response);
    const isIt = room?.room_id.toLowerCase() === id.toLowerCase();
    const nonce = room && isIt ? nonceOf(room) : undefined;
    if (nonce !== undefined && isWanted(nonce)) {
      const removed = await exchange.requestWithRetry({ method: "DELETE", path: `/rooms/${id}` });
      if (!removed.content) return;
      deleted++;
    } else if (isIt || isGone(response.error)) settled.add(id);
    else return;
    left.delete(id);
  }

  try {
    for (const [id, name] of left) await remove(id, name);
    if (mayHaveMore) await clock.sleep(LIST_DELAY_MS);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      // A list that lags still shows deleted rooms; a GET tells.
      const found = (await listCandidates(exchange)).filter(
        ({ id, nonce }) => isWanted(nonce) && !settled.has(id),
      );
      if (found.length === 0) return { deleted, left: [] };
      for (const { id, name } of found) await remove(id, name);
    }
    return { deleted, left: [...left.values()], doubt: "The list still shows rooms of the probe." };
  } catch (error) {
    if (!isRequestError(error)) throw error;
    return { deleted, left: [...left.values()], doubt: error.message };
  }
}

/** Lists the rooms that may be the probe's. */
async function listCandidates(exchange: Exchange): Promise<{ id: string; name: string; nonce: string }[]> {
  const { content, error } = await exchange.requestWithRetry({ method: "GET", path: "/rooms" });
  if (error) throw error;
  return candidates(content);
}

/**
 * Finds the rooms in a list that may be the probe's. Elsewhere, the API documents null for an empty list.
 *
 * @throws ConnectionError if it is not a list, or an entry that may be such a room is invalid
 */
export function candidates(content: JsonObject = {}): { id: string; name: string; nonce: string }[] {
  const rooms = content.rooms === null ? [] : content.rooms;
  if (!Array.isArray(rooms)) throw listError("the response has no list of rooms");
  return rooms.flatMap((room) => {
    if (!isObject(room)) throw listError("an entry of the list cannot be read");
    const nonce = candidateNonce(room);
    if (nonce === undefined) return [];
    const id = room.room_id;
    if (typeof id !== "string" || !/^[\w-]+$/.test(id)) throw listError("an entry of the list has no id");
    return [{ id, nonce, name: String(room.name) }];
  });
}

const listError = (reason: string) =>
  new ConnectionError({ method: "GET", action: "Listing the rooms" }, "unexpected", reason);

const isGone = (error: unknown): boolean => error instanceof ApiError && error.isGone;
