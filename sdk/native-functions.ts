import * as pulumi from "@pulumi/pulumi";
import type { GetRoomArgs, GetRoomsArgs, InputsOf } from "./get-room";
import type { RoomInfo } from "./room-types";
import { packageVersion } from "./version";

export type GetRoomUsersArgs = GetRoomArgs;

/** A person in a room. */
export interface RoomUser {
  /** Name that the person joined with. */
  name?: string;
  /** Your own reference for the person. */
  userRef?: string;
  /** `moderator`, `participant`, `viewer` or `audience`. */
  role?: string;
}

/**
 * Reads a room from the API, also during a preview. The result does not include the moderator link.
 *
 * @param opts `provider` selects the account
 * @throws Error if the room does not exist or the request fails
 */
export function getRoom(args: GetRoomArgs, opts?: pulumi.InvokeOptions): Promise<RoomInfo> {
  return invoke("getRoom", args, opts);
}

/** The same, for arguments that may be outputs. */
export function getRoomOutput(
  args: InputsOf<GetRoomArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<RoomInfo> {
  return invokeOutput("getRoom", args, opts);
}

/** Reads the rooms of a project from the API, oldest first. They include rooms that this stack did not create. */
export async function getRooms(args: GetRoomsArgs = {}, opts?: pulumi.InvokeOptions): Promise<RoomInfo[]> {
  return (await invoke<{ rooms: RoomInfo[] }>("getRooms", args, opts)).rooms;
}

/** The same, for arguments that may be outputs. */
export function getRoomsOutput(
  args: InputsOf<GetRoomsArgs> = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<RoomInfo[]> {
  return invokeOutput<{ rooms: RoomInfo[] }>("getRooms", args, opts).apply(
    ({ rooms }) => rooms,
  ) as pulumi.Output<RoomInfo[]>;
}

/** Reads the people who are in a room now. The list is empty if there is nobody. */
export async function getRoomUsers(args: GetRoomUsersArgs, opts?: pulumi.InvokeOptions): Promise<RoomUser[]> {
  return (await invoke<{ users: RoomUser[] }>("getRoomUsers", args, opts)).users;
}

/** The same, for arguments that may be outputs. */
export function getRoomUsersOutput(
  args: InputsOf<GetRoomUsersArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<RoomUser[]> {
  return invokeOutput<{ users: RoomUser[] }>("getRoomUsers", args, opts).apply(
    ({ users }) => users,
  ) as pulumi.Output<RoomUser[]>;
}

const invoke = <T>(name: string, args: object, opts?: pulumi.InvokeOptions): Promise<T> =>
  pulumi.runtime.invoke(`enablex:index:${name}`, { ...args }, { version: packageVersion, ...opts });

const invokeOutput = <T>(name: string, args: object, opts?: pulumi.InvokeOutputOptions): pulumi.Output<T> =>
  pulumi.runtime.invokeOutput(`enablex:index:${name}`, { ...args }, { version: packageVersion, ...opts });
