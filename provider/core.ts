import { type RoomsApi, roomsApi } from "./api/client";
import { type Clock, systemClock } from "./api/clock";
import { Limiter } from "./api/limiter";
import type { Connection } from "./api/send";
import { describeSlowdown } from "./api/slowdown";
import { createFetch, type Fetch } from "./api/transport";
import { type Account, type ConfigReader, findAccount, readLimits, withEnvironment } from "./config";
import { checkRoom } from "./room/check";
import { type Change, diffRoom } from "./room/diff";
import { createRoom, deleteRoom, importRoom, type RoomContext, readRoom, updateRoom } from "./room/lifecycle";
import { newNonce } from "./room/marker";
import { planRoom } from "./room/plan";
import { createRoomList, type RoomList } from "./room/room-list";
import type { RoomInputs, RoomState } from "./room/schema";
import type { Failure } from "./room/schema-failures";
import { getRoom, getRooms, getRoomUsers, type RoomInfo, type RoomUser } from "./room-info";
import type { Secrets } from "./secrets";
import { hasUnknown, UNKNOWN } from "./unknown";

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
  /** @param secrets what the program made secret among `given`, as far as the front end is told: no message quotes it */
  check(
    before: Record<string, unknown>,
    given: Record<string, unknown>,
    secrets?: true | Secrets,
  ): { inputs: RoomInputs; failures: Failure[] };
  diff(roomId: string, state: RoomState, wanted: RoomInputs): Change[];
  /** What create, or update of the room as it is now, will give, as far as it is known before: for a preview. */
  plan(wanted: RoomInputs, now?: RoomState): RoomState;
  create(inputs: RoomInputs, operation?: Operation): Promise<RoomState>;
  read(
    roomId: string,
    state: Partial<RoomState>,
    operation?: Operation,
  ): Promise<{ state: RoomState; inputs: RoomInputs } | undefined>;
  import(
    roomId: string,
    declaredAs: string,
    operation?: Operation,
  ): Promise<{ state: RoomState; inputs: RoomInputs }>;
  update(roomId: string, state: RoomState, wanted: RoomInputs, operation?: Operation): Promise<RoomState>;
  delete(roomId: string, state: Partial<RoomState>, operation?: Operation): Promise<void>;
  /** These check their arguments, which come from a program or the engine as they are, and throw `BadArguments`. */
  getRoom(args: Record<string, unknown>, operation?: Operation): Promise<RoomInfo>;
  getRooms(args: Record<string, unknown>, operation?: Operation): Promise<RoomInfo[]>;
  getRoomUsers(args: Record<string, unknown>, operation?: Operation): Promise<RoomUser[]>;
  /** The API of an account. */
  api(account?: string, operation?: Operation): { api: RoomsApi; account: Account };
  /**
   * The run is over. Where the API slowed it down, one line says how much; without this call the line comes with the
   * end of the last operation, after which nothing is asked of the core for a moment.
   */
  finish(): void;
}

/** For how long nothing more is asked when a run counts as over, in milliseconds. */
const IDLE_MS = 100;

export function createCore(options: CoreOptions): Core {
  const { warn, env = process.env, clock = systemClock, random = Math.random } = options;
  const fetch = options.fetch ?? createFetch();
  const read = withEnvironment(options.config, env);
  const connections = new Map<string, Connection>();
  const lists = new Map<Connection, RoomList>();
  const slowdown = { rateLimits: 0, failures: 0 };
  let running = 0;

  const accountOf = (inputs: Choice): Account => {
    const { account, problems } = findAccount(read, text(inputs.account), linksOrigin(inputs));
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return account as Account;
  };

  /** One connection, and so one limiter, for all rooms of an account in this process. */
  const connectionTo = ({ apiUrl, appId, appKey }: Account): Connection => {
    const key = JSON.stringify([apiUrl, appId, appKey]);
    const connection = connections.get(key) ?? {
      apiUrl,
      credentials: { appId, appKey },
      fetch,
      limiter: new Limiter(readLimits(read).limits, clock),
      clock,
      random,
      debug: env.ENABLEX_LOG === "debug" ? (line: string) => console.error(`enablex: ${line}`) : undefined,
      slowdown,
    };
    connections.set(key, connection);
    return connection;
  };

  /** A list serves several operations, so that it is not given up with one of them. */
  const listOf = (connection: Connection): RoomList => {
    const list = lists.get(connection) ?? createRoomList(() => roomsApi(connection).list(), clock.now);
    lists.set(connection, list);
    return list;
  };

  const contextFor = (inputs: Choice, { busyTimeout, signal }: Operation = {}): RoomContext => {
    const account = accountOf(inputs);
    const connection = connectionTo(account);
    return {
      account,
      api: roomsApi(connection, signal),
      rooms: listOf(connection),
      clock,
      random,
      busyTimeout: busyTimeout ?? readLimits(read).limits.busyTimeout,
      newNonce: options.newNonce ?? newNonce,
      warn,
      signal,
    };
  };

  const apiFor = (operation?: Operation) => (name?: string) => {
    const { account, api } = contextFor({ account: name }, operation);
    return { account, api };
  };

  const finish = () => {
    let pausedMs = 0;
    for (const { limiter } of connections.values()) {
      pausedMs += limiter.pausedMs;
      limiter.pausedMs = 0;
    }
    const line = describeSlowdown(slowdown, pausedMs);
    Object.assign(slowdown, { rateLimits: 0, failures: 0 });
    if (line) warn(line);
  };

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    running++;
    try {
      return await work();
    } finally {
      running--;
      if (running === 0 && slowdown.rateLimits + slowdown.failures > 0) {
        // The answer waits, because the engine takes no line any more once it has the last one.
        await clock.sleep(IDLE_MS);
        if (running === 0) finish();
      }
    }
  };

  const change = <T>(
    inputs: Choice,
    operation: Operation | undefined,
    work: (context: RoomContext) => Promise<T>,
  ): Promise<T> =>
    run(async () => {
      const context = contextFor(inputs, operation);
      try {
        return await work(context);
      } finally {
        context.rooms.forget();
      }
    });

  return {
    check(before, given, secrets) {
      const { inputs, failures } = checkRoom(before, given, secrets);
      const problems = [...accountProblems(read, inputs), ...readLimits(read).problems];
      return { inputs, failures: [...failures, ...problems.map(problemFailure)] };
    },
    diff(roomId, state, wanted) {
      // A room that is only looked at is as it is.
      if (state.declaredAs === undefined) return [];
      return diffRoom(roomId, state, wanted, hasUnknown(wanted.account) ? undefined : accountOf(wanted));
    },
    plan(wanted, now) {
      const isKnown = !hasUnknown(wanted.account) && !hasUnknown(wanted.meetingUrl);
      return planRoom(wanted, isKnown ? accountOf(wanted) : undefined, now);
    },
    create: (inputs, operation) => change(inputs, operation, (context) => createRoom(inputs, context)),
    read: (roomId, state, operation) =>
      run(async () => readRoom(roomId, state, contextFor(state, operation))),
    import: (roomId, declaredAs, operation) =>
      run(async () => importRoom(roomId, declaredAs, contextFor({}, operation))),
    update: (roomId, state, wanted, operation) =>
      change(wanted, operation, (context) => updateRoom(roomId, state, wanted, context)),
    delete: (roomId, state, operation) =>
      change(state, operation, (context) => deleteRoom(roomId, state, context)),
    getRoom: (args, operation) => run(() => getRoom(args, apiFor(operation))),
    getRooms: (args, operation) => run(() => getRooms(args, apiFor(operation))),
    getRoomUsers: (args, operation) => run(() => getRoomUsers(args, apiFor(operation))),
    api: (name, operation) => apiFor(operation)(name),
    finish,
  };
}

/** A problem is one of the configuration, which has no path, or of a room that names an account which there is not. */
const problemFailure = (reason: string): Failure => ({
  property: reason.startsWith("account: ") ? '["account"]' : "",
  reason,
});

/** What decides on a room's account and links. */
type Choice = { account?: unknown; meetingUrl?: unknown };

/** What is wrong with the configuration of a room's account, where it is known which one that is. */
const accountProblems = (read: ConfigReader, inputs: Choice): string[] =>
  hasUnknown(inputs.account) ? [] : findAccount(read, text(inputs.account), linksOrigin(inputs)).problems;

/** An origin that is not known yet must not let the configuration's take its place. */
const linksOrigin = ({ meetingUrl }: Choice) =>
  meetingUrl === UNKNOWN ? "https://unknown.invalid" : text(meetingUrl);

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
