import { randomInt } from "node:crypto";
import type { Behaviour } from "./behaviour";
import { noDataFile, openDataFile } from "./data/file";
import type { FaultSource, Faults } from "./faults";
import type { PauseListening } from "./http/fault-injection";
import { type Listener, listen, serverUrl } from "./http/listen";
import { createPresence } from "./pages/presence";
import type { Room, SessionUser } from "./rooms/room";
import { createServer } from "./server";
import {
  type Account,
  createService,
  join,
  type LoggedRequest,
  leave,
  roomResponse,
  type Visitor,
} from "./service";
import { UsageError } from "./usage-error";

export type { Behaviour } from "./behaviour";
export type { FaultName, Faults } from "./faults";
export { isLoopback } from "./http/origin-guard";
export type { Role, Room, SessionUser } from "./rooms/room";
export type { Account, LoggedRequest, Visitor } from "./service";
export { UsageError } from "./usage-error";

/** Default credentials of the emulator. They are public and give access to nothing else. */
export const defaultAccount: Account = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "EmulatorAppKeyForLocalUseOnly0000000",
};

export interface EmulatorOptions {
  /** TCP port; 0 uses any free port. @default 0 */
  port?: number;
  /**
   * Host name or address to listen on. Any but loopback lets other machines control the emulator.
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * File that stores the rooms and who is in them. It is created with the first room. A request gets its
   * response after its change is on disk.
   * @default none: rooms are kept in memory
   */
  data?: string;
  /** App ID, 24 hex digits. @default "5f9e8d7c6b5a493827160504" */
  appId?: string;
  /** App Key, 36 letters and digits. @default "EmulatorAppKeyForLocalUseOnly0000000" */
  appKey?: string;
  /** More projects, each with its own rooms. */
  accounts?: Account[];
  /** The base clock; `setTime` and `advance` add to it. @default the system clock */
  now?: () => Date;
  /**
   * Integer from which room ids and faults are drawn. The same seed, clock and requests give the same ids and
   * faults.
   * @default random; the control route `/_emulator/state` returns it
   */
  seed?: number;
  /** Switches for behaviour of the real API that is unknown. */
  behaviour?: Partial<Behaviour>;
  /** Faults to inject. */
  faults?: Partial<Faults>;
}

/** A running emulator. `await using` closes it. */
export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string;
  /** Base of the rooms API, for `enablex:apiUrl`: `<url>/video/v1`. `/video/v2` and `/v1` work too. */
  readonly apiUrl: string;
  /** Base of meeting links, for `enablex:meetingUrl`: `url`. */
  readonly meetingUrl: string;
  readonly port: number;
  readonly appId: string;
  readonly appKey: string;
  readonly seed: number;
  readonly behaviour: Behaviour;
  readonly faults: Faults;
  /** How often each fault was injected; `requestsPerSecond` counts requests above the limit. */
  readonly injected: Readonly<FaultSource["injected"]>;
  /** The newest 10,000 requests to the rooms API, oldest first. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  /**
   * The rooms of a project as GET returns them, oldest first.
   * @param appId the project; default: the one of `appId`
   */
  rooms(appId?: string): Room[];
  /**
   * Adds a person to a room, which makes it active.
   * @throws Error with the API's message if the room does not exist, is full or is not open
   */
  join(roomId: string, visitor?: Visitor): SessionUser;
  /**
   * Removes people from a room: the client that `join` returned, or all clients of a `userRef`. Without
   * `who`, ends the session for everyone.
   * @returns how many clients were removed
   * @throws Error if the room does not exist
   */
  leave(roomId: string, who?: { clientId?: string; userRef?: string }): number;
  /** The emulator's time. */
  now(): Date;
  /**
   * Sets the current time to a Date, or the offset from the `now` option to a number of milliseconds. Time
   * continues from there.
   */
  setTime(time: Date | number): void;
  /** Advances time by this many milliseconds. */
  advance(milliseconds: number): void;
  setBehaviour(changes: Partial<Behaviour>): void;
  setFaults(changes: Partial<Faults>): void;
  /** Deletes all rooms and the log, and restores the initial clock, behaviour and faults. */
  reset(): Promise<void>;
  /** Closes open connections at once, finishes writing the data file, and releases the port and the file. */
  close(): Promise<void>;
}

/**
 * Starts the rooms API on this machine.
 *
 * @throws UsageError with a one-line message: an invalid option, a port in use, a data file that is in use,
 *   damaged or not the emulator's
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", seed = randomInt(2 ** 32) } = options;
  const { appId = defaultAccount.appId, appKey = defaultAccount.appKey } = options;
  const accounts = [{ appId, appKey }, ...(options.accounts ?? [])];
  validate(port, seed, accounts);
  const service = createService({ ...options, seed, accounts });
  const data =
    options.data === undefined ? noDataFile(service.rooms) : await openDataFile(options.data, service.rooms);

  const presence = createPresence(service, () => performance.now());
  const pauseListening: PauseListening = (milliseconds, share) => listening.pause(milliseconds, share);
  const server = createServer({ service, presence, host, save: data.save, pauseListening });
  const listening: Listener = await listen(server, port, host).catch(async (error) => {
    await data.close();
    throw error;
  });
  const sweepTimer = setInterval(() => saveInBackground(presence.sweep()), 30_000).unref();
  const url = serverUrl(host, listening.port);

  async function close(): Promise<void> {
    clearInterval(sweepTimer);
    service.closing.abort();
    await listening.close();
    await data.close();
  }

  /** Saves without making the caller wait for the disk. */
  function saveInBackground<Value>(value: Value): Value {
    data.save().catch(({ message }: Error) => {
      if (service.closing.signal.aborted) return;
      process.emitWarning(`The emulator could not save a change and reverted it: ${message}`);
    });
    return value;
  }

  return {
    url,
    apiUrl: `${url}/video/v1`,
    meetingUrl: url,
    port: listening.port,
    appId,
    appKey,
    seed,
    get behaviour() {
      return service.behaviour;
    },
    get faults() {
      return service.faultSource.faults;
    },
    injected: service.faultSource.injected,
    requests: service.requests,
    clearRequests: () => {
      service.requests.length = 0;
    },
    rooms: (project = appId) =>
      structuredClone(service.rooms.of(project).map((room) => roomResponse(service, project, room))),
    join: (roomId, visitor) => saveInBackground(join(service, roomId, visitor)),
    leave: (roomId, who) => saveInBackground(leave(service, roomId, who)),
    now: service.clock.now,
    setTime: service.clock.setTime,
    advance: service.clock.advance,
    setBehaviour: (changes) => service.changeBehaviour({ ...changes }),
    setFaults: (changes) => service.faultSource.change({ ...changes }),
    reset: () => {
      service.reset();
      return data.save();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function validate(port: number, seed: number, accounts: Account[]): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`The port must be an integer from 0 to 65535, not ${port}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new UsageError(`The seed must be an integer, not ${seed}.`);
  // Never quote the values: they may be the credentials of a real project.
  if (accounts.some(({ appId }) => !/^[0-9a-f]{24}$/i.test(appId)))
    throw new UsageError("An App ID must have 24 hex digits.");
  if (accounts.some(({ appKey }) => !/^[A-Za-z0-9]{36}$/.test(appKey))) {
    throw new UsageError("An App Key must have 36 letters and digits.");
  }
  if (new Set(accounts.map(({ appId }) => appId)).size < accounts.length) {
    throw new UsageError("Two accounts have the same App ID.");
  }
}
