import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator/index";
import { makeRoom, noon, roomWith, type Send, sender, withEmulator } from "./client";
import { withFolder } from "./folder";

/** Runs a test with an emulator that keeps its rooms in `rooms.json` of a new folder. */
function withData(test: (file: string, emulator: Emulator, send: Send) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const file = join(folder, "rooms.json");
    await withEmulator({ data: file, now: noon }, (emulator, send) => test(file, emulator, send));
  });
}

/** What an emulator that starts from these files finds. */
async function roomsIn(file: string) {
  await using emulator = await startEmulator({ data: file, now: noon });
  return emulator.rooms();
}

describe("emulator: the data file", () => {
  it("is made with the first room, and only its owner may read it", () =>
    withData(async (file, _, send) => {
      await assert.rejects(stat(file), { code: "ENOENT" });
      await makeRoom(send);
      for (const part of [file, `${file}.journal`])
        assert.equal((await stat(part)).mode & 0o777, 0o600, part);
    }));

  it("keeps rooms, changes, who is inside and what is gone, in the same order", () =>
    withData(async (file, emulator, send) => {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push(await makeRoom(send, { description: `${i}` }));
      await send("PATCH", `/rooms/${ids[1]}`, { name: "Other", data: { a: 1 } });
      await send("DELETE", `/rooms/${ids[2]}`);
      await send("POST", `/_emulator/rooms/${ids[3]}/join`, { name: "Ada", role: "moderator" });
      const before = emulator.rooms();
      await emulator.close();
      await withEmulator({ data: file, now: noon }, async (again, sendAgain) => {
        assert.deepEqual(again.rooms(), before);
        assert.equal((await sendAgain("DELETE", `/rooms/${ids[2]}`)).json.result, 40001);
        assert.equal((await sendAgain("DELETE", `/rooms/${ids[3]}`)).json.result, 10030);
        assert.equal((await sendAgain("GET", `/rooms/${ids[3]}/users`)).json.users[0].name, "Ada");
        assert.equal(again.leave(ids[3]!), 1);
      });
      assert.equal((await roomsIn(file))[2]?.isRoomActive, undefined);
    }));

  it("keeps what calls of a program change, too", () =>
    withData(async (file, emulator, send) => {
      const id = await makeRoom(send);
      emulator.join(id);
      await emulator.close();
      assert.equal((await roomsIn(file))[0]?.isRoomActive, true);
    }));

  it("keeps the rooms of each project", () =>
    withFolder(async (folder) => {
      const options = {
        data: join(folder, "rooms.json"),
        accounts: [{ appId: "a".repeat(24), appKey: "B".repeat(36) }],
      };
      await withEmulator(options, async (emulator, send) => {
        await makeRoom(send);
        await makeRoom(sender({ ...emulator, ...options.accounts[0]! }));
      });
      await withEmulator(options, async (emulator) => {
        assert.equal(emulator.rooms().length, 1);
        assert.equal(emulator.rooms("a".repeat(24)).length, 1);
      });
    }));

  it("never lets an id come twice, though seed and clock are the same", () =>
    withFolder(async (folder) => {
      const ids = new Set<string>();
      for (let run = 0; run < 3; run++) {
        await withEmulator({ data: join(folder, "rooms.json"), seed: 1, now: noon }, async (_, send) => {
          const id = await makeRoom(send);
          ids.add(id);
          await send("DELETE", `/rooms/${id}`);
        });
      }
      assert.equal(ids.size, 3);
    }));

  it("does not bring back a room that ended, though the clock starts anew", () =>
    withData(async (file, emulator, send) => {
      const id = await makeRoom(send, { adhoc: true, duration: 30 });
      emulator.join(id);
      emulator.leave(id);
      emulator.advance(30 * 60_000);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 40001);
      await emulator.close();
      assert.deepEqual(await roomsIn(file), []);
    }));

  it("is empty after a reset", () =>
    withData(async (file, emulator, send) => {
      await makeRoom(send);
      await emulator.reset();
      await emulator.close();
      assert.deepEqual(await roomsIn(file), []);
    }));

  it("alone holds everything once the emulator is closed", () =>
    withData(async (file, emulator, send) => {
      await makeRoom(send);
      await makeRoom(send);
      await emulator.close();
      assert.deepEqual(await readdir(join(file, "..")), ["rooms.json"]);
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("takes a change in as many bytes among many rooms as among few", () =>
    withData(async (file, emulator, send) => {
      const id = await makeRoom(send);
      const written = async () => {
        const before = [await stat(file), await stat(`${file}.journal`)];
        await send("PATCH", `/rooms/${id}`, { name: "Other" });
        const after = [await stat(file), await stat(`${file}.journal`)];
        assert.equal(after[0]!.ino, before[0]!.ino, "the data file was written anew");
        return after[1]!.size - before[1]!.size;
      };
      const first = await written();
      await Promise.all(Array.from({ length: 300 }, () => makeRoom(send)));
      // The same but for the count of rooms ever made, which has two digits more.
      assert.equal(await written(), first + 2);
      assert.equal(emulator.rooms().length, 301);
    }));

  it("is written through a symbolic link", () =>
    withFolder(async (folder) => {
      const [file, link] = [join(folder, "rooms.json"), join(folder, "link.json")];
      await withEmulator({ data: file }, async (_, send) => void (await makeRoom(send)));
      await symlink(file, link);
      await withEmulator({ data: link }, async (_, send) => void (await makeRoom(send)));
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("makes a request fail that cannot be saved, and is right again with the next that can", () =>
    withFolder(async (folder) => {
      const file = join(folder, "inner", "rooms.json");
      await mkdir(join(folder, "inner"));
      const emulator = await startEmulator({ data: file });
      const send = sender(emulator);
      await rm(join(folder, "inner"), { recursive: true });
      const { status, json } = await send("POST", "/rooms", roomWith());
      assert.deepEqual([status, json.result], [500, 50000]);
      assert.match(json.desc, /ENOENT/);
      await mkdir(join(folder, "inner"));
      assert.equal((await send("GET", "/rooms")).status, 200);
      await emulator.close();
      assert.equal((await roomsIn(file)).length, 1);
    }));
});

describe("emulator: a killed emulator's files", () => {
  /** The data file and the journal of a few changes, as a kill leaves them. */
  async function leftBehind(): Promise<{ data: string; journal: string; counts: number[] }> {
    let left: { data: string; journal: string; counts: number[] } | undefined;
    await withData(async (file, emulator, send) => {
      const ids: string[] = [];
      // How many rooms there are after the data file and after each line of the journal.
      const counts: number[] = [1];
      for (let i = 0; i < 6; i++) {
        ids.push(await makeRoom(send, { description: "ä" }));
        if (i > 0) counts.push(emulator.rooms().length);
      }
      for (const id of ids.slice(0, 3)) {
        await send("DELETE", `/rooms/${id}`);
        counts.push(emulator.rooms().length);
      }
      const [data, journal] = [await readFile(file, "utf8"), await readFile(`${file}.journal`, "utf8")];
      left = { data, journal, counts };
    });
    return left!;
  }

  it("give every whole line of a journal that was cut off anywhere", () =>
    withFolder(async (folder) => {
      const { data, journal, counts } = await leftBehind();
      const bytes = Buffer.from(journal);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
          const file = join(folder, `${run++}.json`);
          const cut = bytes.subarray(0, length);
          await writeFile(file, data);
          await writeFile(`${file}.journal`, cut);
          const lines = cut.toString().split("\n").length - 1;
          // The first line says only which data file the journal belongs to.
          const expected = counts[Math.max(0, lines - 1)];
          if (lines === 0 && length > 0) return;
          assert.equal((await roomsIn(file)).length, expected);
          // Once more: what was read has been kept.
          assert.equal((await roomsIn(file)).length, expected);
        }),
        { numRuns: 60, examples: [[0], [bytes.length], [bytes.length - 1]] },
      );
    }));

  it("give the data file alone if the journal belongs to an earlier one", () =>
    withFolder(async (folder) => {
      const [file, first, second] = [join(folder, "rooms.json"), await leftBehind(), await leftBehind()];
      await writeFile(file, second.data);
      await writeFile(`${file}.journal`, first.journal);
      assert.equal((await roomsIn(file)).length, 1);
    }));

  it("let the next emulator go on, though the lock is still there", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      const { data, journal, counts } = await leftBehind();
      await writeFile(file, data);
      await writeFile(`${file}.journal`, journal);
      // No process has this number.
      await writeFile(`${file}.lock`, "4194304999");
      await writeFile(`${file}.new`, '{"format":"pulumi-ena');
      await withEmulator({ data: file }, async (emulator, send) => {
        await makeRoom(send);
        assert.equal(emulator.rooms().length, counts.at(-1)! + 1);
      });
      assert.deepEqual(await readdir(folder), ["rooms.json"]);
    }));
});

describe("emulator: a data file is refused and left as it is", () => {
  const format = "pulumi-enablex emulator rooms";
  const damaged = (change: object) =>
    JSON.stringify({ format, version: 1, journal: "j", made: 0, projects: {}, ...change });
  const refused: [string, string, RegExp][] = [
    ["that is empty", "", /is not a data file of the emulator: it is not JSON, or cut off\. /],
    ["that is no JSON", "a,b\n1,2\n", /is not a data file of the emulator: it is not JSON, or cut off\. /],
    ["that is cut off", damaged({}).slice(0, -2), /it is not JSON, or cut off\. /],
    ["of another program", '{"name":"x"}', /is not a data file of the emulator\. /],
    ["that is a list", "[]", /is not a data file of the emulator/],
    ["that is null", "null", /is not a data file of the emulator/],
    ["of another version", damaged({ version: 2 }), /was written by another version of the emulator\. /],
    ["without rooms", damaged({ projects: [] }), /is damaged: its rooms cannot be read\. /],
    ["without a count", damaged({ made: "many" }), /is damaged/],
    ["with a room that is none", damaged({ projects: { a: [{ room_id: "x" }] } }), /is damaged/],
  ];
  for (const [name, text, message] of refused) {
    it(name, () =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        await writeFile(file, text);
        await assert.rejects(startEmulator({ data: file }), (error: Error) => {
          assert.equal(error.name, "UsageError");
          assert.match(error.message, message);
          assert.match(
            error.message,
            /It was left as it is; move it away or name another file with --data\.$/,
          );
          assert.ok(error.message.includes(file));
          assert.ok(!error.message.includes("\n"));
          return true;
        });
        assert.equal(await readFile(file, "utf8"), text);
        assert.deepEqual(await readdir(folder), ["rooms.json"]);
      }),
    );
  }

  for (const [name, journal] of [
    ["a line", '{"project":"a"}\nx\n'],
    ["all", "my diary\n"],
  ]) {
    it(`whose journal is not the emulator's, or damaged (${name})`, () =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        const data = damaged({});
        const text =
          name === "all" ? journal! : `${JSON.stringify({ format, version: 1, journal: "j" })}\n${journal}`;
        await writeFile(file, data);
        await writeFile(`${file}.journal`, text);
        await assert.rejects(startEmulator({ data: file }), { name: "UsageError", message: /\.journal/ });
        assert.equal(await readFile(file, "utf8"), data);
        assert.equal(await readFile(`${file}.journal`, "utf8"), text);
      }));
  }

  it("beside which lies a foreign file with the journal's name", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await writeFile(`${file}.journal`, "my diary");
      await assert.rejects(startEmulator({ data: file }), { name: "UsageError", message: /\.journal/ });
      assert.equal(await readFile(`${file}.journal`, "utf8"), "my diary");
    }));

  it("that is a folder, or in none", () =>
    withFolder(async (folder) => {
      await assert.rejects(startEmulator({ data: folder }), { name: "UsageError", message: /EISDIR/ });
      await assert.rejects(startEmulator({ data: join(folder, "none", "rooms.json") }), {
        name: "UsageError",
        message: /No file can be made in the folder of the data file .*ENOENT/,
      });
      assert.deepEqual(await readdir(folder), []);
    }));

  it("that another emulator uses, under whatever name, until that is closed", () =>
    withData(async (file, emulator, send) => {
      await makeRoom(send);
      await symlink(file, `${file}.link`);
      for (const name of [file, `${file}.link`, join(file, "..", ".", "rooms.json")]) {
        await assert.rejects(startEmulator({ data: name }), {
          name: "UsageError",
          message: /in use by another emulator/,
        });
      }
      await makeRoom(send);
      await emulator.close();
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("that a living process uses, which is named", () =>
    withFolder(async (folder) => {
      const file = join(folder, "rooms.json");
      await writeFile(`${file}.lock`, String(process.ppid));
      await assert.rejects(startEmulator({ data: file }), {
        message: new RegExp(`in use by another emulator \\(process ${process.ppid}\\)`),
      });
      assert.equal(await readFile(`${file}.lock`, "utf8"), String(process.ppid));
    }));

  it("and not kept when the port is taken", () =>
    withData(async (_, { port }) =>
      withFolder(async (folder) => {
        const file = join(folder, "rooms.json");
        await assert.rejects(startEmulator({ data: file, port }), { name: "UsageError" });
        assert.deepEqual(await readdir(folder), []);
      }),
    ));
});
