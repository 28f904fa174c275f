import { OBJECT_ID } from "../ids";
import { isObject, type JsonObject } from "../json";
import { ConnectionError, type RequestSummary } from "./connection-error";
import type { Deadline } from "./deadline";
import { isSuccess } from "./envelope";
import { type ApiRequest, type Connection, sendIdempotent, sendOnce } from "./send";

/** A room in a response: a JSON object with an id, and anything else that the server sends. */
export type ApiRoom = JsonObject & { room_id: string };

/** The readable rooms of a list. Unreadable entries do not hide the others. */
export type Rooms<Room> = Room[] & {
  /** Number of unreadable entries: a room that is not found may be one of them. */
  unreadable?: number;
};

/** The rooms API with decoded rooms. Methods throw only `RequestError`s. */
export interface RoomsApi<Room> {
  /**
   * Sends one create request without retries, because it is not idempotent.
   *
   * @param resource names the room in messages, because its title may be secret
   */
  create(body: JsonObject, resource?: string): Promise<Room>;
  /** @param purpose extends error messages, such as ` before deleting it` */
  get(roomId: string, purpose?: string): Promise<Room>;
  list(): Promise<Rooms<Room>>;
  /** @param precheck runs before each attempt, which is not sent if it fails */
  update(roomId: string, body: JsonObject, precheck?: Precheck): Promise<void>;
  /**
   * Not retried if people may be in the room (`mayBeBusy`).
   *
   * @param precheck runs before each attempt, which is not sent if it fails
   */
  delete(roomId: string, precheck?: Precheck): Promise<void>;
  /** The people in a room now. */
  users(roomId: string): Promise<JsonObject[]>;
}

export type Precheck = () => Promise<void>;

/** Runs requests within a deadline: the one of their operation, or their own. */
export type WithDeadline = <T>(work: (deadline: Deadline) => Promise<T>) => Promise<T>;

/** The rooms API over a connection. */
export function roomsApi<Room>(
  connection: Connection,
  decode: (room: ApiRoom) => Room,
  withDeadline: WithDeadline,
): RoomsApi<Room> {
  const send = (request: ApiRequest, precheck?: Precheck) =>
    withDeadline((deadline) => sendIdempotent(connection, request, deadline, precheck));
  // An imported id may have capitals. A state that was edited by hand may have no id.
  const pathOf = (roomId: string) => `/rooms/${encodeURIComponent(canonicalId(String(roomId)))}`;

  return {
    async create(body, resource) {
      const action = resource === undefined ? "Creating a room" : `Creating room ${JSON.stringify(resource)}`;
      const request = { method: "POST", action, path: "/rooms", body };
      return decode(
        expectRoom(await withDeadline((deadline) => sendOnce(connection, request, deadline)), request),
      );
    },
    async get(roomId, purpose = "") {
      const request = { method: "GET", action: `Reading room ${roomId}${purpose}`, path: pathOf(roomId) };
      const room = expectRoom(await send(request), request);
      if (room.room_id.toLowerCase() === roomId.toLowerCase()) return decode(room);
      throw new ConnectionError(request, "unexpected", `the API returned room ${room.room_id}`);
    },
    async list() {
      const request = { method: "GET", action: "Listing the rooms", path: "/rooms" };
      const { rooms } = await send(request);
      // Elsewhere, the API documents null for an empty list.
      if (rooms === null) return [];
      if (!Array.isArray(rooms)) throw noRoom(request);
      const readable: Rooms<Room> = rooms
        .map(parseRoom)
        .filter((room) => room !== undefined)
        .map(decode);
      if (readable.length < rooms.length) readable.unreadable = rooms.length - readable.length;
      return readable;
    },
    async update(roomId, body, precheck) {
      const request = { method: "PATCH", action: `Updating room ${roomId}`, path: pathOf(roomId), body };
      expectSuccess(await send(request, precheck), request);
    },
    async delete(roomId, precheck) {
      const request = { method: "DELETE", action: `Deleting room ${roomId}`, path: pathOf(roomId) };
      expectSuccess(await send(request, precheck), request);
    },
    async users(roomId) {
      const action = `Listing the people in room ${roomId}`;
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
  // The id becomes a part of paths and links.
  if (typeof room_id !== "string" || !/^[\w-]+$/.test(room_id)) return undefined;
  return { ...room, room_id: canonicalId(room_id) } as ApiRoom;
}

/**
 * Converts ids to lower case, as in the API's responses, because links are compared as text. Leaves other ids
 * unchanged.
 */
const canonicalId = (id: string): string => (OBJECT_ID.test(id) ? id.toLowerCase() : id);

const noRoom = (request: RequestSummary) => unexpected(request, "the response has no valid room");

function expectSuccess(content: JsonObject, request: RequestSummary): void {
  if (!isSuccess(content)) throw unexpected(request, "the response does not confirm success");
}

const unexpected = (request: RequestSummary, reason: string) =>
  new ConnectionError(request, "unexpected", reason, { isAmbiguous: request.method !== "GET" });
