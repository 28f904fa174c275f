export { embedHtml } from "./embed-html";
export {
  type GetRoomArgs,
  type GetRoomsArgs,
  getRoom,
  getRoomOutput,
  getRooms,
  getRoomsOutput,
} from "./get-room";
export { joinUrl } from "./join-url";
export type { EmbedOptions, JoinOptions } from "./link-types";
export { type LocalTimeOptions, localTime } from "./local-time";
export { type Recurrence, recurring, type Weekday } from "./recurring";
export { Room, type RoomState } from "./room";
export { type LinkedRooms, moderatorUrl, roomLinks } from "./room-links";
export type { RoomLinks } from "./room-outputs";
export type {
  RoomArgs,
  RoomInfo,
  RoomLiveRecording,
  RoomLiveRecordingArgs,
  RoomLiveTranscription,
  RoomLiveTranscriptionArgs,
  RoomProperties,
  RoomRoleBasedRecording,
  RoomRoleBasedRecordingArgs,
  RoomSip,
  RoomSipArgs,
} from "./room-types";
