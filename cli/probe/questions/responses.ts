import { isObject } from "../../../provider/json";
import type { ApiResponse } from "../exchange";
import { adhoc, deletedRoom, permanent, permanentRoom } from "../experiments";
import { list } from "../late-list";
import { found, type Question } from "../question";
import { CannotTell, describe, jsonOf, roomOf, type Session, settingsOf } from "../session";

/** Responses to requests that succeed. */
export const responses: Question[] = [
  {
    id: "create-status",
    asks: "HTTP status of a create",
    relies: "accepts every status from 200 to 299",
    source: "open",
    outcomes: {
      "200": { means: "as the tests of a client expect", expected: true },
      "201": {
        means: "as the documentation of 2026 says; the provider accepts it too",
        behaviour: { createStatus: 201 },
      },
    },
    async ask(session) {
      const { response } = await permanent(session);
      return found(String(response.status), response);
    },
  },
  {
    id: "success-result",
    asks: "`result` of a success",
    relies: "accepts the number 0, the text `0` and a missing `result`",
    source: "recorded",
    outcomes: {
      number: { means: "as in recorded traffic", expected: true },
      string: { means: "the provider accepts it too" },
      absent: { means: "the provider accepts it too" },
    },
    async ask(session) {
      const { response } = await permanent(session);
      const { result } = jsonOf(response) ?? {};
      const outcome = result === undefined ? "absent" : typeof result;
      return found(outcome, `a ${outcome === "absent" ? "body without result" : outcome}`);
    },
  },
  {
    id: "create-response",
    asks: "Response to a create",
    relies: "uses the returned room, without reading it again",
    source: "recorded",
    outcomes: {
      whole: { means: "a create needs one request", expected: true },
      less: { means: "outputs of a new room may be incomplete until the next refresh" },
    },
    async ask(session) {
      const { response } = await permanent(session);
      const { room } = await permanentRoom(session);
      const created = roomOf(response)!;
      const missing = [
        ...["name", "owner_ref", "data", "created"].filter((key) => key in room && !(key in created)),
        ...Object.keys(settingsOf(room)).filter((key) => !(key in settingsOf(created))),
      ];
      return missing.length === 0
        ? found("whole", "the room as GET shows it")
        : found("less", `without ${missing.filter(isWord).join(", ")}`);
    },
  },
  {
    id: "room-id",
    asks: "Format of a room id",
    relies: "refuses to import or adopt a room with another kind of id",
    source: "recorded",
    outcomes: {
      "24 hex": { means: "as in recorded traffic", expected: true },
      other: { means: "imports and adoptions would be refused; report it" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      return { outcome: /^[0-9a-f]{24}$/.test(id) ? "24 hex" : "other", seen: `${id.length} characters` };
    },
  },
  {
    id: "get-response",
    asks: "Response to a GET of a room",
    relies: "reads `room` with its settings",
    source: "recorded",
    outcomes: {
      room: { means: "as documented", expected: true },
      other: { means: "refresh cannot read rooms; report it" },
    },
    async ask(session) {
      const { response, room } = await permanentRoom(session);
      return found(isObject(room.settings) ? "room" : "other", response);
    },
  },
  {
    id: "list-response",
    asks: "Response to a list",
    relies: "reads `rooms`; `null` means no rooms",
    source: "documented",
    outcomes: {
      rooms: { means: "as documented", expected: true },
      other: { means: "orphans and getRooms cannot read the list; report it" },
    },
    async ask(session) {
      await permanent(session);
      const { response, rooms } = await firstList(session);
      return found(rooms.every((room) => "room_id" in room) ? "rooms" : "other", response);
    },
  },
  {
    id: "update-response",
    asks: "Response to a PATCH",
    relies: "reads the room again after an update",
    source: "documented",
    outcomes: {
      "no room": { means: "an update needs a second request", expected: true },
      room: { means: "an update would need only one request" },
      refused: { means: "rooms cannot be updated; report it" },
    },
    async ask(session) {
      const response = await fixedRepeated(session);
      return found(response.error ? "refused" : roomOf(response) ? "room" : "no room", response);
    },
  },
  {
    id: "delete-response",
    asks: "Response to a DELETE",
    relies: "accepts `result` 0, or HTTP 204",
    source: "documented",
    outcomes: {
      result: { means: "as documented", expected: true },
      empty: { means: "the provider accepts it too" },
    },
    async ask(session) {
      const { deleted } = await deletedRoom(session);
      return found(jsonOf(deleted) ? "result" : "empty", deleted);
    },
  },
  {
    id: "success-status",
    asks: "HTTP status of GET, PATCH and DELETE",
    relies: "accepts every status from 200 to 299",
    source: "open",
    outcomes: {
      "200": { means: "the same for all", expected: true },
      others: { means: "the provider accepts them too" },
    },
    async ask(session) {
      const { response: list } = await firstList(session);
      const { response: get } = await permanentRoom(session);
      const { deleted } = await deletedRoom(session);
      const statuses = [get, list, await fixedRepeated(session), deleted].map(({ status }) => status);
      const seen = statuses.map((status, index) => `${["GET", "list", "PATCH", "DELETE"][index]} ${status}`);
      return found(statuses.every((status) => status === 200) ? "200" : "others", seen.join(", "));
    },
  },
  {
    id: "kinds",
    asks: "Whether rooms show their kind",
    relies: "checks `scheduled` and `adhoc` for the kind that a room was created with",
    source: "recorded",
    outcomes: {
      shown: { means: "an adopted or imported room is checked", expected: true },
      hidden: { means: "an import cannot tell the kind" },
    },
    async ask(session) {
      const { adhoc: flag, scheduled } = settingsOf((await adhoc(session)).room);
      const isShown = String(flag) === "true" && String(scheduled ?? false) === "false";
      return found(isShown ? "shown" : "hidden", `adhoc: ${typeof flag}, scheduled: ${typeof scheduled}`);
    },
  },
  {
    id: "users-when-empty",
    asks: "`users` of a room that nobody is in",
    relies: "treats an empty list, `null` and a missing key alike",
    source: "open",
    outcomes: {
      list: { means: "an empty list", expected: true },
      null: { means: "the provider accepts it too", behaviour: { usersWhenEmpty: "null" } },
      absent: { means: "the provider accepts it too", behaviour: { usersWhenEmpty: "absent" } },
    },
    async ask(session) {
      const response = await session.get(`${(await permanent(session)).id}/users`);
      if (!response.content) throw new CannotTell(`The users cannot be read: ${describe(response)}.`);
      const { users } = response.content;
      const form =
        users === undefined ? "absent" : users === null ? "null" : Array.isArray(users) ? "list" : "other";
      return found(form, response);
    },
  },
];

/** A PATCH that repeats a room's fixed settings, as clients do that send whole rooms. */
export const fixedRepeated = (session: Session): Promise<ApiResponse> =>
  session.once("fixed fields repeated", async () =>
    session.patch((await permanent(session)).id, {
      settings: { mode: "group", scheduled: false, adhoc: false },
    }),
  );

const firstList = (session: Session) => session.once("first list", () => list(session));

/** Whether a key is a word and can be shown; others may be values. */
export const isWord = (key: string): boolean => /^[a-z][a-zA-Z_]{0,40}$/.test(key);
