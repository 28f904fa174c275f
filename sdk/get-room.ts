import * as pulumi from "@pulumi/pulumi";
import type { Core } from "../provider/core";
import { stackConfig } from "./configuration";
// Do not use the provider's types: their declarations would add zod's to the compilation of every program.
import type { RoomInfo } from "./room-types";

export interface GetRoomArgs {
  /** Id of the room, 24 hexadecimal digits. */
  roomId: string;
  /** Name of an account in `enablex:accounts`. @default the stack's own */
  account?: string | undefined;
}

/** Which rooms to read: those that match all given filters. */
export interface GetRoomsArgs {
  /** Only rooms with exactly this owner reference. @default all */
  ownerRef?: string | undefined;
  /** Only rooms with exactly this name. @default all */
  name?: string | undefined;
  /** Name of an account in `enablex:accounts`. @default the stack's own */
  account?: string | undefined;
}

/**
 * Reads a room from the API, also during a preview. The result does not include the moderator link: see `moderatorUrl`.
 *
 * @example
 * ```ts
 * const lobby = await getRoom({ roomId: "60af1c2e5f8b9a0012345678" });
 * ```
 *
 * @throws RunError if the room does not exist or the request fails
 */
export async function getRoom(args: GetRoomArgs): Promise<RoomInfo> {
  return withRunErrors(async () => (await core()).getRoom({ ...args }));
}

/**
 * The same, for arguments that may be outputs.
 *
 * @example
 * ```ts
 * export const seats = getRoomOutput({ roomId: standup.roomId }).apply((room) => room.participants);
 * ```
 */
export function getRoomOutput(args: InputsOf<GetRoomArgs>): pulumi.Output<RoomInfo> {
  return pulumi.output(args).apply((known) => getRoom(known as GetRoomArgs)) as pulumi.Output<RoomInfo>;
}

/**
 * Reads the rooms of a project from the API, oldest first, also during a preview. They include rooms that this stack did
 * not create.
 *
 * @example
 * ```ts
 * const ours = await getRooms({ ownerRef: "facilities" });
 * ```
 */
export async function getRooms(args: GetRoomsArgs = {}): Promise<RoomInfo[]> {
  return withRunErrors(async () => (await core()).getRooms({ ...args }));
}

/**
 * The same, for arguments that may be outputs.
 *
 * @example
 * ```ts
 * export const count = getRoomsOutput({ ownerRef: standup.ownerRef }).apply((rooms) => rooms.length);
 * ```
 */
export function getRoomsOutput(args: InputsOf<GetRoomsArgs> = {}): pulumi.Output<RoomInfo[]> {
  return pulumi.output(args).apply((known) => getRooms(known as GetRoomsArgs)) as pulumi.Output<RoomInfo[]>;
}

/** Arguments that may be outputs. */
export type InputsOf<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** One core for the whole program, so that all calls share the request limits of their account. */
let shared: Promise<Core> | undefined;

function core(): Promise<Core> {
  shared ??= createCore();
  return shared;
}

async function createCore(): Promise<Core> {
  // Loaded for the first call: most programs only declare rooms, and zod doubles what they load.
  const { createCore } = await import("../provider/core.js");
  return createCore({ config: stackConfig, warn: (line) => void pulumi.log.warn(line) });
}

/** Pulumi prints a RunError without its stack trace: the message is enough. */
async function withRunErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}
