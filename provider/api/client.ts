import { openEnvelope } from "./envelope";
import { type Asked, isRequestError, NoAnswerError, type RequestError } from "./errors";
import type { Clock, Limiter } from "./limiter";
import { mask, type Secrets } from "./mask";
import { afterFailure } from "./retry";
import type { Fetch, FetchAnswer } from "./transport";

/** A room as the API describes it: a JSON object that has an id, and whatever else the server sends. */
export type ApiRoom = Record<string, unknown> & { room_id: string };

/** What all requests to one account share. */
export interface Connection {
  apiUrl: string;
  credentials: Secrets;
  fetch: Fetch;
  limiter: Limiter;
  clock: Clock;
  /** Between 0 and 1: spreads retries. */
  random: () => number;
  /** Takes a line for each request, with values masked. @default none */
  debug?: (line: string) => void;
  /** @default 30000 */
  timeoutMs?: number;
}

/** The rooms API. Every method throws a {@link RequestError}. */
export interface RoomsApi {
  /** Sends one create request, once: it is not idempotent. */
  create(body: Record<string, unknown>): Promise<ApiRoom>;
  get(roomId: string): Promise<ApiRoom>;
  list(): Promise<ApiRoom[]>;
  update(roomId: string, body: Record<string, unknown>): Promise<void>;
  delete(roomId: string): Promise<void>;
  /** The people who are in a room now. */
  users(roomId: string): Promise<Record<string, unknown>[]>;
}

/** The rooms API over a connection; with a signal, no request starts once it has aborted. */
export function roomsApi(connection: Connection, signal?: AbortSignal): RoomsApi {
  const path = (roomId: string) => `/rooms/${encodeURIComponent(roomId)}`;
  const send = (method: string, action: string, path: string, body?: Record<string, unknown>) =>
    sendOnce(connection, { method, action }, path, body, signal);
  const sendSafely = (method: string, action: string, path: string, body?: Record<string, unknown>) =>
    repeat(connection, () => send(method, action, path, body), signal);

  return {
    async create(body) {
      const asked = { method: "POST", action: "Creating a room" };
      return roomOf(await send(asked.method, asked.action, "/rooms", body), asked);
    },
    async get(roomId) {
      const asked = { method: "GET", action: `Reading room ${roomId}` };
      const room = roomOf(await sendSafely(asked.method, asked.action, path(roomId)), asked);
      if (room.room_id.toLowerCase() === roomId.toLowerCase()) return room;
      throw new NoAnswerError(asked, `the API answered with room ${room.room_id}`, false, {
        retryable: false,
      });
    },
    async list() {
      const asked = { method: "GET", action: "Listing the rooms" };
      const { rooms } = await sendSafely(asked.method, asked.action, "/rooms");
      // The API documents a null list for an empty one elsewhere.
      if (rooms === null) return [];
      if (!Array.isArray(rooms)) throw notARoom(asked);
      return rooms.map((room) => roomOf({ room }, asked));
    },
    async update(roomId, body) {
      await sendSafely("PATCH", `Updating room ${roomId}`, path(roomId), body);
    },
    async delete(roomId) {
      await sendSafely("DELETE", `Deleting room ${roomId}`, path(roomId));
    },
    async users(roomId) {
      const { users } = await sendSafely("GET", `Asking who is in room ${roomId}`, `${path(roomId)}/users`);
      return Array.isArray(users) ? users : [];
    },
  };
}

/** Sends a request that may be sent twice until it is answered, or the failures are too many. */
async function repeat<T>(connection: Connection, send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const started = connection.clock.now();
  for (let failures = 1; ; failures++) {
    try {
      return await send();
    } catch (error) {
      if (!isRequestError(error)) throw error;
      const wait = afterFailure(error, failures, connection.clock.now() - started, connection.random);
      if (wait === undefined) throw error;
      await connection.clock.sleep(wait, signal);
    }
  }
}

async function sendOnce(
  connection: Connection,
  asked: Asked,
  path: string,
  body: Record<string, unknown> | undefined,
  signal: AbortSignal | undefined,
): Promise<Record<string, unknown>> {
  return connection.limiter.run(async () => {
    const started = connection.clock.now();
    const log = (outcome: string) =>
      connection.debug?.(
        `${asked.method} ${path}${body ? ` ${JSON.stringify(shapeOf(body))}` : ""} → ${outcome} in ${connection.clock.now() - started} ms`,
      );
    try {
      const { status, headers, text } = await fetchText(connection, asked, path, body);
      const header = (name: string) => headers.get(name);
      log(
        `HTTP ${status}, request ${mask(header("x-request-id") ?? "without an id", connection.credentials)}`,
      );
      return openEnvelope(
        { status, body: text, header },
        asked,
        (line) => mask(line, connection.credentials),
        () => connection.clock.now(),
      );
    } catch (error) {
      if (error instanceof NoAnswerError) log(error.reason);
      if (isRequestError(error) && error.isRateLimited) {
        connection.limiter.pause(1000 * (error.retryAfter ?? 1));
      }
      throw error;
    }
  }, signal);
}

async function fetchText(
  connection: Connection,
  asked: Asked,
  path: string,
  body: Record<string, unknown> | undefined,
): Promise<{ status: number; headers: FetchAnswer["headers"]; text: string }> {
  const { appId, appKey } = connection.credentials;
  const headers: Record<string, string> = {
    Accept: "application/json",
    Authorization: `Basic ${Buffer.from(`${appId}:${appKey}`).toString("base64")}`,
  };
  if (body) headers["Content-Type"] = "application/json";
  try {
    const answer = await connection.fetch(connection.apiUrl + path, {
      method: asked.method,
      headers,
      body: body && JSON.stringify(body),
      // A redirect would carry the credentials elsewhere, or turn a POST into a GET.
      redirect: "manual",
      signal: AbortSignal.timeout(connection.timeoutMs ?? 30_000),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    throw noAnswer(connection, asked, error as Error);
  }
}

function noAnswer(connection: Connection, asked: Asked, error: Error): RequestError {
  const { host } = new URL(connection.apiUrl);
  if (error.name === "TimeoutError" || error.name === "AbortError") {
    const seconds = (connection.timeoutMs ?? 30_000) / 1000;
    return new NoAnswerError(asked, `${host} did not answer within ${seconds} s`, true, { cause: error });
  }
  const system = (error as NodeJS.ErrnoException).code ?? "";
  const said = mask(error.message, connection.credentials);
  const reason = connectionFailures[system] ?? `the connection to ${host} broke: ${said}`;
  return new NoAnswerError(asked, reason.replace("<host>", host), !(system in connectionFailures), {
    cause: error,
  });
}

/** Failures that come before anything is sent. */
const connectionFailures: Record<string, string> = {
  ECONNREFUSED: "<host> refuses connections",
  ENOTFOUND: "there is no host <host>",
  EAI_AGAIN: "the name <host> cannot be looked up",
  ENETUNREACH: "the network of <host> cannot be reached",
  EHOSTUNREACH: "<host> cannot be reached",
  CERT_HAS_EXPIRED: "the certificate of <host> has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate of <host> is not signed by a known authority",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate of <host> is not signed by a known authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate of <host> is not signed by a known authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is not that of <host>",
};

function roomOf(content: Record<string, unknown>, asked: Asked): ApiRoom {
  const room = content.room;
  if (typeof room !== "object" || room === null || typeof (room as ApiRoom).room_id !== "string")
    throw notARoom(asked);
  if (!/^[\w-]+$/.test((room as ApiRoom).room_id)) throw notARoom(asked);
  return room as ApiRoom;
}

const notARoom = (asked: Asked) =>
  new NoAnswerError(asked, "the API answered without a room that can be read", asked.method === "POST", {
    retryable: false,
    advice: "Look at enablex:apiUrl: it must be the address of the rooms API",
  });

/** A body with its values taken out: for a log line. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "…";
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "data" ? "…" : shapeOf(part)]),
  );
}
