import { isObject } from "../../../provider/json";
import { sameValue } from "../../../provider/room/compare";
import { data, permanent, permanentRoom } from "../experiments";
import { dataOf, nonceOf } from "../marker";
import { found, type Question } from "../question";

const relies = "keeps its marker there, which identifies its rooms";
const lost = { means: "the provider cannot recognize its rooms: do not use it yet, and report it" };

/** What the service keeps of `data` and `name`. */
export const kept: Question[] = [
  {
    id: "data-kept",
    asks: "Whether a room keeps `data`",
    relies,
    source: "documented",
    outcomes: { kept: { means: "as documented", expected: true }, dropped: lost, changed: lost },
    async ask(session) {
      const { room } = await permanentRoom(session);
      const outcome = !isObject(room.data) ? "dropped" : nonceOf(room) ? "kept" : "changed";
      return found(outcome, `data: ${isObject(room.data) ? "an object" : typeof room.data}`);
    },
  },
  part("data-unicode", "Whether `data` keeps Unicode", "text"),
  part("data-nested", "Whether `data` keeps nested values", "nested"),
  {
    id: "data-size",
    asks: "How much `data` a room keeps",
    relies: "adds its marker of 45 bytes to `customData`",
    source: "open",
    outcomes: {
      "8 KB": { means: "at least 8 KB of JSON", expected: true },
      ...Object.fromEntries(
        ["4 KB", "2 KB", "1 KB", "less"].map((size) => [
          size,
          { means: "larger `customData` fails or is lost" },
        ]),
      ),
    },
    async ask(session) {
      const { id } = await permanent(session);
      for (const kilobytes of [8, 4, 2, 1]) {
        const empty = dataOf(session.mark, { filling: "" });
        const filling = "x".repeat(kilobytes * 1024 - JSON.stringify(empty).length);
        const response = await session.patch(id, { data: { ...empty, filling } });
        if (response.error) continue;
        const room = await session.read(id);
        if (isObject(room.data) && room.data.filling === filling) return found(`${kilobytes} KB`, response);
      }
      return found("less", "1 KB is too much");
    },
  },
  {
    id: "data-update",
    asks: "Whether a PATCH replaces `data` whole",
    relies: "sends `data` whole, so that removed keys disappear",
    source: "open",
    outcomes: {
      replaced: { means: "removed keys of `customData` disappear", expected: true },
      merged: { means: "removed keys of `customData` stay" },
      ignored: { means: "`customData` can only be set by a create; rooms cannot be adopted" },
    },
    async ask(session) {
      const { id } = await permanent(session);
      await session.patch(id, { data: dataOf(session.mark, { before: 1 }) });
      const response = await session.patch(id, { data: dataOf(session.mark, { after: 1 }) });
      const { data: now } = await session.read(id);
      const has = (key: string) => isObject(now) && key in now;
      return found(!has("after") ? "ignored" : has("before") ? "merged" : "replaced", response);
    },
  },
  {
    id: "name-length",
    asks: "How long a `name` may be",
    relies: "sends it as it is",
    source: "open",
    outcomes: {
      "1000": { means: "at least 1,000 characters", expected: true },
      ...Object.fromEntries(
        ["255", "128", "64", "less"].map((length) => [
          length,
          { means: "a longer `name` fails or is truncated" },
        ]),
      ),
    },
    async ask(session) {
      const { id } = await permanent(session);
      for (const length of [1000, 255, 128, 64]) {
        const name = session.mark.nameOf("permanent ").padEnd(length, "n");
        const response = await session.patch(id, { name });
        if (!response.error && (await session.read(id)).name === name) return found(String(length), response);
      }
      return found("less", "64 characters are too many");
    },
  },
];

function part(id: string, asks: string, key: keyof typeof data): Question {
  return {
    id,
    asks,
    relies: "sends `customData` as it is, and compares it",
    source: "open",
    outcomes: {
      kept: { means: "`customData` may contain it", expected: true },
      changed: { means: "`customData` with it shows a change in each refresh" },
    },
    async ask(session) {
      const { room } = await permanentRoom(session);
      const isSame = isObject(room.data) && sameValue(room.data[key], data[key], (a, b) => a === b);
      return found(isSame ? "kept" : "changed", isSame ? "as it was sent" : "not as it was sent");
    },
  };
}
