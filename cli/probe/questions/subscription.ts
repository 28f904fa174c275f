import { isObject } from "../../../provider/json";
import { sameValue } from "../../../provider/room/compare";
import { adhoc, minimalSettings, permanent, permanentRoom } from "../experiments";
import { acceptance, type Finding, found, type Question, type SwitchName } from "../question";
import { type Session, settingsOf } from "../session";
import { isWord } from "./responses";

/** What a project's subscription allows. */
export const subscription: Question[] = [
  {
    id: "participants-required",
    asks: "A room without `participants`",
    relies: "requires the input",
    source: "documented",
    outcomes: {
      refused: { means: "as documented", expected: true },
      accepted: { means: "the service has a default of its own", behaviour: { participantsRequired: false } },
    },
    async ask(session) {
      await permanentRoom(session);
      const { participants: _, ...others } = minimalSettings;
      const { response } = await session.trial("no participants", others);
      return acceptance(response);
    },
  },
  {
    id: "quality",
    asks: "Highest `quality` allowed",
    relies: "shows the API's error for a higher one",
    source: "documented",
    outcomes: {
      HD: { means: "all qualities", expected: true },
      SD: { means: "HD fails", behaviour: { appQuality: "SD" } },
      LD: { means: "HD and SD fail", behaviour: { appQuality: "LD" } },
      none: { means: "leave `quality` out of your program" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const patch = (quality: string) => session.patch(id, { settings: { quality } });
      for (const quality of ["HD", "SD"]) {
        const response = await patch(quality);
        if (!response.error) return found(quality, response);
      }
      const response = await patch("LD");
      return found(response.error ? "none" : "LD", response);
    },
  },
  limit("participants", "maxParticipants", 250, 10_000, 2),
  limit("audiences", "maxAudiences", 5_000, 100_000, 0),
  {
    id: "transcription",
    asks: "`settings.live_transcription`",
    relies: "sends it if the program sets it, and compares the response",
    source: "documented",
    outcomes: {
      kept: { means: "allowed, and returned as it was sent", expected: true },
      dropped: { means: "accepted but not returned: a change of it outside Pulumi is not noticed" },
      changed: { means: "accepted but returned with another value: an update warns that it has no effect" },
      refused: { means: "leave `liveTranscription` out of your program, or ask for it in the portal" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const sent = { language: "en-US", auto_transcribe: false, enable: true };
      const response = await session.patch(id, { settings: { live_transcription: sent } });
      if (response.error) return found("refused", response);
      const answered = settingsOf(await session.read(id)).live_transcription;
      const outcome = answered === undefined ? "dropped" : sameValue(answered, sent) ? "kept" : "changed";
      return found(outcome, response);
    },
  },
  {
    id: "sip-enabled",
    asks: "A room with SIP",
    relies: "returns `sipMeetingId` and `sipPin`",
    source: "documented",
    outcomes: {
      "pin and meeting id": { means: "as documented", expected: true },
      without: { means: "the outputs stay empty" },
      refused: { means: "leave `sip` out of your program, or ask for it in the portal" },
    },
    async ask(session) {
      await permanentRoom(session);
      const { response, room } = await session.trial("sip", minimalSettings, { sip: { enabled: true } });
      if (response.error) return found("refused", response);
      const sip = isObject(room?.sip) ? room.sip : {};
      const has = "pin" in sip && "meeting_id" in sip;
      const keys = Object.keys(sip).filter(isWord).join(", ");
      return found(has ? "pin and meeting id" : "without", keys || "no sip");
    },
  },
  {
    id: "sip-disabled",
    asks: "A room with SIP off",
    relies: "compares `sip.enabled`",
    source: "recorded",
    outcomes: {
      answered: { means: "as in recorded traffic", expected: true },
      absent: { means: "the provider treats it as off" },
    },
    async ask(session) {
      const { sip } = (await adhoc(session)).room;
      const isThere = isObject(sip) && String(sip.enabled) === "false";
      return found(isThere ? "answered" : "absent", isThere ? "enabled: false" : `sip: ${typeof sip}`);
    },
  },
];

/**
 * The highest count that a PATCH can set. Takes two requests if it is the emulator's default, otherwise a
 * binary search of the range.
 */
function limit(
  setting: string,
  name: SwitchName & `max${string}`,
  byDefault: number,
  most: number,
  least: number,
): Question {
  return {
    id: `most-${setting}`,
    asks: `Maximum \`${setting}\` of a room`,
    relies: "shows the API's error for more",
    source: "open",
    decides: name,
    outcomes: {
      [byDefault]: { means: "the emulator's default", expected: true },
      fewer: {
        means: `set no higher value${setting === "audiences" ? "; 0 means no HLS in the subscription" : ""}`,
      },
      more: { means: "the subscription allows more than the emulator" },
    },
    async ask(session: Session): Promise<Finding> {
      const { id } = await permanent(session);
      const isAllowed = async (count: number) =>
        count === least ||
        (await session.patch(id, { settings: { [setting]: count } })).content !== undefined;
      let [low, high] = (await isAllowed(byDefault)) ? [byDefault, byDefault + 1] : [least, byDefault];
      if (low === byDefault && (await isAllowed(high))) {
        if (await isAllowed(most)) [low, high] = [most, most];
        else [low, high] = [high, most];
      } else if (high === byDefault && least === 0 && !(await isAllowed(1))) high = 1;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (await isAllowed(middle)) low = middle;
        else high = middle;
      }
      const outcome = low === byDefault ? String(low) : low < byDefault ? "fewer" : "more";
      const seen = low === most ? `at least ${most}` : String(low);
      return { outcome, seen, behaviour: outcome === String(byDefault) ? undefined : { [name]: low } };
    },
  };
}
