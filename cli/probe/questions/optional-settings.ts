import { clearing, withOptionalSettings } from "../experiments";
import { isKept, optionalSettings } from "../optional-settings";
import { type Finding, found, type Outcome, type Question } from "../question";
import { CannotTell, type Session } from "../session";

const accepted: Record<string, Outcome> = {
  kept: { means: "accepted, and returned as it was sent", expected: true },
  dropped: { means: "accepted but not returned: a change of it outside Pulumi is not noticed" },
  changed: { means: "accepted but returned with another value: an update warns that it has no effect" },
  refused: { means: "leave it out of your program: a room with it fails" },
};

/** Settings that appear in no recorded response. */
const documentedOnly = [
  ...["billing_code", "hls_view_url", "knock", "live_recording", "role_based_recording"],
  "wait_for_moderator",
];

/** Each optional setting, and each way to clear them. */
export const optional: Question[] = [
  ...Object.keys(optionalSettings).map(setting),
  cleared("empty", 'Settings cleared by `""`', () => "", { emptyInUpdate: "ignore" }),
  cleared("null", "Settings cleared by `null`", () => null, { emptyInUpdate: "ignore" }),
  cleared("default", "Settings reset with their default", (key) => optionalSettings[key]!.default),
];

/** Whether the API accepts, keeps and returns an optional setting. */
function setting(key: string): Question {
  return {
    id: `setting-${key}`,
    asks: `\`settings.${key}\``,
    relies: "sends it if the program sets it, and compares the response",
    source: documentedOnly.includes(key) ? "documented" : "recorded",
    outcomes: accepted,
    async ask(session): Promise<Finding> {
      const { refused, settings } = await withOptionalSettings(session);
      if (refused.has(key)) {
        const response = refused.get(key);
        if (!response) throw new CannotTell("The API refuses too many settings to try each one separately.");
        return found("refused", response);
      }
      const answered = settings[key];
      const outcome = answered === undefined ? "dropped" : isKept(key, answered) ? "kept" : "changed";
      return found(outcome, answered === undefined ? "absent" : `a ${typeof answered}`);
    },
  };
}

/** Clears all optional settings that the service keeps, in one way. */
function cleared(
  id: string,
  asks: string,
  value: (key: string) => unknown,
  behaviour?: Outcome["behaviour"],
): Question {
  return {
    id: `cleared-by-${id}`,
    asks,
    relies:
      id === "default"
        ? "sends the documented default when an input is removed"
        : "does not use it: it warns if a removed input has no documented default",
    source: id === "default" ? "documented" : "open",
    outcomes: {
      all: { means: "a removed input could be cleared this way", expected: true },
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
      return found(outcome, `${kept.length - left.length} of ${kept.length}${but}`);
    },
  };
}
