import assert from "node:assert/strict";
import { join } from "node:path";
import { defaultAccount } from "../../emulator/index";
import { roomWith, sender } from "./client";
import { startCommand } from "./command";
import { roomsIn, withFolder } from "./folder";

/** The system lets the emulator write no file that is larger: the nearest to a full disk that a test can have everywhere. */
const limit = "ulimit -f 256";

describe("emulator: a disk that is full", () => {
  it("fails what would change something, leaves no trace of it, and goes on answering what is there", () =>
    withFolder(async (folder) => {
      const data = join(folder, "rooms.json");
      // tsx would keep files in its cache that are cut off.
      await using running = await startCommand(["--data", data], { TSX_DISABLE_CACHE: "1" }, limit);
      const send = sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...defaultAccount });
      const create = async (size: number) => {
        const body = { ...roomWith(), data: "x".repeat(size) };
        const { status, json } = await send("POST", "/rooms", body);
        assert.ok(status === 200 || (status === 500 && json.result === 50000 && /EFBIG/.test(json.desc)));
        return json.room?.room_id as string | undefined;
      };
      const listed = async () =>
        (await send("GET", "/rooms")).json.rooms.map(({ room_id }: { room_id: string }) => room_id);

      const made: string[] = [];
      let failed = 0;
      // Several at once share a write. The journal and, as there is none in the end, the data file reach the limit.
      while (failed < 50) {
        const ids = await Promise.all([20_000, 1000, 9000, 1].map(create));
        made.push(...ids.filter((id) => id !== undefined));
        failed += ids.filter((id) => id === undefined).length;
        assert.deepEqual(new Set(await listed()), new Set(made));
      }
      const { status, json } = await send("GET", `/rooms/${made[0]}`);
      assert.deepEqual([status, json.room.room_id], [200, made[0]]);
      assert.equal((await fetch(`${running.url}/${made[0]}`)).status, 200);

      running.process.kill("SIGKILL");
      await running.ended;
      const after = await roomsIn(data);
      assert.deepEqual(new Set(after.map(({ room_id }) => room_id)), new Set(made));
    }));
});
