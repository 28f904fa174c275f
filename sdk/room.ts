import * as pulumi from "@pulumi/pulumi";
import { BaseRoom } from "./base-room";
import { providerText } from "./provider-text";
import type { RoomArgs } from "./room-types";

/** Where {@link Room.get} looks for a room. */
export type RoomState = Pick<RoomArgs, "account" | "meetingUrl">;

/**
 * A meeting room of EnableX or Smartflo Meet, with links by which people join it.
 *
 * @example
 * ```ts
 * import { Room } from "pulumi-enablex";
 *
 * const standup = new Room("standup", { participants: 8 });
 * export const joinUrl = standup.participantUrl;
 * export const hostUrl = standup.moderatorUrl; // a secret
 * ```
 *
 * @example A meeting at a fixed time
 * ```ts
 * new Room("math-101", {
 *   kind: "scheduled",
 *   scheduledTime: "2026-12-01T09:00:00+05:30",
 *   durationMinutes: 60,
 *   participants: 30,
 * });
 * ```
 */
export class Room extends BaseRoom {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/enablex:Room";

  /**
   * Reads a room that exists and leaves it as it is. Fails where there is no such room.
   *
   * @example
   * ```ts
   * const lobby = Room.get("lobby", "60af1c2e5f8b9a0012345678");
   * ```
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
    refuseImport(name, opts);
    const form = {
      type: Room.__pulumiType,
      module: "pulumi-enablex",
      plainCredentials: "in the configuration and in the state",
      // The engine does not call the provider host in a preview, so no link is returned then.
      linksInPreview: true,
      options: { aliases: [{ type: "enablex:index:Room" }] },
      properties: {
        ...(opts.id === undefined && { declaredAs: declaredAs(name) }),
        __provider: providerText,
      },
    };
    super(form, name, args, opts);
  }
}

export { providerText } from "./provider-text";

/** What the marker and the defaults of name and ownerRef are made of; the dynamic provider host is not told. */
const declaredAs = (name: string) => `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;

function refuseImport(name: string, { import: id }: pulumi.CustomResourceOptions): void {
  if (id === undefined) return;
  throw new pulumi.RunError(
    `Room ${name}: Pulumi cannot import a resource of a dynamic provider. Take the option import out, and write adoptRoomId: "${id}" ` +
      "among the inputs with the room's name and ownerRef; or make the room with pulumi-enablex/native, which can be imported.",
  );
}
