import type { Backoff } from "../api/backoff";
import type { RoomsApi } from "../api/client";
import type { Clock } from "../api/clock";
import type { Deadline } from "../api/deadline";
import type { RoomList } from "../api/room-list";
import type { Account } from "../config/account";
import type { Secrets } from "../secrets";
import type { ObservedRoom } from "./wire";

/** What an operation on a room needs besides its inputs. */
export interface RoomContext {
  api: RoomsApi<ObservedRoom>;
  /** The list of the account's rooms, shared with other operations. */
  rooms: RoomList<ObservedRoom>;
  account: Account;
  clock: Clock;
  /** Ends the operation. */
  deadline: Deadline;
  /** Ends the look-up of what a create did that was not answered: a little later. */
  lookUp: Deadline;
  /** The API within that deadline. */
  lookUpApi: RoomsApi<ObservedRoom>;
  /** The waits between the tries of one request. */
  newBackoff: () => Backoff;
  /** How long to wait for people to leave a room, in seconds. */
  busyTimeout: number;
  /** Names one attempt at making a room. */
  newNonce: () => string;
  /** What the program made secret of the room: no message quotes it. */
  secrets: true | Secrets;
  /** Shows the user one line. */
  warn: (line: string) => void;
}
