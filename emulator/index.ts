import { randomInt } from "node:crypto";
import type { Behaviour } from "./behaviour";
import { noDataFile, openDataFile } from "./data/file";
import type { FaultSource, Faults } from "./faults";
import type { Outage } from "./http/fault-injection";
import { type Listening, listen, serverUrl } from "./http/listen";
import { serve } from "./http/routes";
import { createPresence } from "./pages/presence";
import type { Room, SessionUser } from "./rooms/room";
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

/** Credentials of the emulator unless others are given. They are known to everyone and open nothing else. */
export const defaultAccount: Account = {
  appId: "5f9e8d7c6b5a493827160504",
  appKey: "EmulatorAppKeyForLocalUseOnly0000000",
};

export interface EmulatorOptions {
  /**
   * TCP port; 0 takes any free one.
   * @default 0
   */
  port?: number;
  /**
   * Host name or address to listen on. Others than loopback let other machines drive the emulator.
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * File that keeps the rooms and who is in them. It is made with the first room; a request is answered once its change is on disk.
   * @default none, rooms are kept in memory only
   */
  data?: string;
  /**
   * App ID, 24 hex digits.
   * @default "5f9e8d7c6b5a493827160504"
   */
  appId?: string;
  /**
   * App Key, 36 letters and digits.
   * @default "EmulatorAppKeyForLocalUseOnly0000000"
   */
  appKey?: string;
  /** More projects, each with rooms of its own. */
  accounts?: Account[];
  /**
   * The clock, to which `setTime` and `advance` add.
   * @default the system's
   */
  now?: () => Date;
  /**
   * Whole number that room ids and faults are drawn from. The same seed, clock and requests give the same ids and faults.
   * @default a new one each time; the control route `/_emulator/state` tells it
   */
  seed?: number;
  /** Switches for what is not known of the real API. */
  behaviour?: Partial<Behaviour>;
  /** What goes wrong on purpose. */
  faults?: Partial<Faults>;
}

/** A running emulator. `await using` closes it. */
export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Base of the rooms API, for `enablex:apiUrl`: `<url>/video/v1`. `/video/v2` and `/v1` answer too. */
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
   * The rooms of a project as GET answers them, oldest first.
   * @param appId the project; by default that of `appId`
   */
  rooms(appId?: string): Room[];
  /**
   * Someone enters a room, which makes it active.
   * @throws Error with the API's reason if there is no such room, it is full, or it is not open
   */
  join(roomId: string, visitor?: Visitor): SessionUser;
  /**
   * Someone leaves: the stay that `join` answered, or all stays of a `userRef`. Without `who` the session ends for everyone.
   * @returns how many stays ended
   * @throws Error if there is no such room
   */
  leave(roomId: string, who?: { clientId?: string; userRef?: string }): number;
  /** The emulator's time. */
  now(): Date;
  /** A Date becomes the present moment; a number becomes the offset in milliseconds from the clock that was given. Time goes on from there. */
  setTime(time: Date | number): void;
  /** Moves time on by this many milliseconds. */
  advance(milliseconds: number): void;
  setBehaviour(changes: Partial<Behaviour>): void;
  setFaults(changes: Partial<Faults>): void;
  /** No rooms, no log, the clock that was given, behaviour and faults as at the start. */
  reset(): Promise<void>;
  /** Ends open connections at once, finishes writing the data file, and gives port and file back. */
  close(): Promise<void>;
}

/**
 * Starts the rooms API on this machine.
 *
 * @throws UsageError in one line: an option that cannot be, a port that is taken, a data file that is in use, damaged or not the emulator's
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
  const outage: Outage = (milliseconds, share) => listening.pause(milliseconds, share);
  const server = serve({ service, presence, host, save: data.save, outage });
  const listening: Listening = await listen(server, port, host).catch(async (error) => {
    await data.close();
    throw error;
  });
  const sweeping = setInterval(() => saveSoon(presence.sweep()), 30_000).unref();
  const url = serverUrl(host, listening.port);

  async function close(): Promise<void> {
    clearInterval(sweeping);
    service.closing.abort();
    await listening.close();
    await data.close();
  }

  /** For calls that do not wait for the disk. */
  function saveSoon<Value>(value: Value): Value {
    data.save().catch(({ message }: Error) => {
      if (service.closing.signal.aborted) return;
      process.emitWarning(`The emulator undid a change that it could not save: ${message}`);
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
    join: (roomId, visitor) => saveSoon(join(service, roomId, visitor)),
    leave: (roomId, who) => saveSoon(leave(service, roomId, who)),
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
    throw new UsageError(`The port is a whole number from 0 to 65535, not ${port}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new UsageError(`The seed is a whole number, not ${seed}.`);
  // The values themselves stay out of the message: they may be those of a real project.
  if (accounts.some(({ appId }) => !/^[0-9a-f]{24}$/i.test(appId)))
    throw new UsageError("An App ID has 24 hex digits.");
  if (accounts.some(({ appKey }) => !/^[A-Za-z0-9]{36}$/.test(appKey))) {
    throw new UsageError("An App Key has 36 letters and digits.");
  }
  if (new Set(accounts.map(({ appId }) => appId)).size < accounts.length) {
    throw new UsageError("Two accounts have the same App ID.");
  }
}
