import assert from "node:assert/strict";
import { mkdir, readdir, rm, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { startEmulator } from "../../../emulator/index";
import { createRoom, noon, roomWith, sender, withEmulator } from "../../support/emulator";
import { roomsIn, withData, withFolder } from "../folder";

describe("emulator: the data file", () => {
  it("the data file is created with the first room, and only its owner may read it", () =>
    withData(async (file, _, send) => {
      await assert.rejects(stat(file), { code: "ENOENT" });
      await createRoom(send);
      for (const part of [file, `${file}.journal`])
        assert.equal((await stat(part)).mode & 0o777, 0o600, part);
    }));

  it("a restart restores rooms, changes, people and deletions, in the same order", () =>
    withData(async (file, emulator, send) => {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push(await createRoom(send, { description: `${i}` }));
      await send("PATCH", `/rooms/${ids[1]}`, { name: 7, owner_ref: 0, data: { a: 1 } });
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

  it("changes by calls of startEmulator's methods are stored too", () =>
    withData(async (file, emulator, send) => {
      const id = await createRoom(send);
      emulator.join(id);
      await emulator.close();
      assert.equal((await roomsIn(file))[0]?.isRoomActive, true);
    }));

  it("the rooms of each project are stored", () =>
    withFolder(async (folder) => {
      const options = {
        data: join(folder, "rooms.json"),
        accounts: [{ appId: "a".repeat(24), appKey: "B".repeat(36) }],
      };
      await withEmulator(options, async (emulator, send) => {
        await createRoom(send);
        await createRoom(sender({ ...emulator, ...options.accounts[0]! }));
      });
      await withEmulator(options, async (emulator) => {
        assert.equal(emulator.rooms().length, 1);
        assert.equal(emulator.rooms("a".repeat(24)).length, 1);
      });
    }));

  it("room ids are never reused after a restart, even with the same seed and clock", () =>
    withFolder(async (folder) => {
      const ids = new Set<string>();
      for (let run = 0; run < 3; run++) {
        await withEmulator({ data: join(folder, "rooms.json"), seed: 1, now: noon }, async (_, send) => {
          const id = await createRoom(send);
          ids.add(id);
          await send("DELETE", `/rooms/${id}`);
        });
      }
      assert.equal(ids.size, 3);
    }));

  it("a room that ended stays gone after a restart with an earlier clock", () =>
    withData(async (file, emulator, send) => {
      const id = await createRoom(send, { adhoc: true, duration: 30 });
      emulator.join(id);
      emulator.leave(id);
      emulator.advance(30 * 60_000);
      assert.equal((await send("GET", `/rooms/${id}`)).json.result, 40001);
      await emulator.close();
      assert.deepEqual(await roomsIn(file), []);
    }));

  it("rooms created before 1970 are stored", () =>
    withData(async (file, emulator, send) => {
      emulator.setTime(new Date("1969-07-20T20:17:40Z"));
      await createRoom(send);
      await emulator.close();
      assert.equal((await roomsIn(file))[0]?.created, "1969-07-20T20:17:40.000Z");
    }));

  it("the data file is empty after a reset", () =>
    withData(async (file, emulator, send) => {
      await createRoom(send);
      await emulator.reset();
      await emulator.close();
      assert.deepEqual(await roomsIn(file), []);
    }));

  it("only the data file remains after close, with all rooms", () =>
    withData(async (file, emulator, send) => {
      await createRoom(send);
      await createRoom(send);
      await emulator.close();
      assert.deepEqual(await readdir(join(file, "..")), ["rooms.json"]);
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("a change writes the same number of bytes with many rooms as with few", () =>
    withData(async (file, emulator, send) => {
      const id = await createRoom(send);
      const written = async () => {
        const before = [await stat(file), await stat(`${file}.journal`)];
        await send("PATCH", `/rooms/${id}`, { name: "Other" });
        const after = [await stat(file), await stat(`${file}.journal`)];
        assert.equal(after[0]!.ino, before[0]!.ino, "the data file was rewritten");
        return after[1]!.size - before[1]!.size;
      };
      const first = await written();
      await Promise.all(Array.from({ length: 300 }, () => createRoom(send)));
      // The same except for the count of created rooms, which has two more digits.
      assert.equal(await written(), first + 2);
      assert.equal(emulator.rooms().length, 301);
    }));

  it("the data file is created at the target of symbolic links", () =>
    withFolder(async (folder) => {
      const [file, link, far] = ["inner/rooms.json", "link.json", "far.json"].map((name) =>
        join(folder, name),
      );
      await mkdir(join(folder, "inner"));
      await symlink(join("inner", "rooms.json"), link!);
      await symlink("link.json", far!);
      await withEmulator({ data: far! }, async (_, send) => {
        await createRoom(send);
        for (const name of [file, link, far]) {
          await assert.rejects(startEmulator({ data: name! }), { name: "UsageError" });
        }
      });
      assert.deepEqual((await readdir(folder)).sort(), ["far.json", "inner", "link.json"]);
      assert.deepEqual(await readdir(join(folder, "inner")), ["rooms.json"]);
      assert.equal((await roomsIn(file!)).length, 1);
    }));

  it("an existing data file is written through a symbolic link", () =>
    withFolder(async (folder) => {
      const [file, link] = [join(folder, "rooms.json"), join(folder, "link.json")];
      await withEmulator({ data: file }, async (_, send) => void (await createRoom(send)));
      await symlink(file, link);
      await withEmulator({ data: link }, async (_, send) => void (await createRoom(send)));
      assert.equal((await roomsIn(file)).length, 2);
    }));

  it("a change that cannot be saved fails and is reverted, and the next one succeeds", () =>
    withFolder(async (folder) => {
      const file = join(folder, "inner", "rooms.json");
      await mkdir(join(folder, "inner"));
      const emulator = await startEmulator({ data: file });
      const send = sender(emulator);
      await rm(join(folder, "inner"), { recursive: true });
      const { status, json } = await send("POST", "/rooms", roomWith());
      assert.deepEqual([status, json.result], [500, 50000]);
      assert.match(json.desc, /ENOENT/);
      assert.deepEqual((await send("GET", "/rooms")).json.rooms, []);
      await mkdir(join(folder, "inner"));
      const id = await createRoom(send);
      await emulator.close();
      assert.deepEqual(
        (await roomsIn(file)).map(({ room_id }) => room_id),
        [id],
      );
    }));
});
