/**
 * The same names as the package's main entry, but a plugin manages the rooms. Two lines in Pulumi.yaml declare where it is:
 *
 * ```yaml
 * packages:
 *   enablex: ./node_modules/pulumi-enablex
 * ```
 */
export * from "./enums";
export * from "./index";
export {
  type GetRoomUsersArgs,
  getRoom,
  getRoomOutput,
  getRooms,
  getRoomsOutput,
  getRoomUsers,
  getRoomUsersOutput,
  type RoomUser,
} from "./native-functions";
export { Room } from "./native-room";
export { Provider } from "./provider";
export type { AccountArgs, ProviderArgs } from "./provider-types";
export {
  RoomSet,
  type RoomSetArgs,
  type RoomSetDefaults,
  type RoomSetLinks,
  type RoomSetRoomArgs,
} from "./room-set";
export type { RoomSetRoom } from "./room-types";
