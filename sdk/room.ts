import * as pulumi from "@pulumi/pulumi";
import { secretNames } from "./property-names";
import { providerText } from "./provider-text";
import { completeOutputs, type RoomMembers } from "./room-outputs";
import { roomRegistration } from "./room-registration";
import type { RoomArgs } from "./room-types";
import { shortenTraces } from "./stack-traces";

/** The account of a room and the origin of its links, if not the stack's own. */
export type RoomState = Pick<RoomArgs, "account" | "meetingUrl">;

/**
 * A meeting room of EnableX or Smartflo Meet, with its join links.
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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in roomProperties
export class Room extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/enablex:Room";

  /**
   * Reads an existing room without managing it. Fails if the room does not exist.
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

  /** Whether a value is a room, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Room {
    return (value as { __pulumiType?: unknown } | undefined)?.__pulumiType === Room.__pulumiType;
  }

  constructor(name: string, args: RoomArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseImport(name, opts);
    const form = {
      module: "pulumi-enablex",
      plainCredentials: "in the configuration and in the state",
      // The provider host passes no secrets. Any of these outputs may exist, whatever the program's arguments are.
      options: { aliases: [{ type: "enablex:index:Room" }], additionalSecretOutputs: secretNames },
      properties: {
        ...(opts.id === undefined && { declaredAs: declaredAs(name) }),
        __provider: providerText,
      },
    };
    const { properties, options } = roomRegistration(form, name, args, opts);
    const formatTraces = shortenTraces(__filename);
    try {
      super(Room.__pulumiType, name, properties, options);
    } finally {
      formatTraces();
    }
    // The engine does not call the provider host in a preview, so no link is returned then.
    completeOutputs(this, name, { inPreview: true });
  }
}

export interface Room extends RoomMembers {}

export { providerText } from "./provider-text";

/** The base of the marker and of the defaults of name and ownerRef. The dynamic provider host does not know it. */
const declaredAs = (name: string) => `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;

function refuseImport(name: string, { import: id }: pulumi.CustomResourceOptions): void {
  if (id === undefined) return;
  throw new pulumi.RunError(
    `Room ${name}: Pulumi cannot import a resource of a dynamic provider. Remove the option import and add the input adoptRoomId: "${id}" ` +
      "with the room's name and ownerRef, or use pulumi-enablex/native, which supports import.",
  );
}
