import { type ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Core } from "../core";
import { findRooms, type RoomQuery } from "../room/find";
import { hasUnknown } from "../unknown";
import { BadRequest } from "./status";
import { fromStruct } from "./values";

/**
 * The ids and names of all rooms that a query finds, a page at a time. The API lists all rooms at once, so a page goes
 * on after the last room of the one before, whatever was made or deleted between them.
 */
export async function listRooms(
  core: Core,
  request: ListRequest,
  signal: AbortSignal,
): Promise<ListResponse[]> {
  const { values, refused } = fromStruct(request.getQuery());
  BadRequest.throwIfAny(refused);
  if (hasUnknown(values)) return [new ListResponse().setComputed(new ListResponse.Computed())];

  const page = readToken(request.getContinuationToken());
  const rest = (await findRooms(core, values as RoomQuery, signal)).filter(
    (room) => room.roomId > page.after,
  );
  const left = request.getLimit() > 0 ? Math.max(0, request.getLimit() - page.sent) : rest.length;
  const size = Math.min(left, request.getPageSize() > 0 ? request.getPageSize() : rest.length);
  const rooms = rest.slice(0, size);

  const answers = rooms.map(({ roomId, name }) =>
    new ListResponse().setResult(new ListResponse.Result().setId(roomId).setName(name ?? "")),
  );
  const isLast = size >= Math.min(left, rest.length);
  if (isLast) return answers;
  const token = writeToken({ sent: page.sent + rooms.length, after: rooms.at(-1)!.roomId });
  return [
    ...answers,
    new ListResponse().setContinuation(new ListResponse.Continuation().setContinuationToken(token)),
  ];
}

/** Where a page begins: how many rooms were sent before it, because a limit counts for all pages, and the last of them. */
interface Page {
  sent: number;
  after: string;
}

const writeToken = ({ sent, after }: Page) => `${sent}.${after}`;

function readToken(token: string): Page {
  if (token === "") return { sent: 0, after: "" };
  const [, sent, after] = /^(\d+)\.([0-9a-f]{24})$/i.exec(token) ?? [];
  if (!after)
    throw new BadRequest("the continuation token is none of this provider's; list from the beginning");
  return { sent: Number(sent), after };
}
