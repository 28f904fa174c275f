import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { createRoom, withEmulator } from "../../support/emulator";
import { roomsIn, withData, withFolder } from "../folder";

describe("emulator: data files after a kill", () => {
  /** The data file and the journal of a few changes, as a kill leaves them. */
  async function filesAfterKill(): Promise<{ data: string; journal: string; counts: number[] }> {
    let files: { data: string; journal: string; counts: number[] } | undefined;
    await withData(async (file, emulator, send) => {
      const ids: string[] = [];
      // The number of rooms in the data file and after each line of the journal.
      const counts: number[] = [1];
      for (let i = 0; i < 6; i++) {
        ids.push(await createRoom(send, { description: "ä" }));
        if (i > 0) counts.push(emulator.rooms().length);
      }
      for (const id of ids.slice(0, 3)) {
        await send("DELETE", `/rooms/${id}`);
        counts.push(emulator.rooms().length);
      }
      const [data, journal] = [await readFile(file, "utf8"), await readFile(`${file}.journal`, "utf8")];
      files = { data, journal, counts };
    });
    return files!;
  }

  it("every complete line of a truncated journal is recovered", () =>
    withFolder(async (folder) => {
      const { data, journal, counts } = await filesAfterKill();
      const bytes = Buffer.from(journal);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
          const file = join(folder, `${run++}.json`);
          const cut = bytes.subarray(0, length);
          await writeFile(file, data);
          await writeFile(`${file}.journal`, cut);
          const lines = cut.toString().split("\n").length - 1;
          // The first line contains no change, only the id of the journal.
          const expected = counts[Math.max(0, lines - 1)];
          assert.equal((await roomsIn(file)).length, expected);
          // A second start still finds the recovered rooms.
          assert.equal((await roomsIn(file)).length, expected);
        }),
        { numRuns: 60, examples: [[0], [bytes.length], [bytes.length - 1]] },
      );
    }));

  it("the journal of an earlier data file is ignored", () =>
    withFolder(async (folder) => {
      const [file, first, second] = [
        join(folder, "rooms.json"),
        await filesAfterKill(),
        await filesAfterKill(),
      ];
      await writeFile(file, second.data);
      await writeFile(`${file}.journal`, first.journal);
      assert.equal((await roomsIn(file)).length, 1);
    }));

  it("the next emulator takes over a stale lock and removes temporary files", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      const { data, journal, counts } = await filesAfterKill();
      await writeFile(file, data);
      await writeFile(`${file}.journal`, journal);
      // No process has this id.
      await writeFile(`${file}.lock`, "4194304999");
      await writeFile(`${file}.new`, '{"format":"pulumi-ena');
      await withEmulator({ data: file }, async (emulator, send) => {
        await createRoom(send);
        assert.equal(emulator.rooms().length, counts.at(-1)! + 1);
      });
      assert.deepEqual(await readdir(folder), ["rooms.json"]);
    }));
});
