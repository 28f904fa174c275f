import fc from "fast-check";
import { UNKNOWN } from "../support/protocol";
import { webUrl } from "../support/web-url";

/** Every input of a created room. */
export const everything = {
  name: "Math 101",
  ownerRef: "school-7",
  kind: "scheduled",
  scheduledTime: "2030-12-01T09:00:00+05:30",
  durationMinutes: 60,
  mode: "lecture",
  participants: 30,
  moderators: 2,
  quality: "SD",
  description: "Numbers",
  canvas: true,
  screenShare: false,
  adaptiveBandwidth: false,
  autoRecording: true,
  activeTalker: false,
  maxActiveTalkers: 4,
  waitForModerator: true,
  knock: true,
  singleFileRecording: true,
  roleBasedRecording: { moderator: "audio", participant: "audiovideo" },
  liveRecording: { autoRecording: true, url: "rtmps://live.example.com/key" },
  liveTranscription: { language: "en-IN", autoTranscribe: true, enabled: false },
  watermark: true,
  billingCode: "B-1",
  hlsViewUrl: "DEFAULT",
  mediaZone: "IN",
  sip: { enabled: true },
  customData: { class: 7, tags: ["a", { deep: null }] },
  extraSettings: { viewers: 3 },
  meetingUrl: "https://school.example.com",
  whenEnded: "keep",
};

/** An unknown value for each input, and for each part of a nested input. */
export const unknowns: Record<string, unknown>[] = [
  Object.fromEntries(Object.keys(everything).map((name) => [name, UNKNOWN])),
  {
    participants: 2,
    sip: { enabled: UNKNOWN },
    liveRecording: { url: UNKNOWN },
    roleBasedRecording: { moderator: UNKNOWN },
    liveTranscription: { language: UNKNOWN, enabled: UNKNOWN },
    customData: { list: [UNKNOWN, { deep: UNKNOWN }] },
    extraSettings: { viewers: UNKNOWN },
  },
];

/** Any valid room without an end. */
export const anyRoom = fc.record(
  {
    participants: fc.integer({ min: 1, max: 200 }),
    kind: fc.constantFrom("permanent", "adhoc"),
    mode: fc.constantFrom("group", "lecture"),
    name: fc.string({ minLength: 1, unit: "grapheme" }),
    ownerRef: fc.string({ minLength: 1, unit: "grapheme" }),
    moderators: fc.integer({ min: 1, max: 5 }),
    description: fc.string({ unit: "grapheme" }),
    quality: fc.constantFrom("HD", "SD", "LD"),
    canvas: fc.boolean(),
    waitForModerator: fc.boolean(),
    maxActiveTalkers: fc.integer({ min: 1, max: 16 }),
    sip: fc.record({ enabled: fc.boolean() }),
    liveRecording: fc.record({ autoRecording: fc.boolean(), url: webUrl() }, { requiredKeys: [] }),
    liveTranscription: fc.record(
      { language: fc.string({ minLength: 1 }), autoTranscribe: fc.boolean(), enabled: fc.boolean() },
      { requiredKeys: ["language"] },
    ),
    customData: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      fc.jsonValue({ maxDepth: 3 }).map(withoutProto),
      { maxKeys: 3 },
    ),
    billingCode: fc.string(),
  },
  { requiredKeys: ["participants"] },
);

/** Removes a key that Protocol Buffers for JavaScript lose. */
function withoutProto(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === "__proto__" ? undefined : part)) ?? "null");
}
