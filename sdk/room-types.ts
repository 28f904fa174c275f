// Generated from provider/room/inputs.ts and outputs.ts by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a room. */
export interface RoomArgs {
  /** Title of the room that people see. The resource's name where it is not given; not unique. */
  name?: pulumi.Input<string | undefined>;
  /** Your own reference of the room, repeated in call reports. `<project>/<stack>/<resource name>` where it is not given. */
  ownerRef?: pulumi.Input<string | undefined>;
  /**
   * How long the room lives.
   * - `permanent`: Exists until it is deleted.
   * - `scheduled`: Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.
   * - `adhoc`: Usable for a single call; the server deletes it afterwards (see `whenEnded`).
   * @default "permanent"
   */
  kind?: pulumi.Input<"permanent" | "scheduled" | "adhoc" | undefined>;
  /** When a scheduled room starts: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, refused for others. */
  scheduledTime?: pulumi.Input<string | undefined>;
  /** Length of the meeting in minutes. Required for a scheduled room. */
  durationMinutes?: pulumi.Input<number | undefined>;
  /**
   * Who may publish audio and video.
   * - `group`: Everybody in the room publishes.
   * - `lecture`: Moderators publish; participants ask for the floor.
   * @default "group"
   */
  mode?: pulumi.Input<"group" | "lecture" | undefined>;
  /** How many participants may be in the room at once, moderators not counted. */
  participants: pulumi.Input<number>;
  /**
   * How many moderators may be in the room at once, 1 to 5.
   * @default 1
   */
  moderators?: pulumi.Input<number | undefined>;
  /**
   * Video quality. The subscription's where it is not given, which is also the best allowed.
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
  /** Record every meeting from its start. The server's default is false. */
  autoRecording?: pulumi.Input<boolean | undefined>;
  /** Send the active talkers' streams. The server's default is true. */
  activeTalker?: pulumi.Input<boolean | undefined>;
  /** How many talkers are shown at once, 1 to 16. The documented default is 6. */
  maxActiveTalkers?: pulumi.Input<number | undefined>;
  /** Participants wait until a moderator has joined. The server's default is false. */
  waitForModerator?: pulumi.Input<boolean | undefined>;
  /** Participants knock and are let in by a moderator. The server's default is false. */
  knock?: pulumi.Input<boolean | undefined>;
  /** Record a meeting of two into a single file. The server's default is false. */
  singleFileRecording?: pulumi.Input<boolean | undefined>;
  /** What is recorded of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both. */
  roleBasedRecording?: pulumi.Input<RoomRoleBasedRecordingArgs | undefined>;
  /** Stream the meeting to `url`, from its start with `autoRecording`. Secret, because the URL may hold a stream key. */
  liveRecording?: pulumi.Input<RoomLiveRecordingArgs | undefined>;
  /** Transcribe what is spoken in `language`, from the start of a meeting with `autoTranscribe`. The text is available after the meeting. */
  liveTranscription?: pulumi.Input<RoomLiveTranscriptionArgs | undefined>;
  /** Show the watermark that was uploaded in the portal. The server's default is false. */
  watermark?: pulumi.Input<boolean | undefined>;
  /** Code that call reports are billed to. */
  billingCode?: pulumi.Input<string | undefined>;
  /** How many viewers may follow the room's HLS stream; needs an HLS subscription. */
  audiences?: pulumi.Input<number | undefined>;
  /** Page of the HLS view: `DEFAULT` or an https URL. */
  hlsViewUrl?: pulumi.Input<string | undefined>;
  /**
   * Where the media servers stand. Must be part of the subscription. The server's default is XX.
   * - `IN`: India.
   * - `SG`: Singapore.
   * - `US`: United States of America.
   * - `XX`: The nearest.
   */
  mediaZone?: pulumi.Input<"IN" | "SG" | "US" | "XX" | undefined>;
  /** Dial-in by telephone. With `enabled`, the room has `sipMeetingId` and `sipPin`. */
  sip?: pulumi.Input<RoomSipArgs | undefined>;
  /** Free data kept with the room. Attendees' tokens may carry it to their browsers: put no secret here. The key `pulumiEnablex` is reserved. */
  customData?: pulumi.Input<Record<string, unknown> | undefined>;
  /** Keys of the API's `settings` for which there is no input, in the API's own spelling and sent as they are. */
  extraSettings?: pulumi.Input<Record<string, unknown> | undefined>;
  /** Origin of this room's links, such as `https://meet.example.com`. From the configuration where it is not given. Changes only the links. */
  meetingUrl?: pulumi.Input<string | undefined>;
  /** Name of an account in the `enablex:accounts` configuration. The stack's own where it is not given. */
  account?: pulumi.Input<string | undefined>;
  /** Id of an existing room, 24 hexadecimal digits, which is taken over instead of making a new one. `name` and `ownerRef` are then required. Take it out of the program once the room is adopted. */
  adoptRoomId?: pulumi.Input<string | undefined>;
  /**
   * What to do with an adhoc room that is not found any more, because its call is over.
   * - `recreate`: A refresh drops the room and the next deployment makes a new one.
   * - `keep`: The room stays in the state, and a destroy is content.
   * @default "recreate"
   */
  whenEnded?: pulumi.Input<"recreate" | "keep" | undefined>;
}

/** The inputs of a room as outputs: the given values, or the defaults. */
export interface RoomProperties {
  /** Title of the room that people see. The resource's name where it is not given; not unique. */
  readonly name: pulumi.Output<string>;
  /** Your own reference of the room, repeated in call reports. `<project>/<stack>/<resource name>` where it is not given. */
  readonly ownerRef: pulumi.Output<string>;
  /**
   * How long the room lives.
   * - `permanent`: Exists until it is deleted.
   * - `scheduled`: Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.
   * - `adhoc`: Usable for a single call; the server deletes it afterwards (see `whenEnded`).
   * @default "permanent"
   */
  readonly kind: pulumi.Output<"permanent" | "scheduled" | "adhoc">;
  /** When a scheduled room starts: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, refused for others. */
  readonly scheduledTime: pulumi.Output<string | undefined>;
  /** Length of the meeting in minutes. Required for a scheduled room. */
  readonly durationMinutes: pulumi.Output<number | undefined>;
  /**
   * Who may publish audio and video.
   * - `group`: Everybody in the room publishes.
   * - `lecture`: Moderators publish; participants ask for the floor.
   * @default "group"
   */
  readonly mode: pulumi.Output<"group" | "lecture">;
  /** How many participants may be in the room at once, moderators not counted. */
  readonly participants: pulumi.Output<number>;
  /**
   * How many moderators may be in the room at once, 1 to 5.
   * @default 1
   */
  readonly moderators: pulumi.Output<number>;
  /**
   * Video quality. The subscription's where it is not given, which is also the best allowed.
   * - `HD`: High definition.
   * - `SD`: Standard definition.
   * - `LD`: Low definition.
   */
  readonly quality: pulumi.Output<"HD" | "SD" | "LD" | undefined>;
  /** Free text about the room. */
  readonly description: pulumi.Output<string | undefined>;
  /** Canvas streaming. The server's default is false. */
  readonly canvas: pulumi.Output<boolean | undefined>;
  /** Screen sharing. The server's default is true. */
  readonly screenShare: pulumi.Output<boolean | undefined>;
  /** Automatic bandwidth detection. The server's default is true. */
  readonly adaptiveBandwidth: pulumi.Output<boolean | undefined>;
  /** Record every meeting from its start. The server's default is false. */
  readonly autoRecording: pulumi.Output<boolean | undefined>;
  /** Send the active talkers' streams. The server's default is true. */
  readonly activeTalker: pulumi.Output<boolean | undefined>;
  /** How many talkers are shown at once, 1 to 16. The documented default is 6. */
  readonly maxActiveTalkers: pulumi.Output<number | undefined>;
  /** Participants wait until a moderator has joined. The server's default is false. */
  readonly waitForModerator: pulumi.Output<boolean | undefined>;
  /** Participants knock and are let in by a moderator. The server's default is false. */
  readonly knock: pulumi.Output<boolean | undefined>;
  /** Record a meeting of two into a single file. The server's default is false. */
  readonly singleFileRecording: pulumi.Output<boolean | undefined>;
  /** What is recorded of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both. */
  readonly roleBasedRecording: pulumi.Output<RoomRoleBasedRecording | undefined>;
  /** Stream the meeting to `url`, from its start with `autoRecording`. Secret, because the URL may hold a stream key. */
  readonly liveRecording: pulumi.Output<RoomLiveRecording | undefined>;
  /** Transcribe what is spoken in `language`, from the start of a meeting with `autoTranscribe`. The text is available after the meeting. */
  readonly liveTranscription: pulumi.Output<RoomLiveTranscription | undefined>;
  /** Show the watermark that was uploaded in the portal. The server's default is false. */
  readonly watermark: pulumi.Output<boolean | undefined>;
  /** Code that call reports are billed to. */
  readonly billingCode: pulumi.Output<string | undefined>;
  /** How many viewers may follow the room's HLS stream; needs an HLS subscription. */
  readonly audiences: pulumi.Output<number | undefined>;
  /** Page of the HLS view: `DEFAULT` or an https URL. */
  readonly hlsViewUrl: pulumi.Output<string | undefined>;
  /**
   * Where the media servers stand. Must be part of the subscription. The server's default is XX.
   * - `IN`: India.
   * - `SG`: Singapore.
   * - `US`: United States of America.
   * - `XX`: The nearest.
   */
  readonly mediaZone: pulumi.Output<"IN" | "SG" | "US" | "XX" | undefined>;
  /** Dial-in by telephone. With `enabled`, the room has `sipMeetingId` and `sipPin`. */
  readonly sip: pulumi.Output<RoomSip | undefined>;
  /** Free data kept with the room. Attendees' tokens may carry it to their browsers: put no secret here. The key `pulumiEnablex` is reserved. */
  readonly customData: pulumi.Output<Record<string, unknown> | undefined>;
  /** Keys of the API's `settings` for which there is no input, in the API's own spelling and sent as they are. */
  readonly extraSettings: pulumi.Output<Record<string, unknown> | undefined>;
  /** Origin of this room's links, such as `https://meet.example.com`. From the configuration where it is not given. Changes only the links. */
  readonly meetingUrl: pulumi.Output<string | undefined>;
  /** Name of an account in the `enablex:accounts` configuration. The stack's own where it is not given. */
  readonly account: pulumi.Output<string | undefined>;
  /** Id of an existing room, 24 hexadecimal digits, which is taken over instead of making a new one. `name` and `ownerRef` are then required. Take it out of the program once the room is adopted. */
  readonly adoptRoomId: pulumi.Output<string | undefined>;
  /**
   * What to do with an adhoc room that is not found any more, because its call is over.
   * - `recreate`: A refresh drops the room and the next deployment makes a new one.
   * - `keep`: The room stays in the state, and a destroy is content.
   * @default "recreate"
   */
  readonly whenEnded: pulumi.Output<"recreate" | "keep">;
}

/** What the provider computes of a room. */
export interface RoomResults {
  /** Id of the room, 24 hexadecimal digits. A `Room` resource has the same `id`. */
  readonly roomId: pulumi.Output<string>;
  /** Link for participants: `<meeting URL>/<room id>`. A secret if `meetingUrl` is. */
  readonly participantUrl: pulumi.Output<string>;
  /** Link for moderators: `<meeting URL>/host/<hash>`. Anyone who has it can host the meeting. A secret. */
  readonly moderatorUrl: pulumi.Output<string>;
  /** When the room was created: ISO 8601 with `Z`. */
  readonly created: pulumi.Output<string>;
  /** With SIP on: the meeting id to dial. */
  readonly sipMeetingId: pulumi.Output<string | undefined>;
  /** With SIP on: the PIN to dial. A secret. */
  readonly sipPin: pulumi.Output<string | undefined>;
  /** Marker of another owner that the room had when it was imported, as long as the room has it. A room with this marker can be deleted. */
  readonly importedMarker: pulumi.Output<string | undefined>;
}

/** A room, as the API returns it, without its secrets: it can be displayed and logged. */
export interface RoomInfo {
  /** Title of the room that people see. The resource's name where it is not given; not unique. */
  name?: string;
  /** Your own reference of the room, repeated in call reports. `<project>/<stack>/<resource name>` where it is not given. */
  ownerRef?: string;
  /**
   * How long the room lives.
   * - `permanent`: Exists until it is deleted.
   * - `scheduled`: Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.
   * - `adhoc`: Usable for a single call; the server deletes it afterwards (see `whenEnded`).
   * @default "permanent"
   */
  kind?: "permanent" | "scheduled" | "adhoc";
  /** When a scheduled room starts: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, refused for others. */
  scheduledTime?: string;
  /** Length of the meeting in minutes. Required for a scheduled room. */
  durationMinutes?: number;
  /**
   * Who may publish audio and video.
   * - `group`: Everybody in the room publishes.
   * - `lecture`: Moderators publish; participants ask for the floor.
   * @default "group"
   */
  mode?: "group" | "lecture";
  /** How many participants may be in the room at once, moderators not counted. */
  participants?: number;
  /**
   * How many moderators may be in the room at once, 1 to 5.
   * @default 1
   */
  moderators?: number;
  /**
   * Video quality. The subscription's where it is not given, which is also the best allowed.
   * - `HD`: High definition.
   * - `SD`: Standard definition.
   * - `LD`: Low definition.
   */
  quality?: "HD" | "SD" | "LD";
  /** Free text about the room. */
  description?: string;
  /** Canvas streaming. The server's default is false. */
  canvas?: boolean;
  /** Screen sharing. The server's default is true. */
  screenShare?: boolean;
  /** Automatic bandwidth detection. The server's default is true. */
  adaptiveBandwidth?: boolean;
  /** Record every meeting from its start. The server's default is false. */
  autoRecording?: boolean;
  /** Send the active talkers' streams. The server's default is true. */
  activeTalker?: boolean;
  /** How many talkers are shown at once, 1 to 16. The documented default is 6. */
  maxActiveTalkers?: number;
  /** Participants wait until a moderator has joined. The server's default is false. */
  waitForModerator?: boolean;
  /** Participants knock and are let in by a moderator. The server's default is false. */
  knock?: boolean;
  /** Record a meeting of two into a single file. The server's default is false. */
  singleFileRecording?: boolean;
  /** What is recorded of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both. */
  roleBasedRecording?: RoomRoleBasedRecording;
  /** Transcribe what is spoken in `language`, from the start of a meeting with `autoTranscribe`. The text is available after the meeting. */
  liveTranscription?: RoomLiveTranscription;
  /** Show the watermark that was uploaded in the portal. The server's default is false. */
  watermark?: boolean;
  /** Code that call reports are billed to. */
  billingCode?: string;
  /** How many viewers may follow the room's HLS stream; needs an HLS subscription. */
  audiences?: number;
  /** Page of the HLS view: `DEFAULT` or an https URL. */
  hlsViewUrl?: string;
  /**
   * Where the media servers stand. Must be part of the subscription. The server's default is XX.
   * - `IN`: India.
   * - `SG`: Singapore.
   * - `US`: United States of America.
   * - `XX`: The nearest.
   */
  mediaZone?: "IN" | "SG" | "US" | "XX";
  /** Dial-in by telephone. With `enabled`, the room has `sipMeetingId` and `sipPin`. */
  sip?: RoomSip;
  /** Free data kept with the room. Attendees' tokens may carry it to their browsers: put no secret here. The key `pulumiEnablex` is reserved. */
  customData?: Record<string, unknown>;
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
export interface RoomRoleBasedRecording {
  moderator?: "audio" | "audiovideo";
  participant?: "audio" | "audiovideo";
}

/** See `liveRecording` of a room. */
export interface RoomLiveRecordingArgs {
  autoRecording?: pulumi.Input<boolean | undefined>;
  url?: pulumi.Input<string | undefined>;
}

/** See `liveRecording` of a room. */
export interface RoomLiveRecording {
  autoRecording?: boolean;
  url?: string;
}

/** See `liveTranscription` of a room. */
export interface RoomLiveTranscriptionArgs {
  language: pulumi.Input<string>;
  autoTranscribe?: pulumi.Input<boolean | undefined>;
  enabled?: pulumi.Input<boolean | undefined>;
}

/** See `liveTranscription` of a room. */
export interface RoomLiveTranscription {
  language: string;
  autoTranscribe?: boolean;
  enabled?: boolean;
}

/** See `sip` of a room. */
export interface RoomSipArgs {
  enabled: pulumi.Input<boolean>;
}

/** See `sip` of a room. */
export interface RoomSip {
  enabled: boolean;
}
