import { parseApiTime } from "../../../provider/room/instant";
import { minimalSettings, minutesFromNow, permanentRoom, scheduled } from "../experiments";
import { acceptance, found, type Question } from "../question";
import { CannotTell, describe, roomOf, type Session, settingsOf } from "../session";

const scheduledSettings = (session: Session, minutes: number, duration = 30) => ({
  ...{ mode: "group", scheduled: true, adhoc: false, participants: "2", duration },
  scheduled_time: minutesFromNow(session, minutes),
});

/** Scheduled rooms and their times. */
export const schedule: Question[] = [
  {
    id: "scheduled-time",
    asks: "Format of `scheduled_time` in responses",
    relies: "compares instants, in both forms",
    source: "documented",
    outcomes: {
      sent: { means: "as it was sent", expected: true },
      iso: { means: "ISO 8601; the provider accepts it too", behaviour: { scheduledTimeForm: "iso" } },
      other: { means: "another form that the provider reads" },
      unreadable: { means: "every refresh shows a change; report it" },
      absent: { means: "a change of the time outside Pulumi is not noticed" },
    },
    async ask(session) {
      const { time, room } = await scheduled(session);
      const answered = settingsOf(room).scheduled_time;
      if (answered === undefined) return found("absent", "not there");
      if (answered === time) return found("sent", "YYYY-MM-DD HH:MM:SS");
      const isSame = typeof answered === "string" && parseApiTime(answered) === parseApiTime(time);
      const isIso = isSame && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(answered);
      return found(
        isIso ? "iso" : isSame ? "other" : "unreadable",
        isIso ? "YYYY-MM-DDTHH:MM:SS.000Z" : "another form",
      );
    },
  },
  {
    id: "past-time",
    asks: "A scheduled room in the past",
    relies: "does not check the clock, so programs can be deployed after their meetings",
    source: "open",
    outcomes: {
      refused: { means: "a room that is lost after its meeting cannot be created again", expected: true },
      accepted: { means: "a program with past meetings can be deployed to a new stack" },
    },
    async ask(session) {
      await permanentRoom(session);
      const { response } = await session.trial("past", scheduledSettings(session, -24 * 60));
      return acceptance(response);
    },
  },
  {
    id: "unscheduled-time",
    asks: "`scheduled_time` of a room that is not scheduled",
    relies: "refuses it before it is sent",
    source: "open",
    outcomes: {
      answered: { means: "other clients may send it", expected: true },
      dropped: { means: "other clients may send it" },
      refused: { means: "other clients may fail", behaviour: { unscheduledTime: "refuse" } },
    },
    async ask(session) {
      await permanentRoom(session);
      const scheduled_time = minutesFromNow(session, 24 * 60);
      const { response, room } = await session.trial("unscheduled", { ...minimalSettings, scheduled_time });
      const accepted = "scheduled_time" in settingsOf(room) ? "answered" : "dropped";
      return found(response.error ? "refused" : accepted, response);
    },
  },
  {
    id: "late-update",
    asks: "A PATCH 10 minutes before the start",
    relies: "refuses it before it is sent, if it knows the time",
    source: "documented",
    outcomes: {
      refused: { means: "as documented", expected: true },
      accepted: { means: "late changes would be possible", behaviour: { patchLate: "accept" } },
    },
    async ask(session) {
      await permanentRoom(session);
      const { id, response } = await session.create("soon", scheduledSettings(session, 10));
      if (id === undefined)
        throw new CannotTell(`A room that starts in 10 minutes was refused: ${describe(response)}.`);
      const patched = await session.patch(id, { name: session.mark.nameOf("soon, updated") });
      await session.remove(id, await session.read(id));
      return acceptance(patched);
    },
  },
  {
    id: "late-update-boundary",
    asks: "When the API begins to refuse changes of a scheduled room",
    relies: "allows changes until 15 minutes before the start",
    source: "documented",
    needs: "wait",
    outcomes: {
      "15 minutes": { means: "as documented", expected: true },
      earlier: { means: "an update in between fails with the API's message" },
      later: {
        means: "the provider refuses changes that the API would accept",
        behaviour: { patchLate: "accept" },
      },
    },
    async ask(session) {
      const { boundary } = await afterWaiting(session);
      const [before, after] = [boundary.before, boundary.after];
      const outcome = before.error ? "earlier" : after.error ? "15 minutes" : "later";
      const seen = `16 minutes before: ${describe(before)}; 13 minutes before: ${describe(after)}`;
      return found(outcome, seen);
    },
  },
  {
    id: "scheduled-after-end",
    asks: "A scheduled room after its end",
    relies: "keeps it in the state, even if the API no longer finds it",
    source: "open",
    needs: "wait",
    outcomes: {
      readable: { means: "it can be read", expected: true },
      gone: {
        means: "it no longer exists; the provider keeps it in the state",
        behaviour: { scheduledAfterEnd: "gone" },
      },
    },
    async ask(session) {
      const { ended } = await afterWaiting(session);
      return found(roomOf(ended) ? "readable" : "gone", ended);
    },
  },
];

/** How long the questions that need time wait. */
export const WAIT_MINUTES = 4;

/** Creates two scheduled rooms. During the wait, one gets within 15 minutes of its start, the other ends. */
const afterWaiting = (session: Session) =>
  session.once("waiting", async () => {
    const adhocRoom = [...session.rooms].at(-1);
    if (adhocRoom && session.rooms.size > 2) await session.remove(adhocRoom, await session.read(adhocRoom));
    const later = await session.create("later", scheduledSettings(session, 17));
    const short = await session.create("short", scheduledSettings(session, 2, 1));
    if (later.id === undefined || short.id === undefined)
      throw new CannotTell(`A scheduled room was refused: ${describe(short.response)}.`);
    const before = await session.patch(later.id, { name: session.mark.nameOf("later, updated") });
    await session.sleep(WAIT_MINUTES * 60_000);
    const after = await session.patch(later.id, { name: session.mark.nameOf("later, updated again") });
    return { boundary: { before, after }, ended: await session.get(short.id) };
  });
