import { adhoc, minimalSettings, permanentRoom, scheduled } from "../experiments";
import { found, type Question } from "../question";
import { CannotTell, settingsOf } from "../session";

/** Settings in general. */
export const settings: Question[] = [
  {
    id: "types",
    asks: "JSON types of counts in responses",
    relies: "compares numbers and texts by their value",
    source: "recorded",
    outcomes: {
      sent: { means: "as they were sent", expected: true },
      number: { means: "the provider accepts them too", behaviour: { countsForm: "number" } },
      string: { means: "the provider accepts them too", behaviour: { countsForm: "string" } },
      mixed: { means: "the provider accepts them too" },
    },
    async ask(session) {
      const answered = settingsOf((await permanentRoom(session)).room);
      const types = (["participants", "moderators", "duration"] as const)
        .filter((key) => key in answered)
        .map((key) => ({ sent: typeof minimalSettings[key], answered: typeof answered[key] }));
      if (types.length === 0) throw new CannotTell("The room shows no counts.");
      const all = (type: string) => types.every((each) => each.answered === type);
      const isSent = types.every((each) => each.answered === each.sent);
      const outcome = isSent ? "sent" : all("number") ? "number" : all("string") ? "string" : "mixed";
      return found(outcome, types.map((each) => `${each.sent} → ${each.answered}`).join(", "));
    },
  },
  {
    id: "empty-settings",
    asks: "Settings that a create sends empty",
    relies: 'treats a missing setting, `""` and `false` as equal',
    source: "recorded",
    outcomes: {
      dropped: { means: "as in recorded traffic", expected: true },
      answered: { means: "the provider accepts them too", behaviour: { emptySettings: "echo" } },
      some: { means: "the provider accepts them too" },
    },
    async ask(session) {
      const answered = settingsOf((await scheduled(session)).room);
      const there = ["description", "billing_code", "wait_moderator"].filter((key) => key in answered);
      const outcome = there.length === 0 ? "dropped" : there.length === 3 ? "answered" : "some";
      return found(outcome, there.length === 0 ? "none of 3 is there" : `there: ${there.join(", ")}`);
    },
  },
  {
    id: "missing-settings",
    asks: "Settings that a create does not send",
    relies: "ignores settings that the program did not set",
    source: "recorded",
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
      return found(filled.length > 0 ? "filled" : "absent", `${filled.length} of ${fillable.length}`);
    },
  },
  {
    id: "unknown-setting",
    asks: "A setting that the API does not know",
    relies: "sends `extraSettings` as they are",
    source: "documented",
    outcomes: {
      refused: { means: "a misspelt setting fails the create", expected: true },
      answered: { means: "a misspelt setting goes unnoticed", behaviour: { unknownSettings: "accept" } },
      dropped: { means: "a misspelt setting goes unnoticed" },
    },
    async ask(session) {
      const { response, room } = await session.trial("unknown setting", {
        ...minimalSettings,
        probe_setting: "x",
      });
      const isThere = "probe_setting" in settingsOf(room);
      return found(response.error ? "refused" : isThere ? "answered" : "dropped", response);
    },
  },
  {
    id: "unknown-key",
    asks: "A top-level key that the API does not know",
    relies: "sends none",
    source: "open",
    outcomes: {
      ignored: { means: "a client relies on it", expected: true },
      refused: { means: "the provider sends none", behaviour: { unknownKeys: "refuse" } },
    },
    async ask(session) {
      const { response } = await session.trial("unknown key", minimalSettings, { probe_key: "x" });
      return found(response.error ? "refused" : "ignored", response);
    },
  },
];
