import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { expected, linkOutputs, type RoomLinks, type RoomResults, type RoomState, unexpected } from "./room";
import type { RoomArgs, RoomProperties } from "./room-types";
import { pauseStackTraces } from "./stack-traces";
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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in expected
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
    // The plugin has the state keep them encrypted.
    warnOfPlainCredentials("in the configuration");
    const stackTraces = pauseStackTraces();
    try {
      super(
        Room.__pulumiType,
        name,
        {
          ...expected(args, opts),
          ...args,
          ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
        },
        pulumi.mergeOptions(
          { version: packageVersion, aliases: [{ type: "pulumi-nodejs:dynamic/enablex:Room" }] },
          opts,
        ),
      );
    } catch (error) {
      throw stackTraces.traced(error);
    } finally {
      stackTraces.resume();
    }
    Object.assign(this, unexpected(this), linksOf(this, args ?? {}));
  }
}

export interface Room extends RoomProperties, RoomResults {}

/** The plugin gives the links, in previews too. Mocks of a test give none, and the configuration may tell them. */
function linksOf(
  { id, participantUrl, moderatorUrl }: Room,
  args: RoomState,
): Pick<RoomResults, "roomId" | "participantUrl" | "moderatorUrl" | "links"> {
  const returned = { participantUrl, moderatorUrl };
  const link = (name: keyof RoomLinks) =>
    returned[name].apply(
      (given) => given ?? (linkOutputs({ id, ...returned }, args)[name] as unknown as string),
    );
  const links = { participantUrl: link("participantUrl"), moderatorUrl: pulumi.secret(link("moderatorUrl")) };
  return { roomId: id, ...links, links };
}
