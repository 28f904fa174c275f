import * as z from "zod";
import { OBJECT_ID } from "../ids";
import { urlProblem } from "../url";
import { instantProblem, parseInstant } from "./instant";
import { type InputMetadata, input, inputMetadata } from "./metadata";

const count = (max = Number.MAX_SAFE_INTEGER) => z.int().min(1).max(max);
const media = z.enum(["audio", "audiovideo"]);

/** An optional setting that is on or off. */
const flag = (
  key: string,
  serverDefault: boolean,
  description: string,
  more: Pick<InputMetadata, "valueIfOmitted"> = {},
) =>
  input(z.boolean(), {
    description: `${description} The server's default is ${serverDefault}.`,
    wire: `settings.${key}`,
    serverDefault,
    ...more,
  });

/** All inputs of a room. `participants` is always required; `kind` determines which others are (see check). */
export const roomInputs = z.strictObject({
  name: input(z.string().min(1), {
    description: "Title of the room that people see; need not be unique. Defaults to the resource's name.",
    wire: "name",
    neverQuoted: true,
  }),
  ownerRef: input(z.string().min(1), {
    description:
      "Your own reference for the room; it appears in call reports. Defaults to `<project>/<stack>/<resource name>`.",
    wire: "owner_ref",
    neverQuoted: true,
  }),
  kind: input(z.enum(["permanent", "scheduled", "adhoc"]), {
    description: "How long the room exists.",
    default: "permanent",
    replaceOnChanges: true,
    values: {
      permanent: "Exists until it is deleted.",
      scheduled: "Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.",
      adhoc: "Usable for a single call; the server deletes the room afterwards (see `whenEnded`).",
    },
  }),
  scheduledTime: input(
    z
      .string()
      .refine((text) => parseInstant(text) !== undefined, { error: (issue) => instantProblem(issue.input) }),
    {
      description:
        "Start of a scheduled room: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, not allowed for others.",
      wire: "settings.scheduled_time",
    },
  ),
  durationMinutes: input(count(), {
    description: "Length of the meeting in minutes. Required for a scheduled room.",
    wire: "settings.duration",
  }),
  mode: input(z.enum(["group", "lecture"]), {
    description: "Who can publish audio and video.",
    wire: "settings.mode",
    default: "group",
    replaceOnChanges: true,
    values: {
      group: "Everyone can publish.",
      lecture: "Moderators can publish; participants must request the floor.",
    },
  }),
  participants: z.int().min(1).register(inputMetadata, {
    description: "Maximum number of participants at the same time, not counting moderators.",
    wire: "settings.participants",
    sentAsString: true,
  }),
  moderators: input(count(5), {
    description: "Maximum number of moderators at the same time, 1 to 5.",
    wire: "settings.moderators",
    default: 1,
    serverDefault: 1,
    sentAsString: true,
  }),
  quality: input(z.enum(["HD", "SD", "LD"]), {
    description: "Video quality. Defaults to the subscription's, which is also the highest allowed.",
    wire: "settings.quality",
    values: { HD: "High definition.", SD: "Standard definition.", LD: "Low definition." },
  }),
  description: input(z.string(), {
    description: "Free text about the room.",
    wire: "settings.description",
    serverDefault: "",
    valueIfOmitted: "",
    neverQuoted: true,
  }),
  canvas: flag("canvas", false, "Canvas streaming."),
  screenShare: flag("screen_share", true, "Screen sharing."),
  adaptiveBandwidth: flag("abwd", true, "Automatic bandwidth detection."),
  autoRecording: flag("auto_recording", false, "Record every meeting from the start."),
  activeTalker: flag("active_talker", true, "Send the streams of active talkers."),
  maxActiveTalkers: input(count(16), {
    description: "Maximum number of talkers shown at the same time, 1 to 16. The documented default is 6.",
    wire: "settings.max_active_talkers",
    serverDefault: 6,
  }),
  waitForModerator: flag("wait_for_moderator", false, "Participants wait until a moderator joins.", {
    valueIfOmitted: false,
  }),
  knock: flag("knock", false, "Participants must knock, and a moderator lets them in."),
  singleFileRecording: flag(
    "single_file_recording",
    false,
    "Record a meeting of two people into a single file.",
  ),
  roleBasedRecording: input(
    z.strictObject({
      moderator: media.optional().describe("What to record of moderators."),
      participant: media.optional().describe("What to record of participants."),
    }),
    {
      description:
        "What to record of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both.",
      wire: "settings.role_based_recording",
      serverDefault: { moderator: "audiovideo", participant: "audiovideo" },
    },
  ),
  liveRecording: input(
    z.strictObject({
      autoRecording: z.boolean().optional().describe("Stream from the start of the meeting."),
      url: z.string().optional().describe("URL to stream to."),
    }),
    {
      description:
        "Stream the meeting to `url`, from the start if `autoRecording` is true. A secret, because the URL may contain a stream key.",
      wire: "settings.live_recording",
      secret: true,
      neverQuoted: true,
    },
  ),
  liveTranscription: input(
    z.strictObject({
      language: z.string().min(1).describe("Spoken language, as listed in the vendor's documentation."),
      autoTranscribe: z
        .boolean()
        .optional()
        .describe("Transcribe every meeting from the start. The server's default is false."),
      enabled: z
        .boolean()
        .optional()
        .describe("Whether meetings can be transcribed. The server's default is true."),
    }),
    {
      description:
        "Transcribe speech in `language`, from the start if `autoTranscribe` is true. The text is available after the meeting.",
      wire: "settings.live_transcription",
      partDefaults: { autoTranscribe: false, enabled: true },
    },
  ),
  watermark: flag("watermark", false, "Show the watermark that you uploaded in the portal."),
  billingCode: input(z.string(), {
    description: "Billing code for call reports.",
    wire: "settings.billing_code",
    serverDefault: "",
    valueIfOmitted: "",
    neverQuoted: true,
  }),
  audiences: input(count(), {
    description: "Maximum number of viewers of the room's HLS stream; requires an HLS subscription.",
    wire: "settings.audiences",
  }),
  hlsViewUrl: input(
    z.string().refine((url) => url === "DEFAULT" || (URL.canParse(url) && url.startsWith("https://")), {
      error: 'is neither DEFAULT nor an https URL; write "DEFAULT" or "https://…"',
    }),
    {
      description: "URL of the HLS view page: `DEFAULT` or an https URL.",
      wire: "settings.hls_view_url",
      serverDefault: "DEFAULT",
      neverQuoted: true,
    },
  ),
  mediaZone: input(z.enum(["IN", "SG", "US", "XX"]), {
    description:
      "Region of the media servers; it must be part of the subscription. The server's default is XX.",
    wire: "settings.media_zone",
    serverDefault: "XX",
    values: { IN: "India.", SG: "Singapore.", US: "United States of America.", XX: "The nearest region." },
  }),
  sip: input(z.strictObject({ enabled: z.boolean().describe("Whether people can dial in.") }), {
    description: "Dial-in by phone. With `enabled`, the room has `sipMeetingId` and `sipPin`.",
    wire: "sip",
    serverDefault: { enabled: false },
  }),
  customData: input(z.record(z.string(), z.unknown()), {
    description:
      "Custom data stored with the room. It may reach attendees' browsers in their tokens, so do not put secrets here. The key `pulumiEnablex` is reserved.",
    wire: "data",
    neverQuoted: true,
  }),
  extraSettings: input(z.record(z.string(), z.unknown()), {
    description: "Settings of the API that have no input of their own, by their API names; sent unchanged.",
    neverQuoted: true,
  }),
  meetingUrl: input(
    z.string().superRefine((url, context) => {
      const problem = urlProblem(url);
      if (problem) context.addIssue({ code: "custom", message: problem });
    }),
    {
      description:
        "Origin of this room's links, such as `https://meet.example.com`. Defaults to the configuration's. A change affects only the links.",
      neverQuoted: true,
    },
  ),
  account: input(z.string().min(1), {
    description:
      "Name of an account in the `enablex:accounts` configuration. Defaults to the stack's own account.",
    neverQuoted: true,
  }),
  adoptRoomId: input(
    z.string().regex(OBJECT_ID, {
      error: "is not a room id, which has 24 hexadecimal digits",
    }),
    {
      description:
        "Id of an existing room (24 hexadecimal digits) to adopt instead of creating one. Requires `name` and `ownerRef`. Remove it once the room is adopted.",
      neverQuoted: true,
    },
  ),
  whenEnded: input(z.enum(["recreate", "keep"]), {
    description: "What to do if an adhoc room no longer exists because its call is over.",
    default: "recreate",
    values: {
      recreate: "A refresh removes the room from the state, and the next deployment creates a new one.",
      keep: "The room stays in the state; destroy succeeds.",
    },
  }),
  declaredAs: input(z.string(), {
    description:
      "Set by the provider: the `<project>/<stack>/<resource name>` under which the room was first declared. Do not set this yourself.",
  }),
});
