import type * as pulumi from "@pulumi/pulumi";
import { BaseRoom } from "./base-room";
import type { RoomState } from "./room";
import type { RoomArgs } from "./room-types";
import { packageVersion } from "./version";

/**
 * A meeting room of EnableX or Smartflo Meet, with its join links. A stack can move from `Room` of `pulumi-enablex` to
 * this class without a change to its rooms.
 *
 * @example
 * ```ts
 * import { Room } from "pulumi-enablex/native";
 *
 * const standup = new Room("standup", { participants: 8 });
 * export const joinUrl = standup.participantUrl;
 * export const hostUrl = standup.moderatorUrl; // a secret
 * ```
 *
 * @example Import an existing room
 * ```ts
 * new Room("lobby", { participants: 50 }, { import: "60af1c2e5f8b9a0012345678" });
 * ```
 */
export class Room extends BaseRoom {
  /** @internal */
  static readonly __pulumiType = "enablex:index:Room";

  /**
   * Reads an existing room without managing it. Fails if the room does not exist.
   *
   * @param id the room id, 24 hexadecimal digits
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: RoomState = {},
    opts?: pulumi.CustomResourceOptions,
  ): Room {
    return new Room(name, state as RoomArgs, { ...opts, id });
  }

  /** Whether a value is a room, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Room {
    return (value as { __pulumiType?: unknown } | undefined)?.__pulumiType === Room.__pulumiType;
  }

  constructor(name: string, args: RoomArgs, opts: pulumi.CustomResourceOptions = {}) {
    const form = {
      type: Room.__pulumiType,
      module: "pulumi-enablex/native",
      // The plugin makes the engine encrypt them in the state.
      plainCredentials: "in the configuration",
      // The plugin returns links in previews too, from the configuration of its own provider. Mocks return none.
      linksInPreview: false,
      options: { version: packageVersion, aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }] },
    };
    super(form, name, args, opts);
  }
}
