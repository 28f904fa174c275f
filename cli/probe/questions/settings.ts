import {
  adhoc,
  clearing,
  isKept,
  optionalSettings,
  permanentRoom,
  plainSettings,
  scheduled,
  withOptionalSettings,
} from "../experiments";
import type { Finding, Outcome, Question } from "../question";
import { CannotTell, describe, type Session, settingsOf } from "../session";

const accepted: Record<string, Outcome> = {
  kept: { means: "accepted, and answered as it was sent", expected: true },
  dropped: { means: "accepted and not answered: a change of it outside Pulumi is not noticed" },
  changed: { means: "accepted and answered with another value: an update warns that it has no effect" },
  refused: { means: "leave it out of your program: a room with it fails" },
};

/** What the API makes of settings. */
export const settings: Question[] = [
  {
    id: "types",
    asks: "JSON types of counts in responses",
    relies: "compares numbers and texts by their value",
    source: "recorded",
    decides: ["countsForm"],
    outcomes: {
      sent: { means: "as they were sent", expected: true },
      number: { means: "the provider takes them too", behaviour: { countsForm: "number" } },
      string: { means: "the provider takes them too", behaviour: { countsForm: "string" } },
      mixed: { means: "the provider takes them too" },
    },
    async ask(session) {
      const answered = settingsOf((await permanentRoom(session)).room);
      const types = (["participants", "moderators", "duration"] as const)
        .filter((key) => key in answered)
        .map((key) => ({ sent: typeof plainSettings[key], answered: typeof answered[key] }));
      if (types.length === 0) throw new CannotTell("The room shows no counts.");
      const all = (type: string) => types.every((each) => each.answered === type);
      const isSent = types.every((each) => each.answered === each.sent);
      const outcome = isSent ? "sent" : all("number") ? "number" : all("string") ? "string" : "mixed";
      return { outcome, seen: types.map((each) => `${each.sent} → ${each.answered}`).join(", ") };
    },
  },
  {
    id: "empty-settings",
    asks: "Settings that a create sends empty",
    relies: 'takes an absent setting, `""` and `false` for the same',
    source: "recorded",
    decides: ["emptySettings"],
    outcomes: {
      dropped: { means: "as in recorded traffic", expected: true },
      answered: { means: "the provider takes them too", behaviour: { emptySettings: "echo" } },
      some: { means: "the provider takes them too" },
    },
    async ask(session) {
      const answered = settingsOf((await scheduled(session)).room);
      const there = ["description", "billing_code", "wait_moderator"].filter((key) => key in answered);
      const outcome = there.length === 0 ? "dropped" : there.length === 3 ? "answered" : "some";
      return { outcome, seen: there.length === 0 ? "none of 3 is there" : `there: ${there.join(", ")}` };
    },
  },
  {
    id: "missing-settings",
    asks: "Settings that a create does not send",
    relies: "ignores what the program did not give",
    source: "recorded",
    decides: ["missingSettings"],
    outcomes: {
      filled: { means: "the service fills them in, as in traffic of 2021", expected: true },
      absent: {
        means: "as in traffic of 2018; an import sees only what was set",
        behaviour: { missingSettings: "omit" },
      },
    },
    async ask(session) {
      const { room, settings: sent } = await adhoc(session);
      const fillable = [
        "screen_share",
        "canvas",
        "moderators",
        "max_active_talkers",
        "media_zone",
        "watermark",
      ];
      const filled = fillable.filter((key) => key in settingsOf(room) && !(key in sent));
      return {
        outcome: filled.length > 0 ? "filled" : "absent",
        seen: `${filled.length} of ${fillable.length}`,
      };
    },
  },
  ...Object.keys(optionalSettings).map(optional),
  cleared("empty", 'Settings cleared by `""`', () => "", ["emptyInUpdate"]),
  cleared("null", "Settings cleared by `null`", () => null, ["emptyInUpdate"]),
  cleared("default", "Settings set back by their default", (key) => optionalSettings[key]!.default),
  {
    id: "unknown-setting",
    asks: "A setting that the API does not know",
    relies: "sends `extraSettings` as they are",
    source: "documented",
    decides: ["unknownSettings"],
    outcomes: {
      refused: { means: "a misspelt setting fails the create", expected: true },
      answered: { means: "a misspelt setting goes unnoticed", behaviour: { unknownSettings: "accept" } },
      dropped: { means: "a misspelt setting goes unnoticed" },
    },
    async ask(session) {
      const { reply, room } = await session.trial("unknown setting", {
        ...plainSettings,
        probe_setting: "x",
      });
      const isThere = "probe_setting" in settingsOf(room);
      return { outcome: reply.error ? "refused" : isThere ? "answered" : "dropped", seen: describe(reply) };
    },
  },
  {
    id: "unknown-key",
    asks: "A top-level key that the API does not know",
    relies: "sends none",
    source: "recorded",
    decides: ["unknownKeys"],
    outcomes: {
      ignored: { means: "as a client relies on it", expected: true },
      refused: { means: "the provider sends none", behaviour: { unknownKeys: "refuse" } },
    },
    async ask(session) {
      const { reply } = await session.trial("unknown key", plainSettings, { probe_key: "x" });
      return { outcome: reply.error ? "refused" : "ignored", seen: describe(reply) };
    },
  },
];

/** One optional setting: accepted, kept, answered. */
function optional(key: string): Question {
  return {
    id: `setting-${key}`,
    asks: `\`settings.${key}\``,
    relies: "sends it if the program gives it, and compares what is answered",
    source: ["live_recording", "hls_view_url", "role_based_recording"].includes(key)
      ? "documented"
      : "recorded",
    outcomes: accepted,
    async ask(session): Promise<Finding> {
      const { refused, settings } = await withOptionalSettings(session);
      if (refused.has(key)) {
        const reply = refused.get(key);
        if (!reply) throw new CannotTell("The API refuses so many settings that not each was tried alone.");
        return { outcome: "refused", seen: describe(reply) };
      }
      const answered = settings[key];
      const outcome = answered === undefined ? "dropped" : isKept(key, answered) ? "kept" : "changed";
      return { outcome, seen: answered === undefined ? "absent" : `a ${typeof answered}` };
    },
  };
}

/** All optional settings that the service keeps, cleared in one way. */
function cleared(
  id: string,
  asks: string,
  value: (key: string) => unknown,
  decides?: Question["decides"],
): Question {
  const behaviour = decides && { emptyInUpdate: "ignore" as const };
  return {
    id: `cleared-by-${id}`,
    asks,
    relies:
      id === "default"
        ? "sends the documented default when an input is removed"
        : "does not: it warns where a removed input has no documented default",
    source: id === "default" ? "documented" : "open",
    decides,
    outcomes: {
      all: { means: "a removed input could be cleared so", expected: true },
      some: { means: "depends on the setting" },
      none: { means: "a removed input keeps its value", behaviour },
      refused: { means: "the update fails" },
    },
    async ask(session: Session): Promise<Finding> {
      const result = await clearing(session, id, value);
      const { kept, refused } = result;
      const left = kept.filter((key) => !result.cleared.includes(key));
      const outcome =
        refused.size === kept.length
          ? "refused"
          : left.length === 0
            ? "all"
            : left.length < kept.length
              ? "some"
              : "none";
      const but = outcome === "some" ? `; not ${left.join(", ")}` : "";
      return { outcome, seen: `${kept.length - left.length} of ${kept.length}${but}` };
    },
  };
}
