import assert from "node:assert/strict";
import { interruptSignal } from "../../../cli/interrupt";
import { deleteAll } from "../../../cli/orphans/delete";
import { newMarker } from "../../../provider/room/marker";
import { type CoreSetup, declared, withCore } from "../../support/core";

/** Three rooms that a run created, as a search returns them. */
async function threeOrphans({ core, emulator }: CoreSetup) {
  for (const name of ["a", "b", "c"]) await core.create(declared(core, {}, name));
  const api = core.api();
  const orphans = (await api.list()).map((room) => ({ room, api }));
  emulator.clearRequests();
  return orphans;
}

/** Runs with captured output. */
async function printed(work: () => Promise<number>): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const { log, error } = console;
  console.log = console.error = (line: string) => lines.push(line);
  try {
    return { code: await work(), lines };
  } finally {
    Object.assign(console, { log, error });
  }
}

describe("orphans --delete", () => {
  it("reads each room again, and keeps one that another resource has adopted since the search", () =>
    withCore({}, async (setup) => {
      const orphans = await threeOrphans(setup);
      const api = setup.core.api();
      const [first, second, third] = orphans.map(({ room }) => room.roomId);
      await api.update(first!, { data: { pulumiEnablex: newMarker("other/dev/adopted") } });
      await api.delete(second!);
      setup.takeRequests();
      const { code, lines } = await printed(() => deleteAll(orphans));
      assert.equal(code, 0);
      assert.match(lines[0]!, new RegExp(`^Kept ${first} "a": its marker has changed`));
      assert.deepEqual(lines.slice(1), [`Deleted ${second} "b".`, `Deleted ${third} "c".`]);
      assert.deepEqual(
        setup.takeRequests(),
        [first, second, third].map((id) => `GET /rooms/${id}`).concat(`DELETE /rooms/${third}`),
      );
      assert.deepEqual(
        setup.emulator.rooms().map(({ room_id }) => room_id),
        [first],
      );
    }));

  it("finishes the current deletion after Ctrl-C, and starts no other", () =>
    withCore({}, async (setup) => {
      const real = setup.anotherRun().api();
      const orphans = await threeOrphans(setup);
      const api = setup
        .anotherRun({
          fetch: async (url, init) => {
            if (init.method === "DELETE") process.emit("SIGINT");
            return fetch(url, init);
          },
        })
        .api(undefined, { signal: interruptSignal() });
      const { code, lines } = await printed(() => deleteAll(orphans.map(({ room }) => ({ room, api }))));
      assert.equal(code, 1);
      assert.match(lines[0]!, /^Deleted .* "a"\.$/);
      assert.equal(lines[1], "error: interrupted. 2 rooms were not deleted.");
      assert.equal((await real.list()).length, 2);
    }));

  it("continues after a failure, and exits with code 1", () =>
    withCore({}, async (setup) => {
      const orphans = await threeOrphans(setup);
      setup.emulator.join(orphans[0]!.room.roomId);
      const { code, lines } = await printed(() => deleteAll(orphans));
      assert.equal(code, 1);
      assert.match(lines[0]!, /^error: Deleting room .* \(HTTP 409/i);
      assert.equal(setup.emulator.rooms().length, 1);
    }));
});
