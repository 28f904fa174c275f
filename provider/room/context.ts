import type { Backoff } from "../api/backoff";
import type { RoomsApi } from "../api/client";
import type { Clock } from "../api/clock";
import type { Deadline } from "../api/deadline";
import type { RoomList } from "../api/room-list";
import type { Account } from "../config/account";
import type { Secrets } from "../program-secrets";
import type { ObservedRoom } from "./wire";

/** What an operation on a room needs in addition to its inputs. */
export interface RoomContext {
  api: RoomsApi<ObservedRoom>;
  /** The list of the account's rooms, shared with other operations. */
  rooms: RoomList<ObservedRoom>;
  account: Account;
  clock: Clock;
  /** Ends the operation. */
  deadline: Deadline;
  /** Ends the search for the room of a create without a response, a little later. */
  lookUp: Deadline;
  /** The API within the deadline of that search. */
  lookUpApi: RoomsApi<ObservedRoom>;
  /** Delays between retries of one request. */
  newBackoff: () => Backoff;
  /** How long to wait for people to leave a room, in seconds. */
  busyTimeout: number;
  /** A nonce for one attempt to create a room. */
  newNonce: () => string;
  /** The parts of the room that the program made secret: no message quotes them. */
  secrets: true | Secrets;
  /** Shows one line to the user. */
  warn: (line: string) => void;
}
