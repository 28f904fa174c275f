import * as pulumi from "@pulumi/pulumi";
import { type Core, createCore } from "../provider/core";
import { stackConfig } from "./configuration";
// Not the provider's own types, whose declarations bring zod's into every program's compilation.
import type { RoomInfo } from "./room-types";

export interface GetRoomArgs {
  /** 24 hexadecimal digits. */
  roomId: string;
  /** Name of an account in `enablex:accounts`. @default the stack's own */
  account?: string | undefined;
}

/** Which rooms to read: those that have all that is given. */
export interface GetRoomsArgs {
  /** Only rooms with exactly this owner reference. @default all */
  ownerRef?: string | undefined;
  /** Only rooms with exactly this name. @default all */
  name?: string | undefined;
  /** Name of an account in `enablex:accounts`. @default the stack's own */
  account?: string | undefined;
}

/**
 * Reads a room from the API, also during a preview. The moderator link is not among what it gives: see `moderatorUrl`.
 *
 * @example
 * ```ts
 * const lobby = await getRoom({ roomId: "60af1c2e5f8b9a0012345678" });
 * ```
 *
 * @throws Error where there is no such room, or where the API cannot be asked
 */
export async function getRoom(args: GetRoomArgs): Promise<RoomInfo> {
  return readable(() => core().getRoom({ ...args }));
}

/**
 * The same for arguments that are outputs.
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
 * Reads the rooms of a project from the API, also during a preview; those that this stack made and all others.
 *
 * @example
 * ```ts
 * const ours = await getRooms({ ownerRef: "facilities" });
 * ```
 */
export async function getRooms(args: GetRoomsArgs = {}): Promise<RoomInfo[]> {
  return readable(() => core().getRooms({ ...args }));
}

/**
 * The same for arguments that are outputs.
 *
 * @example
 * ```ts
 * export const count = getRoomsOutput({ ownerRef: standup.ownerRef }).apply((rooms) => rooms.length);
 * ```
 */
export function getRoomsOutput(args: InputsOf<GetRoomsArgs> = {}): pulumi.Output<RoomInfo[]> {
  return pulumi.output(args).apply((known) => getRooms(known as GetRoomsArgs)) as pulumi.Output<RoomInfo[]>;
}

type InputsOf<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** One for the whole program: its limits are those of an account, however many rooms are read. */
let shared: Core | undefined;

function core(): Core {
  shared ??= createCore({ config: stackConfig, warn: (line) => void pulumi.log.warn(line) });
  return shared;
}

/** Pulumi prints a RunError without its stack: the message says all there is to say. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new pulumi.RunError((error as Error).message);
  }
}
