import { Backoff } from "./api/backoff";
import type { RoomsApi } from "./api/client";
import { type Clock, systemClock } from "./api/clock";
import { Deadline, LOOK_UP_MS, OPERATION_MS, Stopwatch, type Timeout } from "./api/deadline";
import { createFetch, type Fetch } from "./api/transport";
import { type Account, findAccount, findApiAccess } from "./config/account";
import { type ConfigReader, withEnvironment } from "./config/keys";
import { readLimits } from "./config/limits";
import { messagesOf, type Problem } from "./config/problem";
import { createConnections } from "./connections";
import { checkRoom } from "./room/check";
import type { RoomContext } from "./room/context";
import { type Change, diffRoom } from "./room/diff";
import { createRoom, deleteRoom, importRoom, readRoom, updateRoom } from "./room/lifecycle";
import { newNonce } from "./room/marker";
import type { RoomInputs, RoomState } from "./room/schema";
import type { Failure } from "./room/schema-failures";
import { planRoom } from "./room/state";
import type { ObservedRoom } from "./room/wire";
import { getRoom, getRooms, getRoomUsers, type RoomInfo, type RoomUser } from "./room-info";
import type { Secrets } from "./secrets";
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

/** How long an operation may take, beside its own 2 minutes, and how it is told to stop. */
export interface Operation {
  /** `customTimeouts`, in seconds: all waits are included. It waits as long for people, if that is longer than the configuration's. */
  timeoutSeconds?: number;
  /** The moment at which these are over, if the operation is a part of another one. @default from now on */
  timeout?: Timeout;
  /** Interrupts it. */
  signal?: AbortSignal;
  /** What the program made secret of the room, as far as the front end is told: no message quotes it. */
  secrets?: true | Secrets;
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
  /** An operation of which the ones on several rooms are parts: its `customTimeouts` count from now on. */
  begin(operation: Operation): Operation;
  /** Why it is pointless to begin with more rooms of a room's account, as the end of a sentence; else `undefined`. */
  outage(room: { account?: string; meetingUrl?: string }): string | undefined;
  /** The API of an account, for functions that read. Each request has a deadline of its own. */
  api(account?: string, operation?: Operation): RoomsApi<ObservedRoom>;
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
  const read = withEnvironment(options.config, env);
  const connections = createConnections({
    fetch: options.fetch ?? createFetch(),
    clock,
    random,
    debug: env.ENABLEX_LOG === "debug" ? (line: string) => console.error(`enablex: ${line}`) : undefined,
    warn,
    limits: () => readLimits(read).limits,
  });
  let running = 0;

  const accountOf = (inputs: AccountChoice): Account =>
    requireComplete(findAccount(read, text(inputs.account), text(inputs.meetingUrl)));

  const begin = (operation: Operation): Operation => {
    const { timeoutSeconds: seconds, timeout } = operation;
    if (!seconds || timeout) return operation;
    const reason = `the ${seconds} s of its customTimeouts were over`;
    return { ...operation, timeout: { at: clock.monotonic() + seconds * 1000, reason } };
  };

  const apiFor =
    ({ signal: interrupt }: Operation = {}) =>
    (name?: string) =>
      connections.to(requireComplete(findApiAccess(read, name))).api((send) => {
        const deadline = new Deadline(new Stopwatch(clock), clock, { interrupt });
        return send(deadline).finally(() => deadline.close());
      });

  const accounts = (operation?: Operation) => ({
    api: apiFor(operation),
    account: (name?: string) => accountOf({ account: name }),
  });

  /** Runs one operation on one room. @param room tells it from other rooms */
  const operate = <T>(
    room: string,
    inputs: AccountChoice,
    operation: Operation,
    work: (context: RoomContext) => Promise<T>,
    keptMs = 0,
  ): Promise<T> =>
    run(async () => {
      const { timeoutSeconds = 0, timeout, signal: interrupt } = begin(operation);
      const account = accountOf(inputs);
      const connection = connections.to(account);
      const stopwatch = new Stopwatch(clock);
      const deadline = new Deadline(stopwatch, clock, {
        budgetMs: OPERATION_MS - keptMs,
        timeout: timeout && shorten(timeout, Math.min(keptMs, (timeout.at - clock.monotonic()) / 2)),
        interrupt,
      });
      const lookUp = new Deadline(stopwatch, clock, { timeout, interrupt, afterInterruptMs: LOOK_UP_MS });
      try {
        const result = await work({
          account,
          api: connection.api((send) => send(deadline)),
          rooms: connection.rooms(deadline),
          clock,
          deadline,
          lookUp,
          lookUpApi: connection.api((send) => send(lookUp)),
          newBackoff: () => new Backoff(connection, deadline),
          busyTimeout: Math.max(readLimits(read).limits.busyTimeout, timeoutSeconds),
          newNonce: options.newNonce ?? newNonce,
          secrets: operation.secrets ?? {},
          warn,
        });
        if (deadline.server) connection.breaker.recordSuccess();
        return result;
      } catch (error) {
        if (deadline.server === "works") connection.breaker.recordSuccess();
        else if (deadline.server === "fails" && !interrupt?.aborted) connection.breaker.recordFailure(room);
        throw error;
      } finally {
        deadline.close();
        lookUp.close();
      }
    });

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    running++;
    try {
      return await work();
    } finally {
      running--;
      if (running === 0 && connections.isSlow) {
        // The answer waits, because the engine takes no line any more once it has the last one.
        await clock.sleep(IDLE_MS);
        if (running === 0) connections.reportSlowdown();
      }
    }
  };

  const change = <T>(
    room: string,
    inputs: AccountChoice,
    operation: Operation = {},
    work: (context: RoomContext) => Promise<T>,
    keptMs = 0,
  ): Promise<T> =>
    operate(
      room,
      inputs,
      operation,
      (context) => work(context).finally(() => context.rooms.invalidate()),
      keptMs,
    );

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
      return planRoom(wanted, hasUnknown(wanted.account) ? undefined : accountOf(wanted), now);
    },
    create: (inputs, operation) =>
      change(inputs.declaredAs!, inputs, operation, (context) => createRoom(inputs, context), LOOK_UP_MS),
    read: (roomId, state, operation = {}) =>
      operate(roomId, state, operation, (context) => readRoom(roomId, state, context)),
    import: (roomId, declaredAs, operation = {}) =>
      operate(roomId, {}, operation, (context) => importRoom(roomId, declaredAs, context)),
    update: (roomId, state, wanted, operation) =>
      change(roomId, wanted, operation, (context) => updateRoom(roomId, state, wanted, context)),
    delete: (roomId, state, operation) =>
      change(roomId, state, operation, (context) => deleteRoom(roomId, state, context)),
    getRoom: (args, operation) => run(() => getRoom(args, accounts(operation))),
    getRooms: (args, operation) => run(() => getRooms(args, accounts(operation))),
    getRoomUsers: (args, operation) => run(() => getRoomUsers(args, accounts(operation))),
    begin,
    outage(room) {
      const { account, problems } = findAccount(read, room.account, room.meetingUrl);
      return problems.length > 0 ? undefined : connections.to(account as Account).outage();
    },
    api: (name, operation) => apiFor(operation)(name),
    finish() {
      connections.reportSlowdown();
      connections.endRun();
    },
  };
}

/** @throws Error with all that is wrong with an account */
function requireComplete<T>({ account, problems }: { account: Partial<T>; problems: Problem[] }): T {
  if (problems.length > 0) throw new Error(messagesOf(problems));
  return account as T;
}

/** A problem is one of the configuration, which has no path, or of a room that names an account which there is not. */
const problemFailure = ({ kind, message }: Problem): Failure => ({
  property: kind === "unknownAccount" ? '["account"]' : "",
  reason: message,
});

/** The same timeout without its last part. */
const shorten = ({ at, reason }: Timeout, ms: number): Timeout =>
  ms > 0 ? { at: at - ms, reason: `${reason} but for ${Math.round(ms / 1000)} s` } : { at, reason };

/** What decides on a room's account and links. */
type AccountChoice = { account?: unknown; meetingUrl?: unknown };

/** What is wrong with the configuration of a room's account, where it is known which one that is. */
const accountProblems = (read: ConfigReader, inputs: AccountChoice): Problem[] =>
  hasUnknown(inputs.account) ? [] : findAccount(read, text(inputs.account), text(inputs.meetingUrl)).problems;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
