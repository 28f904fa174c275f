import { type Account, linksOf } from "../config";
import { hasUnknown, UNKNOWN } from "../unknown";
import type { RoomInputs, RoomState } from "./schema";

/**
 * A room as far as it is known before it is made or changed. What only the API can say is `UNKNOWN`.
 *
 * @param account the room's account; `undefined` while its name or the origin of its links is not known yet
 * @param now the room as it is, where it exists
 */
export function planRoom(wanted: RoomInputs, account: Account | undefined, now?: RoomState): RoomState {
  const roomId = now?.roomId ?? wanted.adoptRoomId?.toLowerCase() ?? UNKNOWN;
  const links =
    account && roomId !== UNKNOWN
      ? linksOf(account, roomId)
      : { participantUrl: UNKNOWN, moderatorUrl: UNKNOWN };
  const kept = now?.importedMarker === undefined ? {} : { importedMarker: now.importedMarker };
  return {
    ...wanted,
    roomId,
    ...links,
    created: now?.created ?? UNKNOWN,
    ...planDialIn(wanted, now),
    ...kept,
  };
}

/** Meeting id and PIN: the API gives them with the first answer after SIP is on. */
function planDialIn(wanted: RoomInputs, now?: RoomState): Pick<RoomState, "sipMeetingId" | "sipPin"> {
  if (!hasUnknown(wanted.sip) && !wanted.sip?.enabled) return {};
  return { sipMeetingId: now?.sipMeetingId ?? UNKNOWN, sipPin: now?.sipPin ?? UNKNOWN };
}
