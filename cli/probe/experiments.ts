import { isObject, sameValue } from "../../provider/room/compare";
import { toApiTime } from "../../provider/room/instant";
import type { Json, Reply } from "./exchange";
import { dataOf } from "./marker";
import { CannotStart, CannotTell, describe, roomOf, type Session, settingsOf } from "./session";

/** What several questions look at: each is done once in a run, when the first question needs it. */

/** A setting that a room may have: a value that is not the default, and the documented default, if there is one. */
export const optionalSettings: Record<string, { value: unknown; default?: unknown }> = {
  description: { value: "Created by pulumi-enablex probe" },
  billing_code: { value: "probe" },
  auto_recording: { value: true, default: false },
  canvas: { value: true, default: false },
  screen_share: { value: false, default: true },
  abwd: { value: false, default: true },
  active_talker: { value: false, default: true },
  max_active_talkers: { value: 2 },
  knock: { value: true, default: false },
  wait_for_moderator: { value: true, default: false },
  media_zone: { value: "US", default: "XX" },
  single_file_recording: { value: true, default: false },
  role_based_recording: {
    value: { moderator: "audio", participant: "audio" },
    default: { moderator: "audiovideo", participant: "audiovideo" },
  },
  live_recording: { value: { auto_recording: false, url: "rtmp://live.example.com/probe" } },
  watermark: { value: true, default: false },
  hls_view_url: { value: "https://example.com/probe", default: "DEFAULT" },
};

const optionalValues = valuesOf(Object.keys(optionalSettings));

/** The least that the vendor's pages send for a permanent room. Counts come in both types. */
export const plainSettings = {
  mode: "group",
  scheduled: false,
  adhoc: false,
  duration: 30,
  moderators: "1",
  participants: "2",
};

export const data = { text: "Grüße, नमस्ते, 東京 🎥", nested: { list: [1, { deep: true }], none: null } };

/** So many minutes from now, as the API takes it. */
export const minutesFromNow = (session: Session, minutes: number): string =>
  toApiTime(Math.round(session.clock.now() / 1000) + minutes * 60);

export const permanent = (session: Session) =>
  session.once("permanent", async () => {
    const more = { data: dataOf(session.mark, data) };
    const all = await session.create("permanent", { ...plainSettings, ...optionalValues }, more);
    if (all.id !== undefined) return { id: all.id, reply: all.reply, hasOptional: true };
    const plain = await session.create("permanent", plainSettings, more);
    if (plain.id !== undefined) return { id: plain.id, reply: plain.reply, hasOptional: false };
    throw new CannotStart(
      `The API refuses to create a room: ${describe(plain.reply)}. Look at the project's state and subscription in the portal, or ask the vendor's support.`,
    );
  });

export const scheduled = (session: Session) =>
  session.once("scheduled", async () => {
    const time = minutesFromNow(session, 24 * 60);
    const settings = {
      ...{ mode: "group", scheduled: true, adhoc: false, scheduled_time: time, duration: "30" },
      ...{ participants: "2", description: "", billing_code: "", wait_moderator: false },
    };
    const { id, reply } = await session.create("scheduled", settings);
    if (id === undefined) throw new CannotTell(`A scheduled room was refused: ${describe(reply)}.`);
    return { id, time, room: await session.read(id) };
  });

/** With as few settings as possible. */
export const adhoc = (session: Session) =>
  session.once("adhoc", async () => {
    const settings = { scheduled: false, adhoc: true, participants: 2 };
    const { id, reply } = await session.create("adhoc", settings, { sip: { enabled: false } });
    if (id === undefined) throw new CannotTell(`An adhoc room was refused: ${describe(reply)}.`);
    return { id, settings, room: await session.read(id) };
  });

/** The permanent room as the first GET showed it. */
export const permanentRoom = (session: Session) =>
  session.once("permanent room", async () => {
    const { id } = await permanent(session);
    const reply = await session.get(id);
    const room = roomOf(reply);
    if (!room) throw new CannotTell(`The room that was created cannot be read: ${describe(reply)}.`);
    return { reply, room };
  });

/** The settings of the permanent room after all optional ones were sent, and those that the API refused. */
export const withOptionalSettings = (session: Session) =>
  session.once("optional settings", async () => {
    const { id, hasOptional } = await permanent(session);
    const refused = hasOptional ? new Map() : await patchSettings(session, id, optionalValues);
    const room = hasOptional ? (await permanentRoom(session)).room : await session.read(id);
    return { refused, settings: settingsOf(room) };
  });

/** Sends `value` for each optional setting that the room keeps, and says which are no longer what they were. */
export const clearing = (session: Session, how: string, value: (setting: string) => unknown) =>
  session.once(`clearing by ${how}`, async () => {
    const { id } = await permanent(session);
    const { settings } = await withOptionalSettings(session);
    const kept = Object.keys(optionalSettings).filter(
      (key) => value(key) !== undefined && isKept(key, settings[key]),
    );
    if (kept.length === 0) throw new CannotTell("The service keeps none of the optional settings.");
    const changes = Object.fromEntries(kept.map((key) => [key, value(key)]));
    const refused = await patchSettings(session, id, changes);
    const after = settingsOf(await session.read(id));
    await patchSettings(session, id, valuesOf(kept));
    return { kept, cleared: kept.filter((key) => !isKept(key, after[key])), refused };
  });

/** Whether an optional setting comes back as it was sent, in whatever type. */
export const isKept = (key: string, answered: unknown): boolean =>
  answered !== undefined && sameValue(answered, optionalSettings[key]!.value);

/** An invalid value in a create. */
export const invalidCreate = (session: Session) =>
  session.once("invalid create", () => session.trial("invalid", { ...plainSettings, quality: "XL" }));

/** What a room that the run has deleted answers to each method. Only such an id is sent with PATCH and DELETE. */
export const deletedRoom = (session: Session) =>
  session.once("deleted room", async () => {
    const { id, reply } = await session.create("deleted", plainSettings);
    if (id === undefined) throw new CannotTell(`A room was refused: ${describe(reply)}.`);
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

/** Milliseconds after a change at which the list is looked at; the provider looks for 11 seconds. */
const LOOKS_MS = [0, 2_000, 5_000, 11_000];

/** How late the list shows a create and a PATCH, in milliseconds; `undefined` if not within 11 s. */
export const lateList = (session: Session) =>
  session.once("late list", async () => {
    const { id, reply } = await session.create("listed", plainSettings);
    if (id === undefined) throw new CannotTell(`A room was refused: ${describe(reply)}.`);
    const create = await look(session, reply.at, (rooms) => rooms.some((room) => room.room_id === id));
    const changed = session.mark.nameOf("renamed");
    const patched = await session.patch(id, { name: changed });
    const update =
      create.after === undefined || !patched.content
        ? { ...create, after: undefined }
        : await look(session, patched.at, (rooms) =>
            rooms.some((room) => room.room_id === id && room.name === changed),
          );
    await session.remove(id, await session.read(id));
    return { create, update };
  });

async function look(session: Session, from: number, isThere: (rooms: Json[]) => boolean) {
  let latest: { reply: Reply; rooms: Json[] } | undefined;
  for (const after of LOOKS_MS) {
    await session.sleep(from + after - session.clock.monotonic());
    latest = await list(session);
    if (isThere(latest.rooms)) return { ...latest, after };
  }
  return { ...latest!, after: undefined };
}

/** @throws CannotTell if the response is no list */
export async function list(session: Session): Promise<{ reply: Reply; rooms: Json[] }> {
  const reply = await session.ask("GET", "/rooms");
  const rooms = reply.content?.rooms;
  if (!Array.isArray(rooms)) throw new CannotTell(`The API answers without a list: ${describe(reply)}.`);
  return { reply, rooms: rooms.filter(isObject) };
}

/** How many requests finding the refused settings may take. */
const MAX_TRIES = 20;

/**
 * Sends settings in one PATCH. If it is refused, halves of it, until it is known which settings the API refuses.
 *
 * @returns the responses that refuse a setting, by its key; nothing as a response if too many are refused to find out
 */
async function patchSettings(session: Session, id: string, settings: Json) {
  const refused = new Map<string, Reply | undefined>();
  let tries = 0;
  async function send(keys: string[]): Promise<void> {
    if (++tries > MAX_TRIES) {
      for (const key of keys) refused.set(key, undefined);
      return;
    }
    const changes = Object.fromEntries(keys.map((key) => [key, settings[key]]));
    const reply = await session.patch(id, { settings: changes });
    if (reply.content) return;
    if (keys.length === 1) {
      refused.set(keys[0]!, reply);
      return;
    }
    const middle = Math.ceil(keys.length / 2);
    await send(keys.slice(0, middle));
    await send(keys.slice(middle));
  }
  await send(Object.keys(settings));
  return refused;
}

function valuesOf(keys: string[]): Json {
  return Object.fromEntries(keys.map((key) => [key, optionalSettings[key]!.value]));
}
