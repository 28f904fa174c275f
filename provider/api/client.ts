import { isObject, type JsonObject } from "../json";
import { ConnectionError, type RequestSummary } from "./connection-error";
import type { Deadline } from "./deadline";
import { isSuccess } from "./envelope";
import { type ApiRequest, type Connection, sendIdempotent, sendOnce } from "./send";

/** A room as the API describes it: a JSON object that has an id, and whatever else the server sends. */
export type ApiRoom = JsonObject & { room_id: string };

/** The rooms of a list that can be read. One entry that cannot be is no reason to do without the others. */
export type Rooms<Room> = Room[] & {
  /** How many entries cannot be read, so that a room that is not found may be one of them. */
  unreadable?: number;
};

/** The rooms API, whose rooms are decoded. Every method throws a `RequestError`, and no other. */
export interface RoomsApi<Room> {
  /**
   * Sends one create request, once: it is not idempotent.
   *
   * @param resource names the room in messages: its title may be a secret
   */
  create(body: JsonObject, resource?: string): Promise<Room>;
  /** @param purpose for the message of a failure, such as ` before deleting it` */
  get(roomId: string, purpose?: string): Promise<Room>;
  list(): Promise<Rooms<Room>>;
  /** @param look runs before each try, and keeps it from being sent by failing */
  update(roomId: string, body: JsonObject, look?: Precheck): Promise<void>;
  /**
   * If the failure leaves open whether people hinder it (`mayBeBusy`), it is not sent again.
   *
   * @param look runs before each try, and keeps it from being sent by failing
   */
  delete(roomId: string, look?: Precheck): Promise<void>;
  /** The people who are in a room now. */
  users(roomId: string): Promise<JsonObject[]>;
}

export type Precheck = () => Promise<void>;

/** Runs requests within a deadline: the one of their operation, or one of their own. */
export type WithDeadline = <T>(work: (deadline: Deadline) => Promise<T>) => Promise<T>;

/** The rooms API over a connection. */
export function roomsApi<Room>(
  connection: Connection,
  decode: (room: ApiRoom) => Room,
  within: WithDeadline,
): RoomsApi<Room> {
  const send = (request: ApiRequest, look?: Precheck) =>
    within((deadline) => sendIdempotent(connection, request, deadline, look));
  // The API writes ids in lower case, and may not find a room by one in capitals, as somebody typed it into an import.
  // A state that somebody edited may lack the id.
  const pathOf = (roomId: string) => `/rooms/${encodeURIComponent(String(roomId).toLowerCase())}`;

  return {
    async create(body, resource) {
      const action = resource === undefined ? "Creating a room" : `Creating room ${JSON.stringify(resource)}`;
      const request = { method: "POST", action, path: "/rooms", body };
      return decode(expectRoom(await within((deadline) => sendOnce(connection, request, deadline)), request));
    },
    async get(roomId, purpose = "") {
      const request = { method: "GET", action: `Reading room ${roomId}${purpose}`, path: pathOf(roomId) };
      const room = expectRoom(await send(request), request);
      if (room.room_id.toLowerCase() === roomId.toLowerCase()) return decode(room);
      throw new ConnectionError(request, "unexpected", `the API answered with room ${room.room_id}`);
    },
    async list() {
      const request = { method: "GET", action: "Listing the rooms", path: "/rooms" };
      const { rooms } = await send(request);
      // The API documents a null list for an empty one elsewhere.
      if (rooms === null) return [];
      if (!Array.isArray(rooms)) throw noRoom(request);
      const readable: Rooms<Room> = rooms
        .map(parseRoom)
        .filter((room) => room !== undefined)
        .map(decode);
      if (readable.length < rooms.length) readable.unreadable = rooms.length - readable.length;
      return readable;
    },
    async update(roomId, body, look) {
      const request = { method: "PATCH", action: `Updating room ${roomId}`, path: pathOf(roomId), body };
      expectSuccess(await send(request, look), request);
    },
    async delete(roomId, look) {
      const request = { method: "DELETE", action: `Deleting room ${roomId}`, path: pathOf(roomId) };
      expectSuccess(await send(request, look), request);
    },
    async users(roomId) {
      const action = `Asking who is in room ${roomId}`;
      const { users } = await send({ method: "GET", action, path: `${pathOf(roomId)}/users` });
      return Array.isArray(users) ? users : [];
    },
  };
}

function expectRoom(content: JsonObject, request: RequestSummary): ApiRoom {
  const room = parseRoom(content.room);
  if (!room) throw noRoom(request);
  return room;
}

function parseRoom(room: unknown): ApiRoom | undefined {
  if (!isObject(room)) return undefined;
  const { room_id } = room;
  // The id becomes part of paths and links.
  if (typeof room_id !== "string" || !/^[\w-]+$/.test(room_id)) return undefined;
  // The API writes ids in lower case. In links, which are compared, capitals would make another text.
  return (/^[0-9a-f]{24}$/i.test(room_id) ? { ...room, room_id: room_id.toLowerCase() } : room) as ApiRoom;
}

const noRoom = (request: RequestSummary) =>
  unexpected(request, "the API answered without a room that can be read");

function expectSuccess(content: JsonObject, request: RequestSummary): void {
  if (!isSuccess(content)) throw unexpected(request, "the API answered without saying that it is done");
}

const unexpected = (request: RequestSummary, reason: string) =>
  new ConnectionError(request, "unexpected", reason, { isAmbiguous: request.method !== "GET" });
