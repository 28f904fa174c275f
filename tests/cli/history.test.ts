import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { findInHistory } from "../../cli/pulumi/history";
import type { StateResource } from "../../cli/pulumi-stack";

const [a, b, c] = [
  "60af1c2e5f8b9a001234567a",
  "60af1c2e5f8b9a001234567b",
  "60af1c2e5f8b9a001234567c",
] as const;

const room = (id: string, name: string): StateResource => ({
  urn: `urn:pulumi:dev::rooms::enablex:index:Room::${name}`,
  type: "enablex:index:Room",
  id,
  outputs: { declaredAs: `rooms/dev/${name}` },
});

const set = (rooms: unknown): StateResource => ({
  urn: "urn:pulumi:dev::rooms::enablex:index:RoomSet::timetable",
  type: "enablex:index:RoomSet",
  id: "rooms/dev/timetable",
  outputs: { declaredAs: "rooms/dev/timetable", rooms },
});

const checkpoint = (...resources: StateResource[]) =>
  JSON.stringify({ version: 3, checkpoint: { stack: "organization/rooms/dev", latest: { resources } } });

/** Nanoseconds since 1970, as in the names of history files. */
const nanoseconds = (time: string) => `${Date.parse(time)}123456`;

/** Calls with a folder whose history has these files. */
async function withHistory(files: Record<string, string | Buffer>, use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "history-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, ".pulumi", "history", name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [monday, tuesday] = ["2026-11-23T09:00:00.000Z", "2026-11-24T09:00:00.000Z"];

describe("past states of a backend in a folder", () => {
  it("tell the last state that held a room, with the project's folder and without, packed and plain", () =>
    withHistory(
      {
        [`rooms/dev/dev-${nanoseconds(monday)}.checkpoint.json`]: checkpoint(
          room(a, "standup"),
          room(b, "lobby"),
        ),
        [`rooms/dev/dev-${nanoseconds(tuesday)}.checkpoint.json.gz`]: gzipSync(checkpoint(room(a, "daily"))),
        [`old/old-${nanoseconds(monday)}.checkpoint.json`]: checkpoint(
          set({ "math-101": { roomId: c.toUpperCase() } }),
        ),
        [`rooms/dev/dev-${nanoseconds(tuesday)}.history.json`]: "no state",
        [`rooms/dev/dev-${nanoseconds(tuesday)}.checkpoint.json.attrs`]: "no state",
      },
      async (folder) => {
        const unknown = "60af1c2e5f8b9a001234567d";
        const found = await findInHistory(folder, [a, b, c, unknown], assert.fail);
        const told = [...found].map(([id, { declaredAs, at }]) => [id, declaredAs, at.toISOString()]);
        assert.deepEqual(told.sort(), [
          [a, "rooms/dev/daily", tuesday],
          [b, "rooms/dev/lobby", monday],
          [c, "rooms/dev/timetable/math-101", monday],
        ]);
      },
    ));

  it("hold nothing before the first run has ended, or after a destroy", async () => {
    await withHistory({}, async (folder) =>
      assert.equal((await findInHistory(folder, [a], assert.fail)).size, 0),
    );
    const name = `rooms/dev/dev-${nanoseconds(monday)}.checkpoint.json`;
    const empty = JSON.stringify({ version: 3, checkpoint: { stack: "enablex/dev", latest: null } });
    await withHistory({ [name]: empty }, async (folder) =>
      assert.equal((await findInHistory(folder, [a], assert.fail)).size, 0),
    );
  });

  it("are announced if they are many", () => {
    const names = Array.from(
      { length: 100 },
      (_, i) => `rooms/dev/dev-${nanoseconds(monday)}${i}.checkpoint.json`,
    );
    return withHistory(
      Object.fromEntries(names.map((name) => [name, checkpoint(room(b, "lobby"))])),
      async (folder) => {
        const lines: string[] = [];
        await findInHistory(folder, [b], (line) => lines.push(line));
        assert.deepEqual(lines, ["Reading up to 100 past states …"]);
      },
    );
  });

  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:…",
  };
  for (const [what, ending, content] of [
    ["are broken", ".json", '{"enablex'],
    ["are broken in a packed file", ".json.gz", "enablex"],
    ["have an unknown form", ".json", '{"enablex": 1}'],
    ["keep the rooms of a set as secrets", ".json", checkpoint(set(secret))],
  ] as const)
    it(`cannot be read if they ${what}, and the failure names the file`, () =>
      withHistory(
        { [`rooms/dev/dev-${nanoseconds(monday)}.checkpoint${ending}`]: content },
        async (folder) => {
          await assert.rejects(
            findInHistory(folder, [a], assert.fail),
            /history.rooms.dev.dev-\d+\.checkpoint\.json.*: ./,
          );
        },
      ));
});
