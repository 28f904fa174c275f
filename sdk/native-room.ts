import type * as pulumi from "@pulumi/pulumi";
import { BaseRoom } from "./base-room";
import type { RoomState } from "./room";
import type { RoomArgs } from "./room-types";
import { packageVersion } from "./version";

/**
 * A meeting room of EnableX or Smartflo Meet, with links by which people join it. A room that the class of the same
 * name of `pulumi-enablex` made becomes one of this class without a change.
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
 * @example A room that exists, taken into the stack with all that the program says of it
 * ```ts
 * new Room("lobby", { participants: 50 }, { import: "60af1c2e5f8b9a0012345678" });
 * ```
 */
export class Room extends BaseRoom {
  /** @internal */
  static readonly __pulumiType = "enablex:index:Room";

  /**
   * Reads a room that exists and leaves it as it is. Fails where there is no such room.
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

  /** Whether a value is a room, also one of another copy of this package. */
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
