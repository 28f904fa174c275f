import { type Connection, type RoomsApi, roomsApi } from "./api/client";
import { type Clock, Limiter, systemClock } from "./api/limiter";
import { createFetch, type Fetch } from "./api/transport";
import { type Account, type ConfigReader, findAccount, readLimits, withEnvironment } from "./config";
import { checkRoom, type Failure } from "./room/check";
import { type Change, diffRoom } from "./room/diff";
import { createRoom, deleteRoom, type RoomContext, readRoom, updateRoom } from "./room/lifecycle";
import { newNonce } from "./room/marker";
import type { RoomInputs, RoomState } from "./room/schema";
import { hasUnknown } from "./unknown";

/** What the core is given by its surroundings. All but the configuration has the real thing as its default. */
export interface CoreOptions {
  /** The stack's configuration; the environment is asked for what it lacks. */
  config: ConfigReader;
  /** Shows the user one line. */
  warn: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  fetch?: Fetch;
  clock?: Clock;
  /** Between 0 and 1: spreads retries. */
  random?: () => number;
  /** Names one attempt at making a room. */
  newNonce?: () => string;
}

/** How long an operation may take, and how it is told to stop. */
export interface Operation {
  /** Seconds to wait for people to leave a room, before the configuration's. */
  busyTimeout?: number;
  signal?: AbortSignal;
}

/** What a front end does with rooms, on plain objects. Whatever a room does, it does the same behind every front end. */
export interface Core {
  check(
    before: Record<string, unknown>,
    given: Record<string, unknown>,
  ): { inputs: RoomInputs; failures: Failure[] };
  diff(roomId: string, state: RoomState, wanted: RoomInputs): Change[];
  create(inputs: RoomInputs, operation?: Operation): Promise<RoomState>;
  read(
    roomId: string,
    state: Partial<RoomState>,
    operation?: Operation,
  ): Promise<{ state: RoomState; inputs: RoomInputs } | undefined>;
  update(roomId: string, state: RoomState, wanted: RoomInputs, operation?: Operation): Promise<RoomState>;
  delete(roomId: string, state: Partial<RoomState>, operation?: Operation): Promise<void>;
  /** The API of an account, for functions that read. */
  api(account?: string): { api: RoomsApi; account: Account };
}

export function createCore(options: CoreOptions): Core {
  const env = options.env ?? process.env;
  const clock = options.clock ?? systemClock;
  const fetch = options.fetch ?? createFetch();
  const read = withEnvironment(options.config, env);
  const connections = new Map<string, Connection>();

  const accountOf = (inputs: { account?: unknown; meetingUrl?: unknown }): Account => {
    const { account, problems } = findAccount(read, text(inputs.account), text(inputs.meetingUrl));
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return account as Account;
  };

  /** One connection, and so one limiter, for all rooms of an account in this process. */
  const connectionTo = (account: Account): Connection => {
    const { apiUrl, appId, appKey } = account;
    const key = JSON.stringify([apiUrl, appId, appKey]);
    let connection = connections.get(key);
    if (!connection) {
      const { limits } = readLimits(read);
      const debug =
        env.ENABLEX_LOG === "debug" ? (line: string) => console.error(`enablex: ${line}`) : undefined;
      const random = options.random ?? Math.random;
      connection = {
        apiUrl,
        credentials: { appId, appKey },
        fetch,
        limiter: new Limiter(limits, clock),
        clock,
        random,
        debug,
      };
      connections.set(key, connection);
    }
    return connection;
  };

  const contextFor = (
    inputs: { account?: unknown; meetingUrl?: unknown },
    operation: Operation = {},
  ): RoomContext => {
    const account = accountOf(inputs);
    return {
      account,
      api: roomsApi(connectionTo(account), operation.signal),
      clock,
      random: options.random ?? Math.random,
      busyTimeout: operation.busyTimeout ?? readLimits(read).limits.busyTimeout,
      newNonce: options.newNonce ?? newNonce,
      warn: options.warn,
      signal: operation.signal,
    };
  };

  return {
    check(before, given) {
      const { inputs, failures } = checkRoom(before, given);
      const unknownAccount = hasUnknown(inputs.account) || hasUnknown(inputs.meetingUrl);
      const problems = unknownAccount
        ? []
        : findAccount(read, text(inputs.account), text(inputs.meetingUrl)).problems;
      const configuration = [...problems, ...readLimits(read).problems].map((reason) => ({
        property: "",
        reason,
      }));
      return { inputs, failures: [...failures, ...configuration] };
    },
    diff(roomId, state, wanted) {
      const unknownAccount = hasUnknown(wanted.account) || hasUnknown(wanted.meetingUrl);
      return diffRoom(roomId, state, wanted, unknownAccount ? undefined : accountOf(wanted));
    },
    create: (inputs, operation) => createRoom(inputs, contextFor(inputs, operation)),
    read: (roomId, state, operation) => readRoom(roomId, state, contextFor(state, operation)),
    update: (roomId, state, wanted, operation) =>
      updateRoom(roomId, state, wanted, contextFor(wanted, operation)),
    delete: (roomId, state, operation) => deleteRoom(roomId, state, contextFor(state, operation)),
    api(name) {
      const { account, api } = contextFor({ account: name });
      return { account, api };
    },
  };
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
