import * as pulumi from "@pulumi/pulumi";
import { factsOf, inputNames, secretNames } from "../provider/room/schema";
import { linksInProgram, warnOfPlainCredentials } from "./configuration";
import { providerText } from "./provider-text";
import type { RoomArgs, RoomProperties } from "./room-types";
import { pauseStackTraces } from "./stack-traces";

/** What the provider computes of a room. */
export interface RoomResults {
  /** Id of the room, 24 hexadecimal digits; the resource's id too. */
  readonly roomId: pulumi.Output<string>;
  /** Link for participants: `<meeting URL>/<room id>`. */
  readonly participantUrl: pulumi.Output<string>;
  /** Link for moderators: `<meeting URL>/host/<hash>`. A secret, because whoever has it is host. */
  readonly moderatorUrl: pulumi.Output<string>;
  /** When the room was made: ISO 8601 with `Z`. */
  readonly created: pulumi.Output<string>;
  /** With SIP on: the meeting id to dial. */
  readonly sipMeetingId: pulumi.Output<string | undefined>;
  /** With SIP on: the PIN to dial. A secret. */
  readonly sipPin: pulumi.Output<string | undefined>;
  /** Both links, to be exported for other stacks, which read them with `roomLinks`. */
  readonly links: RoomLinks;
}

/** The links of a room. Export them as they are: the moderator link stays a secret. */
export interface RoomLinks {
  readonly participantUrl: pulumi.Output<string>;
  readonly moderatorUrl: pulumi.Output<string>;
}

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
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the base class sets the properties, from the names in expected
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
    warnOfPlainCredentials();
    const given = {
      ...args,
      ...(args?.liveRecording && { liveRecording: pulumi.secret(args.liveRecording) }),
    };
    const registered = opts.id === undefined ? { declaredAs: declaredAs(name) } : {};
    const stackTraces = pauseStackTraces();
    try {
      super(
        Room.__pulumiType,
        name,
        { ...expected(args, opts), ...given, ...registered, __provider: providerText },
        pulumi.mergeOptions(
          { additionalSecretOutputs: secretsOf(args, opts), aliases: [{ type: "enablex:index:Room" }] },
          opts,
        ),
      );
    } catch (error) {
      throw stackTraces.traced(error);
    } finally {
      stackTraces.resume();
    }
    Object.assign(this, unexpected(this), linkOutputs(this, args ?? {}));
  }
}

export interface Room extends RoomProperties, RoomResults {}

export { providerText } from "./provider-text";

const computed = ["participantUrl", "moderatorUrl", "created"];
const ofSip = ["sipMeetingId", "sipPin"];
const filledIn = [
  ...inputNames.filter((name) => factsOf(name).default !== undefined),
  "name",
  "ownerRef",
  "declaredAs",
];

/**
 * The properties for which the SDK shall wait: it resolves no others, and each takes 5 KiB of a program until its room
 * is there. The provider returns no value of an input that is neither given nor has a default, unless the room is not
 * wholly this program's.
 */
export function expected(args: RoomArgs, opts: pulumi.CustomResourceOptions): Record<string, undefined> {
  const names = [
    ...computed,
    ...(isForeign(opts) ? inputNames : filledIn),
    ...(isForeign(opts) || args?.sip !== undefined ? ofSip : []),
  ];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Whether a room may have inputs which the arguments do not show. */
const isForeign = ({ id, import: imported, ignoreChanges, transforms }: pulumi.CustomResourceOptions) =>
  id !== undefined || imported !== undefined || !!ignoreChanges?.length || !!transforms?.length;

const nothing = pulumi.output(undefined);

/** All other outputs, which are known to have no value: an input that is neither given nor filled in is one too. */
export function unexpected(room: Room): Record<string, pulumi.Output<undefined>> {
  const names = [...inputNames, ...ofSip].filter((name) => !Object.hasOwn(room, name));
  return Object.fromEntries(names.map((name) => [name, nothing]));
}

/**
 * Which outputs Pulumi encrypts. Their names stand in the state of each room, so that those of inputs which are not
 * given are left out; a room that is not wholly this program's may have any.
 */
function secretsOf(args: RoomArgs, opts: pulumi.CustomResourceOptions): string[] {
  const input: Record<string, keyof RoomArgs> = { sipPin: "sip", liveRecording: "liveRecording" };
  return secretNames.filter((name) => isForeign(opts) || !input[name] || args?.[input[name]] !== undefined);
}

/** What the marker and the defaults of name and ownerRef are made of; the dynamic provider host is not told. */
const declaredAs = (name: string) => `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;

/**
 * The outputs that follow from the room's id and the configuration. Computed here, they stay known in the preview of
 * an update, in which all that the provider returns is unknown, so that no consumer previews a change that will not come.
 */
export function linkOutputs(
  room: Pick<pulumi.CustomResource, "id"> & RoomLinks,
  args: Partial<RoomState>,
): Pick<RoomResults, "roomId" | "participantUrl" | "moderatorUrl" | "links"> {
  const returned = { participantUrl: room.participantUrl, moderatorUrl: room.moderatorUrl };
  const { account, meetingUrl } = args;
  const link = (name: keyof RoomLinks) => {
    // Without configuration, as under mocks, the link is what the provider returned.
    const make = (id: string, ...given: [string?, string?]) =>
      linksInProgram(id, ...given)[name] ?? (returned[name] as unknown as string);
    // Most rooms name neither; `all` would double what their links cost a program.
    if (account === undefined && meetingUrl === undefined) return room.id.apply((id) => make(id));
    return pulumi.all([room.id, account, meetingUrl]).apply((given) => make(...given));
  };
  const participantUrl = link("participantUrl");
  const moderatorUrl = pulumi.secret(link("moderatorUrl"));
  return { roomId: room.id, participantUrl, moderatorUrl, links: { participantUrl, moderatorUrl } };
}

function refuseImport(name: string, { import: id }: pulumi.CustomResourceOptions): void {
  if (id === undefined) return;
  throw new pulumi.RunError(
    `Room ${name}: Pulumi cannot import a resource of a dynamic provider. Take the option import out, and write adoptRoomId: "${id}" ` +
      "among the inputs with the room's name and ownerRef; or make the room with pulumi-enablex/native, which can be imported.",
  );
}
