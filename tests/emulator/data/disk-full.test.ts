import assert from "node:assert/strict";
import { join } from "node:path";
import { defaultAccount } from "../../../emulator/index";
import { startEmulatorCommand } from "../../support/command";
import { roomWith, sender } from "../../support/emulator";
import { roomsIn, withFolder } from "../folder";

/** Limits the size of files, which works everywhere and fails like a full disk. */
const limit = "ulimit -f 256";

describe("emulator: a full disk", () => {
  it("on a full disk changes fail and are reverted, and reads still work", () =>
    withFolder(async (folder) => {
      const data = join(folder, "rooms.json");
      // Otherwise tsx would keep truncated files in its cache.
      await using running = await startEmulatorCommand(["--data", data], { shell: limit });
      const send = sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...defaultAccount });
      const create = async (size: number) => {
        const body = { ...roomWith(), data: "x".repeat(size) };
        const { status, json } = await send("POST", "/rooms", body);
        assert.ok(status === 200 || (status === 500 && json.result === 50000 && /EFBIG/.test(json.desc)));
        return json.room?.room_id as string | undefined;
      };
      const listed = async () =>
        (await send("GET", "/rooms")).json.rooms.map(({ room_id }: { room_id: string }) => room_id);

      const created: string[] = [];
      let failed = 0;
      // Concurrent requests share a write. First the journal reaches the limit, then the data file.
      while (failed < 50) {
        const ids = await Promise.all([20_000, 1000, 9000, 1].map(create));
        created.push(...ids.filter((id) => id !== undefined));
        failed += ids.filter((id) => id === undefined).length;
        assert.deepEqual(new Set(await listed()), new Set(created));
      }
      const { status, json } = await send("GET", `/rooms/${created[0]}`);
      assert.deepEqual([status, json.room.room_id], [200, created[0]]);
      assert.equal((await fetch(`${running.url}/${created[0]}`)).status, 200);

      running.process.kill("SIGKILL");
      await running.ended;
      const after = await roomsIn(data);
      assert.deepEqual(new Set(after.map(({ room_id }) => room_id)), new Set(created));
    }));
});
