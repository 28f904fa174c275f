import { type ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import type { JsonObject } from "../json";
import type { RoomInfo } from "../room/properties";
import { hasUnknown } from "../unknown";
import { BadRequest } from "./status";
import { fromStruct } from "./values";

/** Returns one page of a list. */
export type Lister = (request: ListRequest, signal: AbortSignal) => Promise<ListResponse[]>;

/**
 * Lists the ids and names of all matching rooms, page by page. The API lists all rooms at once, so the list
 * is cached for later pages. Another process requests it again, and continues after the last room sent.
 */
export function roomLister(core: Core): Lister {
  let cached: { query: string; rooms: RoomInfo[] } | undefined;

  const find = async (query: JsonObject, isContinued: boolean, signal: AbortSignal) => {
    const text = JSON.stringify(query, Object.keys(query).sort());
    if (isContinued && cached?.query === text) return cached.rooms;
    const rooms = await core.getRooms(query, { signal });
    cached = { query: text, rooms };
    return rooms;
  };

  return async (request, signal) => {
    const { values, rejected } = fromStruct(request.getQuery());
    BadRequest.throwIfAny(rejected);
    if (hasUnknown(values)) return [new ListResponse().setComputed(new ListResponse.Computed())];

    const token = request.getContinuationToken();
    const page = readToken(token);
    const rest = (await find(values, token !== "", signal)).filter((room) => room.roomId > page.after);
    const left = request.getLimit() > 0 ? Math.max(0, request.getLimit() - page.sent) : rest.length;
    const size = Math.min(left, request.getPageSize() > 0 ? request.getPageSize() : rest.length);
    const rooms = rest.slice(0, size);

    const answers = rooms.map(({ roomId, name }) =>
      new ListResponse().setResult(new ListResponse.Result().setId(roomId).setName(name ?? "")),
    );
    if (size >= Math.min(left, rest.length)) {
      cached = undefined;
      return answers;
    }
    const next = writeToken({ sent: page.sent + rooms.length, after: rooms.at(-1)!.roomId });
    const continuation = new ListResponse.Continuation().setContinuationToken(next);
    return [...answers, new ListResponse().setContinuation(continuation)];
  };
}

/** The start of a page: the last room sent, and the number sent so far, because a limit applies to all pages. */
interface Page {
  sent: number;
  after: string;
}

const writeToken = ({ sent, after }: Page) => `${sent}.${after}`;

function readToken(token: string): Page {
  if (token === "") return { sent: 0, after: "" };
  const [, sent, after] = /^(\d+)\.([0-9a-f]{24})$/i.exec(token) ?? [];
  if (!after)
    throw new BadRequest("the continuation token is not from this provider; list from the beginning");
  return { sent: Number(sent), after };
}
