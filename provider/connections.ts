import { Breaker } from "./api/breaker";
import { type RoomsApi, roomsApi, type WithDeadline } from "./api/client";
import type { Clock } from "./api/clock";
import type { Deadline } from "./api/deadline";
import type { RequestError } from "./api/errors";
import {
  describeLastingOutage,
  describeLastingRateLimit,
  describeLongWait,
  describeOutage,
  describeSlowdown,
} from "./api/notices";
import { RateLimiter } from "./api/rate-limiter";
import { createRoomList, type RoomList } from "./api/room-list";
import type { Connection } from "./api/send";
import type { Fetch } from "./api/transport";
import type { ApiAccess } from "./config/account";
import type { Limits } from "./config/limits";
import { maskAppId } from "./ids";
import { decodeRoom, type ObservedRoom } from "./room/wire";

/** An account's connection, limits and room list, shared by all operations of this process. */
export interface AccountConnection extends Connection {
  breaker: Breaker;
  /** The list, for an operation with this deadline. */
  rooms(deadline: Deadline): RoomList<ObservedRoom>;
  /** The API, whose requests are sent within a deadline. */
  api(within: WithDeadline): RoomsApi<ObservedRoom>;
  /** Why no more rooms should be started, as the end of a sentence; `undefined` if they should. */
  outage(): string | undefined;
}

/** The connections of this process, and the warnings about them. */
export interface Connections {
  to(account: ApiAccess): AccountConnection;
  /** Whether the API has slowed the run down since the last report. */
  readonly isSlow: boolean;
  /** Warns how much the API slowed the run down, if it did. */
  reportSlowdown(): void;
  /** Ends the run, so that warnings that are shown once per run may be shown again. */
  endRun(): void;
}

interface Options {
  fetch: Fetch;
  clock: Clock;
  random: () => number;
  /** Logs a line for each request. */
  debug: ((line: string) => void) | undefined;
  /** Shows the user one line. */
  warn: (line: string) => void;
  limits: () => Limits;
}

export function createConnections({ limits, warn, ...shared }: Options): Connections {
  const connections = new Map<string, AccountConnection>();
  const slowdown = { rateLimits: 0, failures: 0 };
  const warned = new Set<string>();

  const warnOnce = (id: string, line: string) => {
    if (warned.has(id)) return;
    warned.add(id);
    warn(line);
  };

  const connect = (key: string, { apiUrl, appId, appKey }: ApiAccess): AccountConnection => {
    const where = `${new URL(apiUrl).host} (App ID ${maskAppId(appId)})`;
    const connection: Connection & { breaker: Breaker } = {
      ...shared,
      apiUrl,
      credentials: { appId, appKey },
      limiter: new RateLimiter(limits(), shared.clock),
      slowdown,
      breaker: new Breaker(() => warnOnce(`outage ${key}`, describeOutage(where))),
      onLongWait: (failure: RequestError) => warnOnce(`wait ${key}`, describeLongWait(where, failure)),
    };
    const api = (within: WithDeadline) => roomsApi(connection, decodeRoom, within);
    const list = (deadline: Deadline) => api((send) => send(deadline)).list();
    const outage = () => {
      if (connection.breaker.isLasting) return describeLastingOutage(where);
      return connection.limiter.isRateLimitLasting ? describeLastingRateLimit(where) : undefined;
    };
    return Object.assign(connection, { api, rooms: createRoomList(list, shared.clock), outage });
  };

  return {
    to(account) {
      const key = JSON.stringify([account.apiUrl, account.appId, account.appKey]);
      const connection = connections.get(key) ?? connect(key, account);
      connections.set(key, connection);
      return connection;
    },
    get isSlow() {
      return slowdown.rateLimits + slowdown.failures > 0;
    },
    reportSlowdown() {
      let pausedMs = 0;
      for (const { limiter } of connections.values()) {
        pausedMs += limiter.pausedMs;
        limiter.pausedMs = 0;
      }
      const line = describeSlowdown(slowdown, pausedMs);
      Object.assign(slowdown, { rateLimits: 0, failures: 0 });
      if (line) warn(line);
    },
    endRun: () => warned.clear(),
  };
}
