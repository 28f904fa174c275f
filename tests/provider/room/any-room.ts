import fc from "fast-check";
import { MARKER_KEY } from "../../../provider/room/marker";

/** 24 hexadecimal digits, as in the ids of rooms and projects. */
export const hexId = fc.stringMatching(/^[0-9a-f]{24}$/);

const text = fc.string({ minLength: 1, maxLength: 20 });
const media = fc.constantFrom("audio", "audiovideo");
/** A start after 2030, so the emulator accepts it by its own clock. */
const start = fc
  .date({ min: new Date("2030-01-01T00:00:00Z"), max: new Date("2090-01-01T00:00:00Z"), noInvalidDate: true })
  .chain((date) => {
    const utc = date.toISOString();
    return fc.constantFrom(
      `${utc.slice(0, 19)}Z`,
      `${utc.slice(0, 19)}+05:30`,
      `${utc.slice(0, 19)}.250-03:00`,
    );
  });

/** JSON that a request can carry: JSON.stringify does not write -0. */
const sendable = (maxDepth: number) =>
  fc.jsonValue({ maxDepth }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** Any JSON object without keys that have a meaning in JavaScript. */
export const anyData = fc
  .dictionary(fc.string({ maxLength: 10 }), sendable(2), { maxKeys: 4 })
  .map((data) => {
    delete data[MARKER_KEY];
    return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  });

const optional = fc.record(
  {
    name: text,
    ownerRef: text,
    mode: fc.constantFrom("group", "lecture"),
    moderators: fc.integer({ min: 1, max: 5 }),
    quality: fc.constantFrom("HD", "SD", "LD"),
    description: fc.string({ maxLength: 20 }),
    canvas: fc.boolean(),
    screenShare: fc.boolean(),
    adaptiveBandwidth: fc.boolean(),
    autoRecording: fc.boolean(),
    activeTalker: fc.boolean(),
    maxActiveTalkers: fc.integer({ min: 1, max: 16 }),
    waitForModerator: fc.boolean(),
    knock: fc.boolean(),
    singleFileRecording: fc.boolean(),
    roleBasedRecording: fc.record({ moderator: media, participant: media }, { requiredKeys: [] }),
    liveRecording: fc.record({ autoRecording: fc.boolean(), url: text }, { requiredKeys: [] }),
    liveTranscription: fc.record(
      { language: text, autoTranscribe: fc.boolean(), enabled: fc.boolean() },
      { requiredKeys: ["language"] },
    ),
    watermark: fc.boolean(),
    billingCode: fc.string({ maxLength: 10 }),
    audiences: fc.integer({ min: 1, max: 5_000 }),
    hlsViewUrl: fc.constantFrom("DEFAULT", "https://example.com/view"),
    mediaZone: fc.constantFrom("IN", "SG", "US", "XX"),
    sip: fc.record({ enabled: fc.boolean() }),
    customData: anyData,
    extraSettings: fc.record(
      { facex: fc.boolean(), viewers: fc.nat(9), encryption: sendable(1), peep: anyData },
      { requiredKeys: [] },
    ),
    meetingUrl: fc.constantFrom("https://meet.example.com", "http://127.0.0.1:9/base"),
    whenEnded: fc.constantFrom("recreate", "keep"),
  },
  { requiredKeys: [] },
);

const kind = fc.oneof(
  fc.record(
    { kind: fc.constant("permanent"), durationMinutes: fc.integer({ min: 1, max: 600 }) },
    { requiredKeys: [] },
  ),
  fc.record(
    { kind: fc.constant("adhoc"), durationMinutes: fc.integer({ min: 1, max: 600 }) },
    { requiredKeys: ["kind"] },
  ),
  fc.record({
    kind: fc.constant("scheduled"),
    scheduledTime: start,
    durationMinutes: fc.integer({ min: 1, max: 600 }),
  }),
);

/** The inputs of any valid room, as given by a program and completed by the SDK. */
export const anyRoom: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(optional, kind, fc.integer({ min: 1, max: 250 }), text)
  .map(([inputs, kind, participants, name]) => ({
    ...inputs,
    ...kind,
    participants,
    declaredAs: `shop/dev/${name}`,
  }));
