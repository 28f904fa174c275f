import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import type { RoomState } from "./room";
import { refuseSameName } from "./room-names";
import { completeOutputs, type RoomResults, roomOptions, roomProperties } from "./room-outputs";
import type { RoomArgs, RoomProperties } from "./room-types";
import { skipPromiseTraces } from "./stack-traces";
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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in roomProperties
export class Room extends pulumi.CustomResource {
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
    refuseLostParts(`Room ${name}`, args);
    refuseSameName([name], (room) => `Room ${room} of pulumi-enablex/native`, opts);
    // The plugin has the state keep them encrypted.
    warnOfPlainCredentials("in the configuration");
    const formatTraces = skipPromiseTraces();
    try {
      super(
        Room.__pulumiType,
        name,
        {
          ...roomProperties,
          ...args,
          ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
        },
        pulumi.mergeOptions(
          {
            ...roomOptions,
            version: packageVersion,
            aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }],
          },
          opts,
        ),
      );
    } finally {
      formatTraces();
    }
    // The plugin returns links in previews too, made of the configuration of its own provider. Mocks return none.
    completeOutputs(this, name, { inPreview: false });
  }
}

export interface Room extends RoomProperties, RoomResults {}
