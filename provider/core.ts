import { Backoff } from "./api/backoff";
import type { RoomsApi } from "./api/client";
import { type Clock, systemClock } from "./api/clock";
import { Deadline, LOOK_UP_MS, Stopwatch } from "./api/deadline";
import { createFetch, type Fetch } from "./api/transport";
import { type Account, findAccount, findApiAccess } from "./config/account";
import { type ConfigReader, withEnvironment } from "./config/keys";
import { readLimits } from "./config/limits";
import { createConnections } from "./connections";
import { begin, type Operation, startDeadlines } from "./operation";
import type { Secrets } from "./program-secrets";
import { checkRoom } from "./room/check";
import type { RoomContext } from "./room/context";
import { type Change, diffRoom } from "./room/diff";
import { createRoom, deleteRoom, importRoom, readRoom, updateRoom } from "./room/lifecycle";
import { newNonce } from "./room/marker";
import type { RoomInfo, RoomInputs, RoomState } from "./room/properties";
import type { Failure } from "./room/schema-failures";
import { planRoom } from "./room/state";
import type { ObservedRoom } from "./room/wire";
import { type AccountChoice, accountOfRoom, configurationFailures, requireComplete } from "./room-account";
import { getRoom, getRooms, getRoomUsers, moderatorUrl, type RoomUser } from "./room-info";
import { hasUnknown } from "./unknown";

/** The core's dependencies. All except the configuration and `warn` have defaults. */
export interface CoreOptions {
  /** The stack's configuration; environment variables complete it. */
  config: ConfigReader;
  /** Shows the user one line. */
  warn: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  fetch?: Fetch;
  clock?: Clock;
  /** Returns a number between 0 and 1. */
  random?: () => number;
  /** Names one attempt to create a room. */
  newNonce?: () => string;
}

/** The operations on rooms, on plain objects. They behave the same behind every front end. */
export interface Core {
  /** @param secrets which `given` values are secret, if the front end knows it: no message quotes them */
  check(
    before: Record<string, unknown>,
    inputs: Record<string, unknown>,
    secrets?: true | Secrets,
  ): { inputs: RoomInputs; failures: Failure[] };
  diff(roomId: string, state: RoomState, wanted: RoomInputs): Change[];
  /** Predicts the result of a create, or of an update of the room as it is `now`, for a preview. */
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
  /** These three check their arguments, which arrive unchecked, and throw `BadArguments`. */
  getRoom(args: Record<string, unknown>, operation?: Operation): Promise<RoomInfo>;
  getRooms(args: Record<string, unknown>, operation?: Operation): Promise<RoomInfo[]>;
  getRoomUsers(args: Record<string, unknown>, operation?: Operation): Promise<RoomUser[]>;
  /** Sends no request, and needs only the App ID and the origin of the links. Also throws `BadArguments`. */
  moderatorUrl(args: Record<string, unknown>): string;
  /** Starts an operation on several rooms: its `customTimeouts` count from now on. */
  begin(operation: Operation): Operation;
  /** Why to start no more rooms in a room's account, as the end of a sentence; `undefined` to go on. */
  outage(room: { account?: string; meetingUrl?: string }): string | undefined;
  /** The API of an account, for functions that read. Each request has its own deadline. */
  api(account?: string, operation?: Operation): RoomsApi<ObservedRoom>;
  /**
   * Ends the run. If the API slowed it down, one line says how much. Without this call, that line appears
   * once the core has been idle for a moment after an operation.
   */
  finish(): void;
}

/** After this time without an operation, a run counts as over, in milliseconds. */
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

  const accountOf = (room: AccountChoice): Account => accountOfRoom(read, room);

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

  const operate = <T>(
    { id, choice, lookUpMs = 0 }: OperatedRoom,
    operation: Operation,
    work: (context: RoomContext) => Promise<T>,
  ): Promise<T> =>
    run(async () => {
      const account = accountOf(choice);
      const connection = connections.to(account);
      const { deadline, lookUp } = startDeadlines(operation, clock, lookUpMs);
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
          busyTimeout: Math.max(readLimits(read).limits.busyTimeout, operation.timeoutSeconds ?? 0),
          newNonce: options.newNonce ?? newNonce,
          secrets: operation.secrets ?? {},
          warn,
        });
        if (deadline.apiStatus) connection.breaker.recordSuccess();
        return result;
      } catch (error) {
        if (deadline.apiStatus === "up") connection.breaker.recordSuccess();
        else if (deadline.apiStatus === "down" && !operation.signal?.aborted) {
          connection.breaker.recordFailure(id);
        }
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
        // Delay the response: the engine drops log lines that arrive after the last response.
        await clock.sleep(IDLE_MS);
        if (running === 0) connections.reportSlowdown();
      }
    }
  };

  return {
    check(before, given, secrets) {
      const { inputs, failures } = checkRoom(before, given, secrets);
      return { inputs, failures: [...failures, ...configurationFailures(read, inputs)] };
    },
    diff(roomId, state, wanted) {
      // Rooms read with `Room.get` have no desired state, so there is nothing to diff.
      if (state.declaredAs === undefined) return [];
      return diffRoom(roomId, state, wanted, hasUnknown(wanted.account) ? undefined : accountOf(wanted));
    },
    plan(wanted, now) {
      return planRoom(wanted, hasUnknown(wanted.account) ? undefined : accountOf(wanted), now);
    },
    create: (inputs, operation = {}) => {
      const room = { id: inputs.declaredAs!, choice: inputs, lookUpMs: LOOK_UP_MS };
      return operate(
        room,
        operation,
        andInvalidate((context) => createRoom(inputs, context)),
      );
    },
    read: (id, state, operation = {}) =>
      operate({ id, choice: state }, operation, (context) => readRoom(id, state, context)),
    import: (id, declaredAs, operation = {}) =>
      operate({ id, choice: {} }, operation, (context) => importRoom(id, declaredAs, context)),
    update: (id, state, wanted, operation = {}) => {
      const work = andInvalidate((context) => updateRoom(id, state, wanted, context));
      return operate({ id, choice: wanted }, operation, work);
    },
    delete: (id, state, operation = {}) => {
      const work = andInvalidate((context) => deleteRoom(id, state, context));
      return operate({ id, choice: state }, operation, work);
    },
    getRoom: (args, operation) => run(() => getRoom(args, accounts(operation))),
    getRooms: (args, operation) => run(() => getRooms(args, accounts(operation))),
    getRoomUsers: (args, operation) => run(() => getRoomUsers(args, accounts(operation))),
    moderatorUrl: (args) => moderatorUrl(args, read),
    begin: (operation) => begin(operation, clock),
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

/** The room of one operation. */
interface OperatedRoom {
  /** Identifies the room among those that the API failed for. */
  id: string;
  choice: AccountChoice;
  /** How much of the time to reserve for the outcome of a request without a response. @default 0 */
  lookUpMs?: number;
}

/** Work that changes a room: invalidates the cached list afterwards. */
const andInvalidate =
  <T>(work: (context: RoomContext) => Promise<T>) =>
  (context: RoomContext): Promise<T> =>
    work(context).finally(() => context.rooms.invalidate());
