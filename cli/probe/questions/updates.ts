import { adhoc, permanent, permanentRoom, withOptionalSettings } from "../experiments";
import { dataOf } from "../marker";
import { acceptance, found, type Question } from "../question";
import { CannotTell, describe, settingsOf } from "../session";
import { fixedRepeated } from "./responses";

/** What can be changed, and how. */
export const updates: Question[] = [
  {
    id: "update-applied",
    asks: "Whether a GET shows a PATCH at once",
    relies: "reads the room after an update, and warns about changes that the API did not apply",
    source: "documented",
    outcomes: {
      yes: { means: "as documented", expected: true },
      no: { means: "updates warn without reason, or have no effect; report it" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const name = session.mark.nameOf("permanent, updated");
      const response = await session.patch(id, { name, settings: { participants: "1" } });
      const room = await session.read(id);
      const isThere = room.name === name && String(settingsOf(room).participants) === "1";
      return found(isThere ? "yes" : "no", response);
    },
  },
  {
    id: "owner-ref-update",
    asks: "Whether a PATCH changes `owner_ref`",
    relies: "sends it if `ownerRef` changes",
    source: "open",
    outcomes: {
      yes: { means: "`ownerRef` is updated in place", expected: true },
      ignored: { means: "`ownerRef` can only be set by a create; an update warns" },
      refused: { means: "an update of `ownerRef` fails" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const owner_ref = `${session.mark.ownerRef} changed`;
      const response = await session.patch(id, { owner_ref });
      if (response.error) return found("refused", response);
      const room = await session.read(id);
      return found(room.owner_ref === owner_ref ? "yes" : "ignored", response);
    },
  },
  {
    id: "fixed-repeated",
    asks: "A PATCH that repeats `mode`, `scheduled` and `adhoc`",
    relies: "does not send them",
    source: "open",
    outcomes: {
      accepted: { means: "clients rely on it", expected: true },
      refused: { means: "other clients of the project may fail" },
    },
    async ask(session) {
      return acceptance(await fixedRepeated(session));
    },
  },
  {
    id: "mode-update",
    asks: "A PATCH of `mode`",
    relies: "replaces the room if `mode` changes",
    source: "documented",
    outcomes: {
      refused: { means: "as documented", expected: true },
      ignored: { means: "a change of `mode` needs a new room too" },
      changed: { means: "a change of `mode` would not need a new room" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const response = await session.patch(id, { settings: { mode: "lecture" } });
      if (response.error) return found("refused", response);
      const isChanged = settingsOf(await session.read(id)).mode === "lecture";
      return found(isChanged ? "changed" : "ignored", response);
    },
  },
  {
    id: "nested-update",
    asks: "A PATCH of one part of `role_based_recording`",
    relies: "sends all parts that the program sets",
    source: "open",
    outcomes: {
      merged: { means: "the other part stays", expected: true },
      replaced: { means: "the other part is lost", behaviour: { nestedInUpdate: "replace" } },
    },
    async ask(session) {
      const { id } = await permanent(session);
      await withOptionalSettings(session);
      const whole = { moderator: "audio", participant: "audio" };
      const part = { participant: "audiovideo" };
      await session.patch(id, { settings: { role_based_recording: whole } });
      const response = await session.patch(id, { settings: { role_based_recording: part } });
      const after = settingsOf(await session.read(id)).role_based_recording as Record<string, unknown>;
      if (response.error || after?.participant !== "audiovideo")
        throw new CannotTell(`The update had no effect: ${describe(response)}.`);
      return found(after.moderator === "audio" ? "merged" : "replaced", response);
    },
  },
  {
    id: "put",
    asks: "PUT of a room",
    relies: "sends PATCH only",
    source: "open",
    outcomes: {
      refused: { means: "as documented", expected: true },
      accepted: { means: "clients that send PUT work", behaviour: { putAllowed: true } },
    },
    async ask(session) {
      const { id, settings } = await adhoc(session);
      const { mark } = session;
      const body = { name: mark.nameOf("adhoc"), owner_ref: mark.ownerRef, settings, data: dataOf(mark) };
      const response = await session.ask("PUT", `/rooms/${id}`, body);
      return acceptance(response);
    },
  },
  path("trailing-slash", "A trailing slash in the path", "/rooms/"),
  path("double-slash", "A double slash in the path", "//rooms"),
];

function path(id: string, asks: string, address: string): Question {
  return {
    id,
    asks,
    relies: "sends none",
    source: id === "trailing-slash" ? "recorded" : "open",
    outcomes: {
      served: { means: "other clients rely on it", expected: true },
      refused: { means: "other clients of the project may fail" },
    },
    async ask(session) {
      await permanentRoom(session);
      const response = await session.ask("GET", address);
      return found(response.error ? "refused" : "served", response);
    },
  };
}
