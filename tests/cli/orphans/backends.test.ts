import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { newMarker } from "../../../provider/room/marker";
import { environmentOf, runCommand } from "../../support/command";
import { sender } from "../../support/emulator";

interface Backend {
  url: string;
  /** The room ids in each stack; `undefined` if its state cannot be read. */
  stacks: Record<string, string[] | undefined>;
}

/** Runs `orphans` in a project `rooms` with a `pulumi` that uses this backend. */
async function orphans({ url, stacks }: Backend, emulator: Emulator, ...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "backend-"));
  const answers: Record<string, string> = {
    "config --json": "{}",
    "stack --show-name": "dev",
    "whoami --json": JSON.stringify({ user: "alice", url }),
    "stack ls": JSON.stringify(Object.keys(stacks).map((name) => ({ name, updateInProgress: false }))),
  };
  for (const [name, ids] of Object.entries(stacks)) {
    const urn = (i: number) => `urn:pulumi:dev::rooms::enablex:index:Room::r${i}`;
    const resources = ids?.map((id, i) => ({ urn: urn(i), type: "enablex:index:Room", id }));
    if (resources) answers[`export ${name}`] = JSON.stringify({ deployment: { resources } });
  }
  try {
    const [log, script] = [join(folder, "log"), join(folder, "pulumi")];
    await writeFile(join(folder, "Pulumi.yaml"), "name: rooms\nruntime: yaml\n");
    await writeFile(log, "");
    await writeFile(
      script,
      `#!${process.execPath}
const args = process.argv.slice(2);
require("node:fs").appendFileSync(${JSON.stringify(log)}, args.join(" ") + "\\n");
const at = args.indexOf("--stack");
const key = args[1] === "export" ? "export " + (at < 0 ? "dev" : args[at + 1]) : args.slice(0, 2).join(" ");
const answer = ${JSON.stringify(answers)}[key];
if (answer === undefined) { console.error("error: it is broken"); process.exit(1); }
console.log(answer);
`,
      { mode: 0o755 },
    );
    const env = { ...environmentOf(emulator), PATH: [folder, process.env.PATH].join(delimiter) };
    const ended = await runCommand(["orphans", ...args], { cwd: folder, env });
    return { ...ended, asked: (await readFile(log, "utf8")).trim().split("\n") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A room with the marker of `rooms/dev`. */
async function markedRoom(emulator: Emulator, name: string): Promise<string> {
  const { json } = await sender(emulator)("POST", "/rooms", {
    name,
    owner_ref: `rooms/dev/${name}`,
    settings: { participants: 3 },
    data: { pulumiEnablex: newMarker(`rooms/dev/${name}`) },
  });
  return json.room.room_id;
}

const all = ["--delete", "--all", "--older-than", "0s", "--yes", "--unlocked"];

describe("orphans in other backends", () => {
  it("orphans --delete --all fails if past states cannot be read, and --delete <id> works", async () => {
    await using emulator = await startEmulator();
    const [held, orphan] = [await markedRoom(emulator, "held"), await markedRoom(emulator, "orphan")];
    const s3 = { url: "s3://states", stacks: { dev: [held] } };
    const refused = await orphans(s3, emulator, ...all);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /Nothing was deleted: past states cannot be read \(only a backend in a folder \(file:\/\/\) provides them\).*pass the ids/,
    );
    assert.equal(emulator.rooms().length, 2);
    const deleted = await orphans(s3, emulator, "--delete", orphan, "--yes", "--unlocked");
    assert.equal(deleted.stdout, `Deleted ${orphan} "orphan".\n`, deleted.stderr);
  });

  it("orphans skips rooms that another project's or organization's state contains", async () => {
    await using emulator = await startEmulator();
    const moved = await markedRoom(emulator, "moved");
    const cloud = {
      url: "https://app.pulumi.com/alice",
      stacks: { dev: [], "acme/other/prod": [moved.toUpperCase()] },
    };
    const { code, stdout } = await orphans(cloud, emulator);
    assert.deepEqual(
      [code, stdout],
      [0, "No orphans: every room with the marker of rooms/dev is in a state.\n"],
    );
  });

  it("orphans warns if the state of another stack cannot be read", async () => {
    await using emulator = await startEmulator();
    await markedRoom(emulator, "orphan");
    const cloud = { url: "https://app.pulumi.com/alice", stacks: { dev: [], "acme/other/prod": undefined } };
    const { code, stderr } = await orphans(cloud, emulator);
    assert.equal(code, 1);
    assert.match(stderr, /warning: the state of acme\/other\/prod cannot be read/);
  });

  it("orphans --delete --all fails if another stack's state cannot be read, and keeps rooms that left a state", async () => {
    await using emulator = await startEmulator();
    const [left, orphan] = [await markedRoom(emulator, "left"), await markedRoom(emulator, "orphan")];
    const folder = await mkdtemp(join(tmpdir(), "states-"));
    try {
      const history = join(folder, ".pulumi", "history", "rooms", "dev");
      await mkdir(history, { recursive: true });
      const urn = "urn:pulumi:dev::rooms::enablex:index:Room::left";
      const latest = { resources: [{ urn, type: "enablex:index:Room", id: left }] };
      await writeFile(
        join(history, "dev-1764000000000000000.checkpoint.json"),
        JSON.stringify({ checkpoint: { latest } }),
      );
      const url = `file://${folder}`;
      const refused = await orphans({ url, stacks: { dev: [], other: undefined } }, emulator, ...all);
      assert.equal(refused.code, 2);
      assert.match(
        refused.stderr,
        /Nothing was deleted: the state of other cannot be read, and may contain some of them/,
      );
      const { stdout } = await orphans({ url, stacks: { dev: [] } }, emulator, ...all);
      assert.equal(
        stdout,
        `Kept 1 room that left a state. To delete them, pass their ids.\nDeleted ${orphan} "orphan".\n`,
      );
      assert.deepEqual(
        emulator.rooms().map(({ room_id }) => room_id),
        [left],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("orphans reads no other state if the stack contains all rooms", async () => {
    await using emulator = await startEmulator();
    const held = await markedRoom(emulator, "held");
    const { asked } = await orphans({ url: "s3://states", stacks: { dev: [held], other: [] } }, emulator);
    assert.deepEqual(
      asked.map((line) => line.replace(" --non-interactive", "")),
      ["config --json --show-secrets", "stack --show-name", "stack export"],
    );
  });
});
