import type { LinkBase } from "../config/account";
import { hasUnknown, UNKNOWN } from "../unknown";
import { linksOf } from "./links";
import { currentImportedMarker } from "./ownership";
import { inputNames, outputNames, type RoomInputs, type RoomState } from "./properties";
import type { ObservedRoom } from "./wire";

/**
 * A room as Pulumi keeps it. No key is without a value: the engine's wire format has none for that.
 *
 * @param before the state so far, which may have imported the room with a foreign marker
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

/** What the API alone knows of a room. */
export function factsFrom(
  room: ObservedRoom,
  { sip }: Partial<RoomInputs>,
): Pick<RoomState, "created" | "sipMeetingId" | "sipPin"> {
  // A program that says nothing of SIP has not said either that its PIN is a secret.
  return { created: room.created, ...(sip && room.dialIn) };
}

/** A room after a change that the API has no part in. */
export function stateAfter(state: RoomState, wanted: RoomInputs, account: LinkBase): RoomState {
  const outputs = outputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]);
  return { ...wanted, ...Object.fromEntries(outputs), ...linksOf(account, state.roomId) };
}

/**
 * A room as far as it is known before it is made or changed. What only the API can say is `UNKNOWN`.
 *
 * @param account the room's account; `undefined` while its name is not known yet
 * @param now the room as it is, where it exists
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

/** The inputs of a state: what a program would have given for it. */
export function inputsOf(state: Partial<RoomState>): RoomInputs {
  return Object.fromEntries(
    inputNames.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]),
  ) as RoomInputs;
}

/** Meeting id and PIN: the API gives them with the first answer after SIP is on. */
function planDialIn(wanted: RoomInputs, now?: RoomState): Pick<RoomState, "sipMeetingId" | "sipPin"> {
  if (!hasUnknown(wanted.sip) && !wanted.sip?.enabled) return {};
  return { sipMeetingId: now?.sipMeetingId ?? UNKNOWN, sipPin: now?.sipPin ?? UNKNOWN };
}
