import * as pulumi from "@pulumi/pulumi";
import { warnOfPlainCredentials } from "./configuration";
import { refuseLostParts } from "./lost-parts";
import { refuseSameName } from "./room-names";
import type { RoomArgs, RoomLiveRecording, RoomSetRoom } from "./room-types";
import { packageVersion } from "./version";

/** What a program gives a set of rooms. */
export interface RoomSetArgs {
  /**
   * Inputs that the rooms have in common: any but `name` and `adoptRoomId`. A room's own come before them.
   * @default none
   */
  defaults?: pulumi.Input<RoomSetDefaults | undefined>;
  /**
   * The rooms, each by a key of its own, which is its name too unless it is given one. `participants` stands in the
   * room or in the defaults.
   */
  rooms: pulumi.Input<Record<string, pulumi.Input<RoomSetRoomArgs>>>;
}

/** What a program gives a room of a set: `participants` may stand in the defaults. */
export type RoomSetRoomArgs = Omit<RoomArgs, "participants"> & {
  participants?: pulumi.Input<number | undefined>;
};

/** What the rooms of a set have in common. */
export type RoomSetDefaults = Omit<RoomSetRoomArgs, "name" | "adoptRoomId">;

/** The links of a room, as another stack reads them with `roomLinks`. */
export interface RoomSetLinks {
  participantUrl: string;
  moderatorUrl: string;
}

/**
 * Many rooms as one resource, for timetables: made, changed and deleted in parallel within one step of the engine.
 * A change of one room touches that room alone. Single rooms are better where one of them is to be protected,
 * targeted or imported, or judged by a policy of its own.
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

  /** Whether a value is a set of rooms, also one of another copy of this package. */
  static override isInstance(value: unknown): value is RoomSet {
    return (value as { __pulumiType?: unknown } | undefined)?.__pulumiType === RoomSet.__pulumiType;
  }

  /**
   * The rooms by their keys. Pulumi's SDK for Node.js makes all of them a secret if the program has made a value inside
   * one of them a secret; `pulumi.unsecret` gives a link of the others in the clear.
   */
  declare readonly rooms: pulumi.Output<Record<string, RoomSetRoom>>;
  /** Links for moderators by the rooms' keys. A secret, because whoever has one is host. */
  declare readonly moderatorUrls: pulumi.Output<Record<string, string>>;
  /** PINs to dial by the keys of the rooms that have SIP on. A secret. */
  declare readonly sipPins: pulumi.Output<Record<string, string>>;
  /** Live recordings by the keys of the rooms that have one. A secret, because its URL may hold a stream key. */
  declare readonly liveRecordings: pulumi.Output<Record<string, RoomLiveRecording>>;
  /** Both links of each room by its key, a secret: to be exported for other stacks, which read them with `roomLinks`. */
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

/** Mocks of a test may give no links for moderators. */
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
