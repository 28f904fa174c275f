/**
 * The same names as the package's main entry, but a plugin manages the rooms. Pulumi.yaml declares where it is:
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - name: enablex
 *       path: ./node_modules/pulumi-enablex
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
