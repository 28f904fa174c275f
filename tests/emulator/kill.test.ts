import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { defaultAccount } from "../../emulator/index";
import { digits, fraction } from "../../emulator/random";
import { roomWith, type Send, sender } from "./client";
import { type Running, startCommand } from "./command";
import { withFolder } from "./folder";

/** Draws everything below, so that a failure can be seen again. */
const seed = 20260504;
const kills = 8;
const workers = 6;

/** What the emulator has answered, so that it must be true after a kill. Nothing means deleted. */
type Known = Map<string, { name: string; users: number } | undefined>;

describe("emulator: a kill in the middle of writing", () => {
  it(`loses nothing that was answered, at ${kills} points of a stormy life (seed ${seed})`, () =>
    withFolder(async (folder) => {
      const data = join(folder, "rooms.json");
      const known: Known = new Map();
      for (let round = 0; round < kills; round++) {
        await using running = await startCommand(["--data", data]);
        await assertKnown(running, known);
        await killAmidst(running, known, round);
      }
      await using last = await startCommand(["--data", data]);
      await assertKnown(last, known);
      last.process.kill("SIGTERM");
      assert.equal((await last.ended).code, 0);
      assert.deepEqual(await readdir(folder), ["rooms.json"]);
      assert.ok(known.size > kills * workers);
    }));
});

async function assertKnown({ url }: Running, known: Known): Promise<void> {
  const { projects } = (await (await fetch(`${url}/_emulator/state`)).json()) as any;
  const rooms = new Map<string, any>(projects[0].rooms.map((room: any) => [room.room_id, room]));
  assert.equal(rooms.size, projects[0].rooms.length, "an id came twice");
  for (const [id, expected] of known) {
    const room = rooms.get(id);
    assert.deepEqual(room && { name: room.name, users: room.users.length }, expected, id);
  }
}

/** Several clients change rooms until one of them has had its drawn number of answers; then the emulator is killed at once. */
async function killAmidst(running: Running, known: Known, round: number): Promise<void> {
  const send = sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...defaultAccount });
  let left = 5 + Math.floor(fraction(seed, "kill", round) * 60);
  const answered = () => {
    if (--left === 0) running.process.kill("SIGKILL");
  };
  const lives = Array.from({ length: workers }, async (_, worker) => {
    for (let i = 0; left > 0; i++) await oneRoom(send, known, `${round}/${worker}/${i}`, answered);
  });
  await Promise.all(lives.map((life) => life.catch(() => {})));
  assert.equal((await running.ended).signal, "SIGKILL");
}

/** One room's life. What was asked and not answered may be true or not, so it is not known any more. */
async function oneRoom(send: Send, known: Known, purpose: string, answered: () => void): Promise<void> {
  // Large enough for the kernel to take a while, and for the journal to be folded into the data file often.
  const ballast = digits(seed, "ballast", purpose).repeat(1 + Math.floor(fraction(seed, purpose, 0) * 3000));
  const { json } = await send("POST", "/rooms", { ...roomWith(), name: purpose, data: { ballast } });
  const id = json.room.room_id as string;
  known.set(id, { name: purpose, users: 0 });
  answered();
  const steps: [
    method: string,
    path: string,
    body: unknown,
    after: { name: string; users: number } | undefined,
  ][] = [
    ["PATCH", `/rooms/${id}`, { name: `${purpose} changed` }, { name: `${purpose} changed`, users: 0 }],
    ["POST", `/_emulator/rooms/${id}/join`, {}, { name: `${purpose} changed`, users: 1 }],
    ["POST", `/_emulator/rooms/${id}/end`, {}, { name: `${purpose} changed`, users: 0 }],
    ["DELETE", `/rooms/${id}`, undefined, undefined],
  ];
  for (const [method, path, body, after] of steps.slice(0, Math.floor(fraction(seed, purpose, 1) * 5))) {
    known.delete(id);
    assert.equal((await send(method, path, body)).status, 200);
    known.set(id, after);
    answered();
  }
}
