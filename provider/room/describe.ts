import type { ApiRoom } from "../api/client";
import { type Account, linksOf } from "../config";
import { importedInputs } from "./drift";
import type { RoomInputs, RoomOutputs } from "./schema";
import { stateOf } from "./state";

/** A room as the functions that read the API show it: without its secrets, so that a result may be shown and logged. */
export type RoomInfo = Partial<
  Omit<RoomInputs, "liveRecording" | "declaredAs" | "account" | "adoptRoomId" | "whenEnded" | "meetingUrl">
> &
  Pick<RoomOutputs, "roomId" | "participantUrl" | "created"> & {
    /** Whether people are in the room now. */
    active: boolean;
  };

export function describeRoom(room: ApiRoom, account: Account): RoomInfo {
  const { liveRecording, ...inputs } = importedInputs(room);
  const { roomId, created } = stateOf(inputs as RoomInputs, room, account);
  const { participantUrl } = linksOf(account, roomId);
  return { ...inputs, roomId, participantUrl, created, active: room.isRoomActive === true };
}
