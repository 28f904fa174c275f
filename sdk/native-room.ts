import * as pulumi from "@pulumi/pulumi";
import type { RoomState } from "./room";
import { completeOutputs, type RoomMembers } from "./room-outputs";
import { roomRegistration } from "./room-registration";
import type { RoomArgs } from "./room-types";
import { shortenTraces } from "./stack-traces";
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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in roomProperties
export class Room extends pulumi.CustomResource {
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
      module: "pulumi-enablex/native",
      // The plugin makes the engine encrypt them in the state, and marks the secret outputs.
      plainCredentials: "in the configuration",
      options: { version: packageVersion, aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }] },
    };
    const { properties, options } = roomRegistration(form, name, args, opts);
    const formatTraces = shortenTraces(__filename);
    try {
      super(Room.__pulumiType, name, properties, options);
    } finally {
      formatTraces();
    }
    // The plugin returns links in previews too, from the configuration of its own provider. Mocks return none.
    completeOutputs(this, name, { inPreview: false });
  }
}

export interface Room extends RoomMembers {}
