import assert from "node:assert/strict";
import { parse } from "yaml";
import { inputNames } from "../../provider/room/properties";
import { type Block, blocksOf, pages } from "./pages";

describe("documentation: YAML", () => {
  const blocks = pages()
    .flatMap(blocksOf)
    .filter(({ language }) => language === "yaml");

  for (const block of blocks)
    it(`the YAML block parses: ${block.page}, line ${block.line}`, () => {
      assert.ok(parse(block.text));
    });

  for (const block of blocks.filter(({ text }) => text.includes("enablex:Room")))
    it(`rooms in YAML have only known inputs: ${block.page}, line ${block.line}`, () => {
      const rooms = roomsOf(block);
      assert.notEqual(rooms.length, 0);
      for (const properties of rooms) {
        assert.deepEqual(
          Object.keys(properties).filter((name) => !(inputNames as readonly string[]).includes(name)),
          [],
        );
        assert.ok("participants" in properties);
      }
    });
});

/** The inputs of each room. Rooms of a set include its defaults. */
const roomsOf = ({ text }: Block): object[] =>
  Object.values<any>(parse(text).resources ?? {}).flatMap(({ type, properties }) => {
    if (/^enablex:(index:)?Room$/.test(type)) return [properties];
    if (!/^enablex:(index:)?RoomSet$/.test(type)) return [];
    const { defaults, rooms } = properties;
    return Object.values<any>(rooms).map((room) => ({ ...defaults, ...room }));
  });
