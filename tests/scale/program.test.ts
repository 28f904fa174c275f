import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const program = join(__dirname, "many-rooms.ts");

/**
 * Maximum heap of the program in MiB. 5,000 rooms must fit into 2 GiB, Node's default on a machine with less
 * than 16 GiB of memory; the test declares a fifth of them in a fifth of that.
 */
const HEAP_MIB = 2048 / 5;

describe("a program of 1,000 rooms", () => {
  for (const [form, command] of [
    // A preview keeps more of each room, to distinguish absent from unknown values.
    ["dynamic", "preview"],
    ["native", "up"],
  ] as const) {
    it(`in the ${form} form runs in ${Math.floor(HEAP_MIB)} MiB of heap, and keeps at most 360 KiB a room: ${command}`, async () => {
      const node = ["--expose-gc", `--max-old-space-size=${Math.floor(HEAP_MIB)}`, "--import", "tsx"];
      const args = [...node, program, form, command, "1000"];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const { kibPerRoom, links } = JSON.parse(stdout.trim().split("\n").at(-1)!);
      console.log(`      ${kibPerRoom} KiB a room`);
      assert.equal(links, 1_000);
      assert.ok(kibPerRoom <= 360, `${kibPerRoom} KiB a room`);
    });
  }
});
