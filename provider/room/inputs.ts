import { z } from "zod";
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
  more: Pick<InputMetadata, "absentMeans"> = {},
) =>
  input(z.boolean(), {
    description: `${description} The server's default is ${serverDefault}.`,
    wire: `settings.${key}`,
    serverDefault,
    ...more,
  });

/** All inputs of a room. `participants` is required; which others are is decided by `kind` (see check). */
export const roomInputs = z.strictObject({
  name: input(z.string().min(1), {
    description: "Title of the room that people see. The resource's name where it is not given; not unique.",
    wire: "name",
    quiet: true,
  }),
  ownerRef: input(z.string().min(1), {
    description:
      "Your own reference of the room, repeated in call reports. `<project>/<stack>/<resource name>` where it is not given.",
    wire: "owner_ref",
    quiet: true,
  }),
  kind: input(z.enum(["permanent", "scheduled", "adhoc"]), {
    description: "How long the room lives.",
    default: "permanent",
    replaceOnChanges: true,
    values: {
      permanent: "Exists until it is deleted.",
      scheduled: "Usable from 15 minutes before `scheduledTime` until `durationMinutes` after it.",
      adhoc: "Usable for a single call; the server deletes it afterwards (see `whenEnded`).",
    },
  }),
  scheduledTime: input(
    z
      .string()
      .refine((text) => parseInstant(text) !== undefined, { error: (issue) => instantProblem(issue.input) }),
    {
      description:
        "When a scheduled room starts: RFC 3339 with `Z` or an offset, such as `2026-12-01T09:00:00+05:30`. Required for a scheduled room, refused for others.",
      wire: "settings.scheduled_time",
    },
  ),
  durationMinutes: input(count(), {
    description: "Length of the meeting in minutes. Required for a scheduled room.",
    wire: "settings.duration",
  }),
  mode: input(z.enum(["group", "lecture"]), {
    description: "Who may publish audio and video.",
    wire: "settings.mode",
    default: "group",
    replaceOnChanges: true,
    values: {
      group: "Everybody in the room publishes.",
      lecture: "Moderators publish; participants ask for the floor.",
    },
  }),
  participants: z.int().min(1).register(inputMetadata, {
    description: "How many participants may be in the room at once, moderators not counted.",
    wire: "settings.participants",
    sentAsString: true,
  }),
  moderators: input(count(5), {
    description: "How many moderators may be in the room at once, 1 to 5.",
    wire: "settings.moderators",
    default: 1,
    serverDefault: 1,
    sentAsString: true,
  }),
  quality: input(z.enum(["HD", "SD", "LD"]), {
    description: "Video quality. The subscription's where it is not given, which is also the best allowed.",
    wire: "settings.quality",
    values: { HD: "High definition.", SD: "Standard definition.", LD: "Low definition." },
  }),
  description: input(z.string(), {
    description: "Free text about the room.",
    wire: "settings.description",
    serverDefault: "",
    absentMeans: "",
    quiet: true,
  }),
  canvas: flag("canvas", false, "Canvas streaming."),
  screenShare: flag("screen_share", true, "Screen sharing."),
  adaptiveBandwidth: flag("abwd", true, "Automatic bandwidth detection."),
  autoRecording: flag("auto_recording", false, "Record every meeting from its start."),
  activeTalker: flag("active_talker", true, "Send the active talkers' streams."),
  maxActiveTalkers: input(count(16), {
    description: "How many talkers are shown at once, 1 to 16. The documented default is 6.",
    wire: "settings.max_active_talkers",
    serverDefault: 6,
  }),
  waitForModerator: flag("wait_for_moderator", false, "Participants wait until a moderator has joined.", {
    absentMeans: false,
  }),
  knock: flag("knock", false, "Participants knock and are let in by a moderator."),
  singleFileRecording: flag("single_file_recording", false, "Record a meeting of two into a single file."),
  roleBasedRecording: input(
    z.strictObject({
      moderator: media.optional().describe("What is recorded of moderators."),
      participant: media.optional().describe("What is recorded of participants."),
    }),
    {
      description:
        "What is recorded of each role: `audio` or `audiovideo`. The server's default is `audiovideo` for both.",
      wire: "settings.role_based_recording",
      serverDefault: { moderator: "audiovideo", participant: "audiovideo" },
    },
  ),
  liveRecording: input(
    z.strictObject({
      autoRecording: z.boolean().optional().describe("Stream from the start of the meeting."),
      url: z.string().optional().describe("Where to stream to."),
    }),
    {
      description:
        "Stream the meeting to `url`, from its start with `autoRecording`. Secret, because the URL may hold a stream key.",
      wire: "settings.live_recording",
      secret: true,
      quiet: true,
    },
  ),
  liveTranscription: input(
    z.strictObject({
      language: z
        .string()
        .min(1)
        .describe("Language that is spoken, as the vendor's documentation lists them."),
      autoTranscribe: z
        .boolean()
        .optional()
        .describe("Transcribe every meeting from its start. The server's default is false."),
      enabled: z
        .boolean()
        .optional()
        .describe("Whether meetings can be transcribed. The server's default is true."),
    }),
    {
      description:
        "Transcribe what is spoken in `language`, from the start of a meeting with `autoTranscribe`. The text is available after the meeting.",
      wire: "settings.live_transcription",
      partDefaults: { autoTranscribe: false, enabled: true },
    },
  ),
  watermark: flag("watermark", false, "Show the watermark that was uploaded in the portal."),
  billingCode: input(z.string(), {
    description: "Code that call reports are billed to.",
    wire: "settings.billing_code",
    serverDefault: "",
    absentMeans: "",
    quiet: true,
  }),
  audiences: input(count(), {
    description: "How many viewers may follow the room's HLS stream; needs an HLS subscription.",
    wire: "settings.audiences",
  }),
  hlsViewUrl: input(
    z.string().refine((url) => url === "DEFAULT" || (URL.canParse(url) && url.startsWith("https://")), {
      error: 'is neither DEFAULT nor an https URL; write "DEFAULT" or "https://…"',
    }),
    {
      description: "Page of the HLS view: `DEFAULT` or an https URL.",
      wire: "settings.hls_view_url",
      serverDefault: "DEFAULT",
      quiet: true,
    },
  ),
  mediaZone: input(z.enum(["IN", "SG", "US", "XX"]), {
    description:
      "Where the media servers stand. Must be part of the subscription. The server's default is XX.",
    wire: "settings.media_zone",
    serverDefault: "XX",
    values: { IN: "India.", SG: "Singapore.", US: "United States of America.", XX: "The nearest." },
  }),
  sip: input(z.strictObject({ enabled: z.boolean().describe("Whether people can dial in.") }), {
    description: "Dial-in by telephone. With `enabled`, the room has `sipMeetingId` and `sipPin`.",
    wire: "sip",
    serverDefault: { enabled: false },
  }),
  customData: input(z.record(z.string(), z.unknown()), {
    description:
      "Free data kept with the room. Attendees' tokens may carry it to their browsers: put no secret here. The key `pulumiEnablex` is reserved.",
    wire: "data",
    quiet: true,
  }),
  extraSettings: input(z.record(z.string(), z.unknown()), {
    description:
      "Keys of the API's `settings` for which there is no input, in the API's own spelling and sent as they are.",
    quiet: true,
  }),
  meetingUrl: input(
    z.string().superRefine((url, context) => {
      const problem = urlProblem(url);
      if (problem) context.addIssue({ code: "custom", message: problem });
    }),
    {
      description:
        "Origin of this room's links, such as `https://meet.example.com`. From the configuration where it is not given. Changes only the links.",
      quiet: true,
    },
  ),
  account: input(z.string().min(1), {
    description:
      "Name of an account in the `enablex:accounts` configuration. The stack's own where it is not given.",
    quiet: true,
  }),
  adoptRoomId: input(
    z.string().regex(OBJECT_ID, {
      error: "is not a room id, which has 24 hexadecimal digits",
    }),
    {
      description:
        "Id of an existing room, 24 hexadecimal digits, which is taken over instead of making a new one. `name` and `ownerRef` are then required. Take it out of the program once the room is adopted.",
      quiet: true,
    },
  ),
  whenEnded: input(z.enum(["recreate", "keep"]), {
    description: "What to do with an adhoc room that is not found any more, because its call is over.",
    default: "recreate",
    values: {
      recreate: "A refresh drops the room and the next deployment makes a new one.",
      keep: "The room stays in the state, and a destroy is content.",
    },
  }),
  declaredAs: input(z.string(), {
    description:
      "Filled in: `<project>/<stack>/<resource name>` under which the room was first declared. Not for users.",
  }),
});
