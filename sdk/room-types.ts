// Generated from provider/room/inputs.ts and outputs.ts by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a room. */
export interface RoomArgs {
  /** Title of the room that people see; need not be unique. Defaults to the resource's name. */
  name?: pulumi.Input<string | undefined>;
  /** Your own reference for the room; it appears in call reports. Defaults to `<project>/<stack>/<resource name>`. */
  ownerRef?: pulumi.Input<string | undefined>;
  /**
   * How long the room exists.
   * - `permanent`: Exists until it is deleted.
   * - `scheduled`: Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.
   * - `adhoc`: Usable for a single call; the server deletes the room afterwards (see `whenEnded`).
   * @default "permanent"
   */
  kind?: pulumi.Input<"permanent" | "scheduled" | "adhoc" | undefined>;
  /** Start of a scheduled room: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, not allowed for others. */
  scheduledTime?: pulumi.Input<string | undefined>;
  /** Length of the meeting in minutes. Required for a scheduled room. */
  durationMinutes?: pulumi.Input<number | undefined>;
  /**
   * Who can publish audio and video.
   * - `group`: Everyone can publish.
   * - `lecture`: Moderators can publish; participants must request the floor.
   * @default "group"
   */
  mode?: pulumi.Input<"group" | "lecture" | undefined>;
  /** Maximum number of participants at the same time, not counting moderators. */
  participants: pulumi.Input<number>;
  /**
   * Maximum number of moderators at the same time, 1 to 5.
   * @default 1
   */
  moderators?: pulumi.Input<number | undefined>;
  /**
   * Video quality. Defaults to the subscription's, which is also the highest allowed.
   * - `HD`: High definition.
   * - `SD`: Standard definition.
   * - `LD`: Low definition.
   */
  quality?: pulumi.Input<"HD" | "SD" | "LD" | undefined>;
  /** Free text about the room. */
  description?: pulumi.Input<string | undefined>;
  /** Canvas streaming. The server's default is false. */
  canvas?: pulumi.Input<boolean | undefined>;
  /** Screen sharing. The server's default is true. */
  screenShare?: pulumi.Input<boolean | undefined>;
  /** Automatic bandwidth detection. The server's default is true. */
  adaptiveBandwidth?: pulumi.Input<boolean | undefined>;
  /** Record every meeting from the start. The server's default is false. */
  autoRecording?: pulumi.Input<boolean | undefined>;
  /** Send the streams of active talkers. The server's default is true. */
  activeTalker?: pulumi.Input<boolean | undefined>;
  /** Maximum number of talkers shown at the same time, 1 to 16. The documented default is 6. */
  maxActiveTalkers?: pulumi.Input<number | undefined>;
  /** Participants wait until a moderator joins. The server's default is false. */
  waitForModerator?: pulumi.Input<boolean | undefined>;
  /** Participants must knock, and a moderator lets them in. The server's default is false. */
  knock?: pulumi.Input<boolean | undefined>;
  /** Record a meeting of two people into a single file. The server's default is false. */
  singleFileRecording?: pulumi.Input<boolean | undefined>;
  /** What to record of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both. */
  roleBasedRecording?: pulumi.Input<RoomRoleBasedRecordingArgs | undefined>;
  /** Stream the meeting to `url`, from the start if `autoRecording` is true. A secret, because the URL may contain a stream key. */
  liveRecording?: pulumi.Input<RoomLiveRecordingArgs | undefined>;
  /** Transcribe speech in `language`, from the start if `autoTranscribe` is true. The text is available after the meeting. */
  liveTranscription?: pulumi.Input<RoomLiveTranscriptionArgs | undefined>;
  /** Show the watermark that you uploaded in the portal. The server's default is false. */
  watermark?: pulumi.Input<boolean | undefined>;
  /** Billing code for call reports. */
  billingCode?: pulumi.Input<string | undefined>;
  /** Maximum number of viewers of the room's HLS stream; requires an HLS subscription. */
  audiences?: pulumi.Input<number | undefined>;
  /** URL of the HLS view page: `DEFAULT` or an https URL. */
  hlsViewUrl?: pulumi.Input<string | undefined>;
  /**
   * Region of the media servers; it must be part of the subscription. The server's default is XX.
   * - `IN`: India.
   * - `SG`: Singapore.
   * - `US`: United States of America.
   * - `XX`: The nearest region.
   */
  mediaZone?: pulumi.Input<"IN" | "SG" | "US" | "XX" | undefined>;
  /** Dial-in by phone. With `enabled`, the room has `sipMeetingId` and `sipPin`. */
  sip?: pulumi.Input<RoomSipArgs | undefined>;
  /** Custom data stored with the room. It may reach attendees' browsers in their tokens, so do not put secrets here. The key `pulumiEnablex` is reserved. */
  customData?: pulumi.Input<Record<string, unknown> | undefined>;
  /** Settings of the API that have no input of their own, by their API names; sent unchanged. */
  extraSettings?: pulumi.Input<Record<string, unknown> | undefined>;
  /** Origin of this room's links, such as `https://meet.example.com`. Defaults to the configuration's. A change affects only the links. */
  meetingUrl?: pulumi.Input<string | undefined>;
  /** Name of an account in the `enablex:accounts` configuration. Defaults to the stack's own account. */
  account?: pulumi.Input<string | undefined>;
  /** Id of an existing room (24 hexadecimal digits) to adopt instead of creating one. Requires `name` and `ownerRef`. Remove it once the room is adopted. */
  adoptRoomId?: pulumi.Input<string | undefined>;
  /**
   * What to do if an adhoc room no longer exists because its call is over.
   * - `recreate`: A refresh removes the room from the state, and the next deployment creates a new one.
   * - `keep`: The room stays in the state; destroy succeeds.
   * @default "recreate"
   */
  whenEnded?: pulumi.Input<"recreate" | "keep" | undefined>;
}

/** The values of the inputs that have parts. */
interface Groups {
  roleBasedRecording: RoomRoleBasedRecording | undefined;
  liveRecording: RoomLiveRecording | undefined;
  liveTranscription: RoomLiveTranscription | undefined;
  sip: RoomSip | undefined;
}

type Filled = "name" | "ownerRef" | "kind" | "mode" | "participants" | "moderators" | "whenEnded";
type Known<Given> = Exclude<Given, Promise<unknown> | pulumi.OutputInstance<unknown>>;
type ValuesOf<Args> = {
  [Name in keyof Args]: Name extends keyof Groups ? Groups[Name] : Known<Args[Name]>;
};
type OutputsOf<Values> = {
  readonly [Name in keyof Values]-?: pulumi.Output<
    Name extends Filled ? Exclude<Values[Name], undefined> : Values[Name]
  >;
};

/** The inputs of a room as outputs: the given values, or the defaults. */
export interface RoomProperties extends OutputsOf<ValuesOf<RoomArgs>> {}

/** The outputs of a room that the provider computes. */
export interface RoomResults {
  /** Id of the room, 24 hexadecimal digits. A `Room` resource has the same `id`. */
  readonly roomId: pulumi.Output<string>;
  /** Link for participants: `<meeting URL>/<room id>`. A secret if `meetingUrl` is. */
  readonly participantUrl: pulumi.Output<string>;
  /** Link for moderators: `<meeting URL>/host/<hash>`. Anyone who has it can host the meeting. A secret. */
  readonly moderatorUrl: pulumi.Output<string>;
  /** When the room was created: ISO 8601 with `Z`. */
  readonly created: pulumi.Output<string>;
  /** Meeting id to dial, if SIP is enabled. */
  readonly sipMeetingId: pulumi.Output<string | undefined>;
  /** PIN to dial, if SIP is enabled. A secret. */
  readonly sipPin: pulumi.Output<string | undefined>;
  /** Another owner's marker that the room had when it was imported and still has. The stack may delete the room despite this marker. */
  readonly importedMarker: pulumi.Output<string | undefined>;
}

type NotInInfo = "liveRecording" | "extraSettings" | "meetingUrl" | "account" | "adoptRoomId" | "whenEnded";

/** A room, as the API returns it, without its secrets: it can be displayed and logged. */
export interface RoomInfo extends Partial<Omit<ValuesOf<RoomArgs>, NotInInfo>> {
  /** Id of the room, 24 hexadecimal digits. */
  roomId: string;
  /** Link for participants: `<meeting URL>/<room id>`. */
  participantUrl: string;
  /** When the room was created: ISO 8601 with `Z`. */
  created: string;
  /** Whether people are in the room now. */
  active: boolean;
}

type Value<Property> = Property extends pulumi.Output<infer Known> ? Known : never;
type Values<Properties> = { readonly [Name in keyof Properties]: Value<Properties[Name]> };
type NotInSet = "moderatorUrl" | "sipPin" | "liveRecording" | "importedMarker";

/** A room of a set: its inputs with their defaults, and its outputs. Its secrets are in separate maps. */
export interface RoomSetRoom extends Values<Omit<RoomProperties & RoomResults, NotInSet>> {}

/** See `roleBasedRecording` of a room. */
export interface RoomRoleBasedRecordingArgs {
  moderator?: pulumi.Input<"audio" | "audiovideo" | undefined>;
  participant?: pulumi.Input<"audio" | "audiovideo" | undefined>;
}

/** See `roleBasedRecording` of a room. */
export interface RoomRoleBasedRecording extends ValuesOf<RoomRoleBasedRecordingArgs> {}

/** See `liveRecording` of a room. */
export interface RoomLiveRecordingArgs {
  autoRecording?: pulumi.Input<boolean | undefined>;
  url?: pulumi.Input<string | undefined>;
}

/** See `liveRecording` of a room. */
export interface RoomLiveRecording extends ValuesOf<RoomLiveRecordingArgs> {}

/** See `liveTranscription` of a room. */
export interface RoomLiveTranscriptionArgs {
  language: pulumi.Input<string>;
  autoTranscribe?: pulumi.Input<boolean | undefined>;
  enabled?: pulumi.Input<boolean | undefined>;
}

/** See `liveTranscription` of a room. */
export interface RoomLiveTranscription extends ValuesOf<RoomLiveTranscriptionArgs> {}

/** See `sip` of a room. */
export interface RoomSipArgs {
  enabled: pulumi.Input<boolean>;
}

/** See `sip` of a room. */
export interface RoomSip extends ValuesOf<RoomSipArgs> {}
