import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { defaultAccount } from "../../../emulator/index";
import { digits, fraction } from "../../../emulator/random";
import { type RunningEmulator, startEmulatorCommand } from "../../support/command";
import { roomWith, type Send, sender } from "../../support/emulator";
import { withFolder } from "../folder";

/** Makes failures reproducible. */
const seed = 20260504;
const kills = 8;
const workers = 6;

/** The rooms that responses confirmed, so they must survive a kill. `undefined` means deleted. */
type Known = Map<string, { name: string; users: number } | undefined>;

describe("emulator: a kill during writes", () => {
  it(`${kills} kills lose no change that got a response (seed ${seed})`, () =>
    withFolder(async (folder) => {
      const data = join(folder, "rooms.json");
      const known: Known = new Map();
      for (let round = 0; round < kills; round++) {
        await using running = await startEmulatorCommand(["--data", data]);
        await assertKnown(running, known);
        await killDuringWrites(running, known, round);
      }
      await using last = await startEmulatorCommand(["--data", data]);
      await assertKnown(last, known);
      last.process.kill("SIGTERM");
      assert.equal((await last.ended).code, 0);
      assert.deepEqual(await readdir(folder), ["rooms.json"]);
      assert.ok(known.size > kills * workers);
    }));
});

async function assertKnown({ url }: RunningEmulator, known: Known): Promise<void> {
  const { projects } = (await (await fetch(`${url}/_emulator/state`)).json()) as any;
  const rooms = new Map<string, any>(projects[0].rooms.map((room: any) => [room.room_id, room]));
  assert.equal(rooms.size, projects[0].rooms.length, "a room id was reused");
  for (const [id, expected] of known) {
    const room = rooms.get(id);
    assert.deepEqual(room && { name: room.name, users: room.users.length }, expected, id);
  }
}

/**
 * Several clients change rooms until a random number of responses has arrived; then the emulator is killed.
 */
async function killDuringWrites(running: RunningEmulator, known: Known, round: number): Promise<void> {
  const send = sender({ url: running.url, apiUrl: `${running.url}/video/v1`, ...defaultAccount });
  let left = 5 + Math.floor(fraction(seed, "kill", round) * 60);
  const onResponse = () => {
    if (--left === 0) running.process.kill("SIGKILL");
  };
  const clients = Array.from({ length: workers }, async (_, worker) => {
    for (let i = 0; left > 0; i++) await changeRoom(send, known, `${round}/${worker}/${i}`, onResponse);
  });
  await Promise.all(clients.map((life) => life.catch(() => {})));
  assert.equal((await running.ended).signal, "SIGKILL");
}

/** Changes a room several times. While a request is pending, the state of its room is unknown. */
async function changeRoom(send: Send, known: Known, purpose: string, onResponse: () => void): Promise<void> {
  // Large enough to slow down writes, and to merge the journal into the data file often.
  const ballast = digits(seed, "ballast", purpose).repeat(1 + Math.floor(fraction(seed, purpose, 0) * 3000));
  const { json } = await send("POST", "/rooms", { ...roomWith(), name: purpose, data: { ballast } });
  const id = json.room.room_id as string;
  known.set(id, { name: purpose, users: 0 });
  onResponse();
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
    onResponse();
  }
}
