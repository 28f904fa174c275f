import { isObject, type JsonObject } from "../../../provider/json";
import { sameValue } from "../../../provider/room/compare";
import { markerOf } from "../../../provider/room/marker";
import { adhoc, permanent, scheduled } from "../experiments";
import { lateList, list } from "../late-list";
import { found, type Outcome, type Question } from "../question";
import { CannotTell, describe, type Session } from "../session";
import { isWord } from "./responses";

/** What the list of rooms shows, and when. */
export const lists: Question[] = [
  {
    id: "list-data",
    asks: "Whether the list shows `data`",
    relies: "finds orphans, and rooms whose create had no response, by the marker in the list",
    source: "documented",
    outcomes: {
      shown: { means: "lost rooms are found", expected: true },
      absent: {
        means:
          "a create without a response may create a second room, and orphans does not find it; report it",
        behaviour: { listData: false },
      },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const room = entryOf(await wholeList(session), id);
      return found(markerOf(room) ? "shown" : "absent", isObject(room.data) ? "an object" : "no data");
    },
  },
  {
    id: "list-settings",
    asks: "Whether the list shows rooms as GET does",
    relies: "refreshes many rooms from the list, and reads those that seem to have changed",
    source: "documented",
    outcomes: {
      same: { means: "a refresh of many rooms needs few requests", expected: true },
      less: { means: "a refresh needs one request per room" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      const listed = entryOf(await wholeList(session), id);
      const room = await session.read(id);
      const others = ["name", "owner_ref", "settings", "sip"].filter(
        (key) => !sameValue(listed[key], room[key]),
      );
      const seen = others.length === 0 ? "name, owner_ref, settings" : `other ${others.join(", ")}`;
      return { outcome: others.length === 0 ? "same" : "less", seen };
    },
  },
  delay("list-create-delay", "How late the list shows a create", "create"),
  delay("list-update-delay", "How late the list shows a PATCH", "update"),
  {
    id: "list-order",
    asks: "Order of the list",
    relies: "orders rooms by their ids, which begin with the time of their creation",
    source: "open",
    outcomes: {
      oldest: { means: "the oldest room first", expected: true },
      newest: {
        means: "the newest room first; the provider accepts it too",
        behaviour: { listFirst: "newest" },
      },
    },
    async ask(session) {
      const [first, second] = [(await permanent(session)).id, (await scheduled(session)).id];
      const rooms = await wholeList(session);
      const [a, b] = [first, second].map((id) => rooms.indexOf(entryOf(rooms, id))) as [number, number];
      return found(a < b ? "oldest" : "newest", "by two rooms of the probe");
    },
  },
  {
    id: "list-pages",
    asks: "Whether the list is paged",
    relies: "treats the list as complete",
    source: "documented",
    outcomes: {
      "no sign": { means: "no hint of pages, as far as few rooms can show", expected: true },
      signs: { means: "rooms of later pages may be missing in orphans and getRooms; report it" },
    },
    async ask(session) {
      await wholeList(session);
      const { response, rooms } = await list(session);
      const more = Object.keys(response.content!).filter(
        (key) => !["result", "rooms", "total"].includes(key),
      );
      const limited = await session.ask("GET", "/rooms?limit=1&page_size=1&per_page=1");
      const fewer = limited.content?.rooms;
      const signs = [
        ...more.filter(isWord),
        ...(response.header("link") === null ? [] : ["a Link header"]),
        ...(Array.isArray(fewer) && fewer.length < rooms.length ? ["limit=1 shortens it"] : []),
      ];
      return found(signs.length === 0 ? "no sign" : "signs", signs.join(", ") || describe(response));
    },
  },
];

/** The list after all three rooms were created. */
const wholeList = (session: Session) =>
  session.once("whole list", async () => {
    await permanent(session);
    await scheduled(session);
    await adhoc(session);
    // Once the list shows this later change, it also shows the other rooms.
    const { update } = await lateList(session);
    if (update.after === undefined) throw new CannotTell("The list does not show changes within 11 s.");
    return (await list(session)).rooms;
  });

function entryOf(rooms: JsonObject[], id: string): JsonObject {
  const room = rooms.find(({ room_id }) => room_id === id);
  if (!room) throw new CannotTell("The list does not show the room.");
  return room;
}

function delay(id: string, asks: string, what: "create" | "update"): Question {
  const means =
    what === "create"
      ? "the outcome of a create without a response is known that much later"
      : "a refresh soon after a change may read rooms one by one";
  const within = [2_000, 5_000, 11_000].map((listDelayMs) => [
    `within ${listDelayMs / 1000} s`,
    { means, behaviour: { listDelayMs } },
  ]);
  const outcomes: Record<string, Outcome> = {
    "at once": { means: "in the first list after it", expected: true },
    ...Object.fromEntries(within),
    later: {
      means:
        what === "create"
          ? "a create without a response may create a second room; report it"
          : "a refresh may miss changes; report it",
      behaviour: { listDelayMs: 60_000 },
    },
  };
  return {
    id,
    asks,
    relies:
      what === "create"
        ? "searches the list for up to 11 seconds if a create had no response"
        : "reads a room individually if the list differs from the state",
    source: "open",
    outcomes,
    async ask(session) {
      const { after } = (await lateList(session))[what];
      const outcome = after === undefined ? "later" : after === 0 ? "at once" : `within ${after / 1000} s`;
      return found(outcome, after === undefined ? "not within 11 s" : outcome);
    },
  };
}
