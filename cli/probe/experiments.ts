import { toApiTime } from "../../provider/room/instant";
import { dataOf } from "./marker";
import { isKept, optionalSettings, optionalValues, patchSettings, valuesOf } from "./optional-settings";
import { CannotStart, CannotTell, describe, roomOf, type Session, settingsOf } from "./session";

/** Experiments that several questions share. Each runs once, when the first question needs it. */

/** The fewest settings that the vendor's pages send for a permanent room. Counts are numbers and strings. */
export const minimalSettings = {
  mode: "group",
  scheduled: false,
  adhoc: false,
  duration: 30,
  moderators: "1",
  participants: "2",
};

export const data = { text: "Grüße, नमस्ते, 東京 🎥", nested: { list: [1, { deep: true }], none: null } };

/** The time in this many minutes, in the API's format. */
export const minutesFromNow = (session: Session, minutes: number): string =>
  toApiTime(Math.round(session.clock.now() / 1000) + minutes * 60);

export const permanent = (session: Session) =>
  session.once("permanent", async () => {
    const more = { data: dataOf(session.mark, data) };
    const all = await session.create("permanent", { ...minimalSettings, ...optionalValues }, more);
    if (all.id !== undefined) return { id: all.id, response: all.response, hasOptional: true };
    const plain = await session.create("permanent", minimalSettings, more);
    if (plain.id !== undefined) return { id: plain.id, response: plain.response, hasOptional: false };
    throw new CannotStart(
      `The API refuses to create a room: ${describe(plain.response)}. Check the project's state and subscription in the portal, or ask the vendor's support.`,
    );
  });

export const scheduled = (session: Session) =>
  session.once("scheduled", async () => {
    const time = minutesFromNow(session, 24 * 60);
    const settings = {
      ...{ mode: "group", scheduled: true, adhoc: false, scheduled_time: time, duration: "30" },
      ...{ participants: "2", description: "", billing_code: "", wait_moderator: false },
    };
    const { id, response } = await session.create("scheduled", settings);
    if (id === undefined) throw new CannotTell(`A scheduled room was refused: ${describe(response)}.`);
    return { id, time, room: await session.read(id) };
  });

/** An adhoc room with as few settings as possible. */
export const adhoc = (session: Session) =>
  session.once("adhoc", async () => {
    const settings = { scheduled: false, adhoc: true, participants: 2 };
    const { id, response } = await session.create("adhoc", settings, { sip: { enabled: false } });
    if (id === undefined) throw new CannotTell(`An adhoc room was refused: ${describe(response)}.`);
    return { id, settings, room: await session.read(id) };
  });

/** The permanent room in the first GET. */
export const permanentRoom = (session: Session) =>
  session.once("permanent room", async () => {
    const { id } = await permanent(session);
    const response = await session.get(id);
    const room = roomOf(response);
    if (!room) throw new CannotTell(`The room that was created cannot be read: ${describe(response)}.`);
    return { response, room };
  });

/** The permanent room's settings after all optional ones were sent, and those that the API refused. */
export const withOptionalSettings = (session: Session) =>
  session.once("optional settings", async () => {
    const { id, hasOptional } = await permanent(session);
    const refused = hasOptional ? new Map() : await patchSettings(session, id, optionalValues);
    const room = hasOptional ? (await permanentRoom(session)).room : await session.read(id);
    return { refused, settings: settingsOf(room) };
  });

/** Sends `value` for each optional setting that the room keeps, and returns those whose value changed. */
export const clearing = (session: Session, how: string, value: (setting: string) => unknown) =>
  session.once(`clearing by ${how}`, async () => {
    const { id } = await permanent(session);
    const { settings } = await withOptionalSettings(session);
    const kept = Object.keys(optionalSettings).filter(
      (key) => value(key) !== undefined && isKept(key, settings[key]),
    );
    if (kept.length === 0) throw new CannotTell("The service keeps none of the optional settings.");
    // Restore the settings that other questions changed or cleared.
    await patchSettings(session, id, valuesOf(kept));
    const changes = Object.fromEntries(kept.map((key) => [key, value(key)]));
    const refused = await patchSettings(session, id, changes);
    const after = settingsOf(await session.read(id));
    return { kept, cleared: kept.filter((key) => !isKept(key, after[key])), refused };
  });

/** A create with an invalid value. */
export const invalidCreate = (session: Session) =>
  session.once("invalid create", () => session.trial("invalid", { ...minimalSettings, quality: "XL" }));

/** The response to each method for a deleted room. PATCH and DELETE are only sent for a room of this run. */
export const deletedRoom = (session: Session) =>
  session.once("deleted room", async () => {
    const { id, response } = await session.create("deleted", minimalSettings);
    if (id === undefined) throw new CannotTell(`A room was refused: ${describe(response)}.`);
    const deleted = await session.remove(id, await session.read(id));
    if (!deleted?.content)
      throw new CannotTell(`The room could not be deleted: ${deleted && describe(deleted)}.`);
    return {
      deleted,
      get: await session.get(id),
      patch: await session.patch(id, { name: session.mark.nameOf("deleted") }),
      delete: await session.ask("DELETE", `/rooms/${id}`),
    };
  });

/** A GET of an id that no room has. */
export const missingRoom = (session: Session) =>
  session.once("missing room", () => session.get(session.missingId));
