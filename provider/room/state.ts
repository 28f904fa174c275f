import type { LinkBase } from "../config/account";
import { hasUnknown, UNKNOWN } from "../unknown";
import { linksOf } from "./links";
import { currentImportedMarker } from "./ownership";
import { inputNames, outputNames, type RoomInputs, type RoomState } from "./properties";
import type { ObservedRoom } from "./wire";

/**
 * A room as Pulumi stores it, without absent values, which the engine's wire format cannot represent.
 *
 * @param before the previous state, which may have an imported marker
 */
export function stateOf(
  inputs: RoomInputs,
  room: ObservedRoom,
  account: LinkBase,
  before: Partial<RoomState> = {},
): RoomState {
  return {
    ...inputs,
    roomId: room.roomId,
    ...linksOf(account, room.roomId),
    ...factsFrom(room, inputs),
    ...currentImportedMarker(room, before),
  };
}

/** The outputs that only the API knows. */
export function factsFrom(
  room: ObservedRoom,
  { sip }: Partial<RoomInputs>,
): Pick<RoomState, "created" | "sipMeetingId" | "sipPin"> {
  // If the program does not set `sip`, it has not made the PIN a secret.
  return { created: room.created, ...(sip && room.dialIn) };
}

/** The state after a change that needs no request. */
export function stateAfter(state: RoomState, wanted: RoomInputs, account: LinkBase): RoomState {
  const outputs = outputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]);
  return { ...wanted, ...Object.fromEntries(outputs), ...linksOf(account, state.roomId) };
}

/**
 * Predicts a room's state before a create or update. What only the API knows is `UNKNOWN`.
 *
 * @param account the room's account; `undefined` while its name is not known yet
 * @param now the current state, if the room exists
 */
export function planRoom(wanted: RoomInputs, account: LinkBase | undefined, now?: RoomState): RoomState {
  const roomId = now?.roomId ?? wanted.adoptRoomId?.toLowerCase() ?? UNKNOWN;
  const kept = now?.importedMarker === undefined ? {} : { importedMarker: now.importedMarker };
  return {
    ...wanted,
    roomId,
    ...linksOf(account ?? { appId: UNKNOWN, meetingUrl: UNKNOWN }, roomId),
    created: now?.created ?? UNKNOWN,
    ...planDialIn(wanted, now),
    ...kept,
  };
}

/** The inputs in a state. */
export function inputsOf(state: Partial<RoomState>): RoomInputs {
  return Object.fromEntries(
    inputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]),
  ) as RoomInputs;
}

/** Meeting id and PIN: the API returns them in the first response after SIP is enabled. */
function planDialIn(wanted: RoomInputs, now?: RoomState): Pick<RoomState, "sipMeetingId" | "sipPin"> {
  if (!hasUnknown(wanted.sip) && !wanted.sip?.enabled) return {};
  return { sipMeetingId: now?.sipMeetingId ?? UNKNOWN, sipPin: now?.sipPin ?? UNKNOWN };
}
