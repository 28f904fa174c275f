import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { findInHistory } from "../../../cli/pulumi/history";
import type { StateResource } from "../../../cli/pulumi/state";

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

/** Calls with a backend folder that has these files below `.pulumi`, all modified on Wednesday. */
async function withFiles(files: Record<string, string | Buffer>, use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "history-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, ".pulumi", name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      await utimes(file, new Date(wednesday), new Date(wednesday));
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [monday, tuesday, wednesday] = [
  "2026-11-23T09:00:00.000Z",
  "2026-11-24T09:00:00.000Z",
  "2026-11-25T09:00:00.000Z",
] as const;

describe("past states of a backend in a folder", () => {
  it("contain the last state of a room, with and without a project folder, compressed and plain", () =>
    withFiles(
      {
        [`history/rooms/dev/dev-${nanoseconds(monday)}.checkpoint.json`]: checkpoint(
          room(a, "standup"),
          room(b, "lobby"),
        ),
        [`history/rooms/dev/dev-${nanoseconds(tuesday)}.checkpoint.json.gz`]: gzipSync(
          checkpoint(room(a, "daily")),
        ),
        [`history/old/old-${nanoseconds(monday)}.checkpoint.json`]: checkpoint(
          set({ "math-101": { roomId: c.toUpperCase() } }),
        ),
        [`history/rooms/dev/dev-${nanoseconds(tuesday)}.history.json`]: "no state",
        [`history/rooms/dev/dev-${nanoseconds(tuesday)}.checkpoint.json.attrs`]: "no state",
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

  for (const [what, file, at] of [
    ["a run's end", `history/rooms/dev/dev-${nanoseconds(monday)}.checkpoint.json`, monday],
    [
      "a run's end, without the project's folder",
      `history/dev/dev-${nanoseconds(monday)}.checkpoint.json`,
      monday,
    ],
    ["a backup, which stack rm leaves", `backups/rooms/dev/dev.${nanoseconds(monday)}.json`, monday],
    ["a backup, without the project's folder", `backups/v1.2/v1.2.${nanoseconds(monday)}.json`, monday],
    ["the state before the last one, or of a removed stack", "stacks/rooms/dev.json.bak", wednesday],
    ["the same, without the project's folder", "stacks/dev.json.bak", wednesday],
    ["a state that was kept by a setting of Pulumi", `stacks/rooms/dev.json.${nanoseconds(monday)}`, monday],
  ] as const)
    it(`are found in ${what}, compressed and plain`, async () => {
      const text = checkpoint(room(a, "standup"));
      for (const [name, content] of [
        [file, text],
        [file.replace(".json", ".json.gz"), gzipSync(text)],
      ] as const)
        await withFiles({ [name]: content }, async (folder) => {
          const { at: found, declaredAs } = (await findInHistory(folder, [a], assert.fail)).get(a)!;
          assert.deepEqual([declaredAs, found.toISOString()], ["rooms/dev/standup", at]);
        });
    });

  it("exclude the current states and other files", () =>
    withFiles(
      Object.fromEntries(
        [
          "stacks/rooms/dev.json",
          "stacks/rooms/dev.json.gz",
          "stacks/rooms/dev.json.bak.attrs",
          "stacks/rooms/dev.pulumi-tags",
          `history/rooms/dev/dev-${nanoseconds(monday)}.history.json`,
          `backups/rooms/dev/dev.${nanoseconds(monday)}.json.attrs`,
          "plugins/resource-enablex/dev.json.bak",
        ].map((name) => [name, checkpoint(room(a, "standup"))]),
      ),
      async (folder) => assert.equal((await findInHistory(folder, [a], assert.fail)).size, 0),
    ));

  it("are compared by time, wherever they are stored", () =>
    withFiles(
      {
        [`history/rooms/dev/dev-${nanoseconds(tuesday)}.checkpoint.json`]: checkpoint(room(b, "history")),
        [`backups/rooms/dev/dev.${nanoseconds(monday)}.json`]: checkpoint(
          room(a, "backup"),
          room(b, "backup"),
        ),
        "stacks/rooms/old.json.bak": checkpoint(room(c, "before")),
        [`history/rooms/old/old-${nanoseconds(tuesday)}.checkpoint.json`]: checkpoint(room(c, "history")),
      },
      async (folder) => {
        const found = await findInHistory(folder, [a, b, c], assert.fail);
        assert.deepEqual(
          [a, b, c].map((id) => found.get(id)!.declaredAs),
          ["rooms/dev/backup", "rooms/dev/history", "rooms/dev/before"],
        );
      },
    ));

  it("contain no rooms before the first run has ended, or after a destroy", async () => {
    await withFiles({}, async (folder) =>
      assert.equal((await findInHistory(folder, [a], assert.fail)).size, 0),
    );
    const name = `history/rooms/dev/dev-${nanoseconds(monday)}.checkpoint.json`;
    const empty = JSON.stringify({ version: 3, checkpoint: { stack: "enablex/dev", latest: null } });
    await withFiles({ [name]: empty }, async (folder) =>
      assert.equal((await findInHistory(folder, [a], assert.fail)).size, 0),
    );
  });

  it("are announced if there are many", () => {
    const names = Array.from(
      { length: 100 },
      (_, i) => `history/rooms/dev/dev-${nanoseconds(monday)}${i}.checkpoint.json`,
    );
    return withFiles(
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
    it(`fail with the file's name if they ${what}`, () =>
      withFiles(
        { [`history/rooms/dev/dev-${nanoseconds(monday)}.checkpoint${ending}`]: content },
        async (folder) => {
          await assert.rejects(
            findInHistory(folder, [a], assert.fail),
            /history.rooms.dev.dev-\d+\.checkpoint\.json.*: ./,
          );
        },
      ));
});
