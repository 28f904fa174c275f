import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { providerText } from "./provider-text";
import { refuseSameName } from "./room-names";
import { completeOutputs, type RoomResults, roomOptions, roomProperties } from "./room-outputs";
import type { RoomArgs, RoomProperties } from "./room-types";
import { skipPromiseTraces } from "./stack-traces";

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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in roomProperties
export class Room extends pulumi.CustomResource {
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
    refuseLostParts(`Room ${name}`, args);
    refuseSameName([name], (room) => `Room ${room} of pulumi-enablex`, opts);
    warnOfPlainCredentials();
    const given = {
      ...args,
      ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
    };
    const registered = opts.id === undefined ? { declaredAs: declaredAs(name) } : {};
    const formatTraces = skipPromiseTraces();
    try {
      super(
        Room.__pulumiType,
        name,
        { ...roomProperties, ...given, ...registered, __provider: providerText },
        pulumi.mergeOptions({ ...roomOptions, aliases: [{ type: "enablex:index:Room" }] }, opts),
      );
    } finally {
      formatTraces();
    }
    // The provider host is not asked in a preview, so no link is returned then.
    completeOutputs(this, name, { inPreview: true });
  }
}

export interface Room extends RoomProperties, RoomResults {}

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
