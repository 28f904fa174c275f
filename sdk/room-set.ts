import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { refuseSameName } from "./room-names";
import type { RoomArgs, RoomLiveRecording, RoomSetRoom } from "./room-types";
import { packageVersion } from "./version";

/** The inputs of a set of rooms. */
export interface RoomSetArgs {
  /**
   * Inputs that the rooms share: any except `name` and `adoptRoomId`. A room's own inputs take precedence.
   * @default none
   */
  defaults?: pulumi.Input<RoomSetDefaults | undefined>;
  /**
   * Rooms by key. The key is also the room's name, unless you set `name`. `participants` is required in the
   * room or in the defaults.
   */
  rooms: pulumi.Input<Record<string, pulumi.Input<RoomSetRoomArgs>>>;
}

/** The inputs of a room in a set. The defaults can provide `participants`. */
export type RoomSetRoomArgs = Omit<RoomArgs, "participants"> & {
  participants?: pulumi.Input<number | undefined>;
};

/** The inputs that the rooms of a set share. */
export type RoomSetDefaults = Omit<RoomSetRoomArgs, "name" | "adoptRoomId">;

/** The links of a room, which another stack reads with `roomLinks`. */
export interface RoomSetLinks {
  participantUrl: string;
  moderatorUrl: string;
}

/**
 * Many rooms as one resource, such as a timetable: created, updated and deleted in parallel, in one step. A change of one
 * room affects only that room. Use a `Room` for each if you want to protect, target or import a room, or apply policies
 * to it.
 *
 * @example
 * ```ts
 * import { RoomSet } from "pulumi-enablex/native";
 *
 * const timetable = new RoomSet("timetable", {
 *   defaults: { participants: 30, mode: "lecture" },
 *   rooms: { "math-101": {}, "art-7": { participants: 12 } },
 * });
 * export const mathUrl = timetable.rooms["math-101"].participantUrl;
 * export const classes = timetable.links; // a secret: another stack reads it with roomLinks
 * ```
 */
export class RoomSet extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = "enablex:index:RoomSet";

  /** Whether a value is a set of rooms, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is RoomSet {
    return (value as { __pulumiType?: unknown } | undefined)?.__pulumiType === RoomSet.__pulumiType;
  }

  /**
   * Rooms by key. If the program made a value in one of them a secret, Pulumi's SDK for Node.js makes all of
   * them a secret; `pulumi.unsecret` returns the link of another room in plain text.
   */
  declare readonly rooms: pulumi.Output<Record<string, RoomSetRoom>>;
  /** Moderator links by room key. A secret, because anyone who has one can host the meeting. */
  declare readonly moderatorUrls: pulumi.Output<Record<string, string>>;
  /** PINs to dial, by room key, for rooms with SIP. A secret. */
  declare readonly sipPins: pulumi.Output<Record<string, string>>;
  /**
   * `liveRecording` by room key, for rooms that have one. A secret, because its URL may contain a stream key.
   */
  declare readonly liveRecordings: pulumi.Output<Record<string, RoomLiveRecording>>;
  /**
   * Both links of each room by key, to export for other stacks, which read them with `roomLinks`. A secret.
   */
  readonly links: pulumi.Output<Record<string, RoomSetLinks>>;

  constructor(name: string, args: RoomSetArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseLostParts(`RoomSet ${name}`, args);
    refuseSameName(memberNames(name, args), (room) => `Room ${room} of RoomSet ${name}`, opts);
    warnOfPlainCredentials("in the configuration");
    super(
      RoomSet.__pulumiType,
      name,
      { moderatorUrls: undefined, sipPins: undefined, liveRecordings: undefined, ...args },
      pulumi.mergeOptions({ version: packageVersion }, opts),
    );
    this.links = pulumi.secret(pulumi.all([this.rooms, this.moderatorUrls]).apply(linksOf));
  }
}

/** A test's mocks may return no moderator links. */
const linksOf = ([rooms, moderatorUrls]: [
  Record<string, RoomSetRoom>,
  Record<string, string> | undefined,
]): Record<string, RoomSetLinks> =>
  Object.fromEntries(
    Object.entries(rooms).map(([key, { participantUrl }]) => [
      key,
      { participantUrl, moderatorUrl: moderatorUrls?.[key] as string },
    ]),
  );

/** The names of a set's rooms, unless their keys are not known yet. */
function memberNames(name: string, args: RoomSetArgs): string[] {
  const { rooms } = args ?? {};
  const areKnown = rooms instanceof Object && !(rooms instanceof Promise) && !pulumi.Output.isInstance(rooms);
  return areKnown ? Object.keys(rooms).map((key) => `${name}/${key}`) : [];
}
